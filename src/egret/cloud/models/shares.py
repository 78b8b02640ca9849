"""Who else may open a file or folder: people, groups, departments, organisations, and whoever has a link."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from egret.cloud.models.nodes import Node
from egret.kernel import clock
from egret.kernel.ids import new_id


class Role(models.IntegerChoices):
    """What somebody may do with a node and all below it; each includes the one before."""

    VIEW = 1
    EDIT = 2
    MANAGE = 3


class Share(models.Model):
    """A role for one person, group, department (with those below it) or organisation, or for whoever proves a number.

    `phone` until somebody with that number has signed in and looked: then `person`. `outside`: in an organisation's
    space, given on purpose to who was no member of it, and served only as long as its rule lets the giver do that.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="shares")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    group = models.ForeignKey("organizations.Group", on_delete=models.CASCADE, null=True, related_name="+")
    department = models.ForeignKey("organizations.Department", on_delete=models.CASCADE, null=True, related_name="+")
    organization = models.ForeignKey(
        "organizations.Organization", on_delete=models.CASCADE, null=True, related_name="+"
    )
    phone = models.CharField(max_length=16, null=True, db_index=True)  # E.164
    outside = models.BooleanField(default=False)
    role = models.PositiveSmallIntegerField(choices=Role.choices)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["node", subject], name=f"one_share_per_{subject}")
            for subject in ("person", "group", "department", "organization", "phone")
        ]


class LinkKind(models.TextChoices):
    VIEW = "view"
    EDIT = "edit"
    DROP = "drop"  # a drop box: uploading only, nothing is shown


class Link(models.Model):
    """A secret address. Its token is found by a hash, and kept encrypted so that its maker can copy it again.

    `downloads` counts whole files and archives handed out; at `maximum_downloads` the link is spent.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(max_length=4, choices=LinkKind.choices, default=LinkKind.VIEW)
    token_hash = models.CharField(max_length=64, unique=True)
    token_sealed = models.CharField(max_length=400)
    password = models.CharField(max_length=128, default="", blank=True)  # an Argon2 hash; empty: none
    label = models.CharField(max_length=80, default="", blank=True)
    maximum_downloads = models.PositiveIntegerField(null=True)
    downloads = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(null=True)

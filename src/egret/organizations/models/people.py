"""Departments, groups and membership."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from egret.kernel import clock
from egret.kernel.ids import new_id
from egret.organizations.models.organization import Organization


class Department(models.Model):
    """A node of the tree; `parent` null: directly below the organisation. Deleting one is refused while it has any."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="departments")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="one_department_per_parent"),
            models.UniqueConstraint(
                fields=["organization", "name"], condition=models.Q(parent=None), name="one_department_at_the_top"
            ),
        ]


class Role(models.TextChoices):
    OWNER = "owner"
    ADMIN = "admin"
    MEMBER = "member"
    GUEST = "guest"  # external: sees the groups they are in, not the directory


class Source(models.TextChoices):
    """How somebody's data came to the organisation (C13, C21)."""

    FOUNDER = "founder"
    LINK = "link"
    PHONE = "phone"
    REQUEST = "request"
    IMPORT = "import"
    SSO = "sso"
    SCIM = "scim"


class Membership(models.Model):
    """A person in an organisation. `name` is what the organisation calls them, empty: as they call themselves.

    `active` false: suspended by its directory (SCIM), keeps the row and gives no access. `search` is the name in small
    letters, for the directory's index. `source_detail` is where the data came from, in words, and who entered it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=6, choices=Role.choices, default=Role.MEMBER)
    department = models.ForeignKey(Department, on_delete=models.SET_NULL, null=True, related_name="memberships")
    heads = models.ManyToManyField(Department, related_name="heads", blank=True)
    name = models.CharField(max_length=60, default="", blank=True)
    search = models.CharField(max_length=60, default="", blank=True)
    active = models.BooleanField(default=True)
    source = models.CharField(max_length=7, choices=Source.choices)
    source_detail = models.CharField(max_length=200, default="", blank=True)
    joined_at = models.DateTimeField(default=clock.now)
    scim_user_name = models.CharField(max_length=254, null=True)
    scim_external_id = models.CharField(max_length=255, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "person"], name="one_membership_per_person"),
            models.UniqueConstraint(fields=["organization", "scim_user_name"], name="one_scim_user_name"),
        ]
        indexes = [
            # To their last column all that the directory asks: a search looks at no row that it does not show.
            models.Index(fields=["organization", "search", "id", "active"]),
            models.Index(fields=["organization", "department", "search", "id", "active"]),
        ]


class Group(models.Model):
    """People across departments."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="groups")
    name = models.CharField(max_length=80)
    scim_external_id = models.CharField(max_length=255, default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "name"], name="one_group_of_a_name")]


class GroupMember(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="members")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="groups")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "membership"], name="once_in_a_group")]

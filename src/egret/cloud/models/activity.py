"""What was done to a file or folder, and by whom."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from egret.cloud.models.spaces import Space
from egret.kernel import clock
from egret.kernel.ids import new_id


class Verb(models.TextChoices):
    CREATED = "created"
    UPLOADED = "uploaded"  # a new version
    OPENED = "opened"  # read or downloaded (C30)
    RENAMED = "renamed"
    MOVED = "moved"
    COPIED = "copied"
    TRASHED = "trashed"
    RESTORED = "restored"
    REVERTED = "reverted"  # an earlier version became the current one
    PURGED = "purged"
    SHARED = "shared"
    UNSHARED = "unshared"


class Activity(models.Model):
    """One act. `node` is a plain key: the act outlives what it was done to, under the name it had then.

    `person` null: somebody who came by a link, or whose account is gone. `facts` are names and ids the sentence needs.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    node_id = models.UUIDField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    verb = models.CharField(max_length=8, choices=Verb.choices)
    name = models.CharField(max_length=255)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            models.Index(fields=["node_id", "id"]),
            models.Index(fields=["space", "id"]),
            models.Index(fields=["at"]),
        ]

"""The tree of folders and files, and the versions of a file."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from egret.cloud.models.spaces import Space
from egret.kernel import clock
from egret.kernel.ids import new_id

MAXIMUM_NAME = 255


class Node(models.Model):
    """A folder or a file. living → trashed (`trashed_at`) → purging → gone; trashed → living again by restoring.

    The root of a space has no parent and no name. Only the topmost node of what was thrown away carries `trashed_at`:
    what lies below it is in the trash because of its place. `parent` stays, so that restoring brings it back there.
    `modified_at` is when its content was last changed, as the client says; `changed_at` when anything of it was.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="nodes")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    name = models.CharField(max_length=MAXIMUM_NAME)
    is_folder = models.BooleanField()
    version = models.ForeignKey("FileVersion", on_delete=models.PROTECT, null=True, related_name="+")
    size = models.PositiveBigIntegerField(default=0)  # bytes of the current version; 0 for a folder
    media_type = models.CharField(max_length=127, default="", blank=True)
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    modified_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    trashed_at = models.DateTimeField(null=True)
    trashed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    purging = models.BooleanField(default=False)

    # How far below the node that a walk began with; set by `queries.subtree_of` alone.
    level: int

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "name"], condition=models.Q(trashed_at=None), name="one_node_of_a_name"
            ),
            models.UniqueConstraint(fields=["space"], condition=models.Q(parent=None), name="one_root_of_a_space"),
        ]
        indexes = [
            models.Index(fields=["space", "trashed_at"], condition=models.Q(trashed_at__isnull=False), name="trash"),
            models.Index(fields=["purging"], condition=models.Q(purging=True), name="purging"),
        ]


class FileVersion(models.Model):
    """One content of a file. The newest is the file's `version`; `label` keeps it from expiring."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="versions")
    blob = models.ForeignKey("kernel.Blob", on_delete=models.PROTECT, related_name="+")
    size = models.PositiveBigIntegerField()  # bytes
    media_type = models.CharField(max_length=127)
    modified_at = models.DateTimeField()
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    label = models.CharField(max_length=120, default="", blank=True)

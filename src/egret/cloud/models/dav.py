"""What WebDAV clients keep beside the files: locks and their own properties (RFC 4918)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from egret.cloud.models.nodes import Node
from egret.kernel.ids import new_id


class DavLock(models.Model):
    """A write lock (RFC 4918 §6). `path` is where the client locked it: a lock may stand on a name without a file."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    token = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    path = models.TextField(db_index=True)
    owner = models.TextField(default="", blank=True)  # what the client says of itself, XML
    depth = models.CharField(max_length=8)  # "0" or "infinity"
    scope = models.CharField(max_length=9)  # "exclusive" or "shared"
    timeout = models.IntegerField()  # seconds
    expires_at = models.DateTimeField(db_index=True)


class DavProperty(models.Model):
    """A dead property (RFC 4918 §4.1): XML that a client keeps with a file and Egret does not read."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=300)  # {namespace}local
    value = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["node", "name"], name="one_dav_property_of_a_name")]

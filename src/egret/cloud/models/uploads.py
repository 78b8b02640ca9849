"""An upload under way: a row from its first byte to its last, so that it survives whatever stops it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from egret.cloud.models.nodes import MAXIMUM_NAME, FileVersion, Node
from egret.cloud.models.shares import Link
from egret.kernel import clock
from egret.kernel.ids import new_id


class Conflict(models.TextChoices):
    """What to do where the name is taken."""

    ASK = "ask"  # refuse, and say so
    REPLACE = "replace"  # a new version of what is there
    KEEP_BOTH = "keep_both"  # under a numbered name
    SKIP = "skip"


class Upload(models.Model):
    """open (bytes arrive) → finished (`version` is what became of it); open → expired or terminated: the row is gone.

    A finished one has no `blob`: the version does, and who lost the last answer can still ask what became of it.
    `length` null: deferred (tus 1.0, creation-defer-length). `partial` ones are pieces of a concatenation, whose
    `pieces` are their ids.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    link = models.ForeignKey(Link, on_delete=models.CASCADE, null=True, related_name="+")
    parent = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="+")
    blob = models.ForeignKey("kernel.Blob", on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=MAXIMUM_NAME)
    media_type = models.CharField(max_length=127, default="", blank=True)
    length = models.PositiveBigIntegerField(null=True)
    offset = models.PositiveBigIntegerField(default=0)
    partial = models.BooleanField(default=False)
    pieces = models.JSONField(default=list)
    conflict = models.CharField(max_length=9, choices=Conflict.choices, default=Conflict.ASK)
    modified_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(db_index=True)
    # Who writes now and until when the others must wait: two requests at one offset would mix their bytes.
    writer = models.UUIDField(null=True)
    writer_until = models.DateTimeField(null=True)
    version = models.ForeignKey(FileVersion, on_delete=models.SET_NULL, null=True, related_name="+")

"""What a person marked or opened: theirs alone, nobody else sees it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from egret.cloud.models.nodes import Node
from egret.kernel import clock
from egret.kernel.ids import new_id


class Favourite(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="+")
    marked_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "node"], name="one_favourite_mark")]


class Hidden(models.Model):
    """What others shared and a person does not want on their list; they may open it as before."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="+")
    hidden_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "node"], name="hidden_once")]


class Opened(models.Model):
    """When a person last opened or wrote a file: the list "recent"."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "node"], name="one_row_per_person_and_file")]
        indexes = [models.Index(fields=["person", "-opened_at"])]

"""What is held, by whose order, and until when somebody must have looked again."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from egret.kernel import clock
from egret.kernel.ids import new_id

REASON_LENGTH, AUTHORITY_LENGTH, NAME_LENGTH = 500, 200, 100


class Hold(models.Model):
    """In force until it is released. `target` is a plain key: whatever the kind, nothing may reach around it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=16)
    target = models.UUIDField()
    reason = models.CharField(max_length=REASON_LENGTH)
    # Who demands it: a court and its case, a regulator, a complaint's number.
    authority = models.CharField(max_length=AUTHORITY_LENGTH)
    placed_by = models.CharField(max_length=NAME_LENGTH)
    placed_at = models.DateTimeField(default=clock.now)
    review_at = models.DateTimeField()
    # The authority forbids to tell the person.
    secret = models.BooleanField(default=False)
    released_by = models.CharField(max_length=NAME_LENGTH, blank=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "target"], condition=Q(released_at=None), name="hold_in_force")]

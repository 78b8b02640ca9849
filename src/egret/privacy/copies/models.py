"""Copies being made, what is in them so far, and copies that were brought along from elsewhere."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from egret.kernel import clock
from egret.kernel.ids import new_id
from egret.kernel.text import LANGUAGES

LANGUAGE_CHOICES = [(language, language) for language in LANGUAGES]


class CopyState(models.TextChoices):
    """ordered → building → ready → expired; ordered, building → failed | cancelled; ready → cancelled (removed)."""

    ORDERED = "ordered"
    BUILDING = "building"
    READY = "ready"
    EXPIRED = "expired"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Doing(models.TextChoices):
    """What is being done to a copy, in this order."""

    CONTENTS = "contents"
    DATA = "data"
    PAGES = "pages"


UNDER_WAY = (CopyState.ORDERED, CopyState.BUILDING)


class Copy(models.Model):
    """One ZIP of everything about a person. While it is built, `blob` is open; it is released when the copy ends."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=9, choices=CopyState, default=CopyState.ORDERED)
    language = models.CharField(max_length=8, choices=LANGUAGE_CHOICES)
    ordered_at = models.DateTimeField(default=clock.now)
    ready_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True, db_index=True)  # when nothing of it is kept any more
    expires_at = models.DateTimeField(null=True, db_index=True)
    blob = models.ForeignKey("kernel.Blob", on_delete=models.PROTECT, null=True, related_name="+")
    doing = models.CharField(max_length=8, choices=Doing, default=Doing.CONTENTS)
    items_done = models.PositiveIntegerField(default=0)
    items_total = models.PositiveIntegerField(default=0)
    bytes_done = models.PositiveBigIntegerField(default=0)
    bytes_total = models.PositiveBigIntegerField(default=0)
    problem = models.CharField(max_length=40, default="", blank=True)
    worker = models.UUIDField(null=True)
    worker_seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state__in=("ordered", "building")), name="one_copy_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["person", "-id"])]


class Member(models.Model):
    """One file of a copy that is being built: what its directory needs, and where to go on after a killed process.

    `missing`: its content could not be read, and the copy says so. All go once the copy is ready.
    """

    id = models.BigAutoField(primary_key=True)
    copy = models.ForeignKey(Copy, on_delete=models.CASCADE, related_name="members")
    source = models.CharField(max_length=120)
    path = models.TextField()
    size = models.PositiveBigIntegerField()
    check_sum = models.PositiveBigIntegerField()
    offset = models.PositiveBigIntegerField()
    modified_at = models.DateTimeField()
    # Of contents: the row it belongs to.
    model = models.CharField(max_length=80, default="", blank=True)
    row = models.CharField(max_length=64, default="", blank=True)
    missing = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["copy", "source"], name="one_member_per_source")]


class ArrivalState(models.TextChoices):
    """waiting → running → done | failed; running → doubtful (another number's copy) → waiting; any → cancelled."""

    WAITING = "waiting"
    RUNNING = "running"
    DOUBTFUL = "doubtful"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


TO_DO = (ArrivalState.WAITING, ArrivalState.RUNNING)


class Arrival(models.Model):
    """A copy from another installation, and what became of it; `blob` goes when that is known."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=9, choices=ArrivalState, default=ArrivalState.WAITING)
    arrived_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, db_index=True)
    blob = models.ForeignKey("kernel.Blob", on_delete=models.PROTECT, null=True, related_name="+")
    # That it is the person's own, though it was made for another number.
    confirmed = models.BooleanField(default=False)
    bytes_done = models.PositiveBigIntegerField(default=0)
    bytes_total = models.PositiveBigIntegerField(default=0)
    problem = models.CharField(max_length=40, default="", blank=True)
    report = models.JSONField(default=list)
    # Turns at it that did not come to an end.
    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.UUIDField(null=True)
    worker_seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state__in=("waiting", "running")), name="one_arrival_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["person", "-id"])]

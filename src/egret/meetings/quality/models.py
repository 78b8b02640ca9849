"""Samples of how a call went for one participant, who objected to them, and how much was dropped at the door."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from egret.kernel import clock
from egret.kernel.ids import new_id


class Sample(models.Model):
    """What one participant's page measured in the seconds before `at`; null: it said nothing of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    participant = models.ForeignKey("meetings.Participant", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now, db_index=True)
    sent_kbps = models.PositiveIntegerField(null=True)
    received_kbps = models.PositiveIntegerField(null=True)
    sent_lost_permille = models.PositiveSmallIntegerField(null=True)
    received_lost_permille = models.PositiveSmallIntegerField(null=True)
    jitter_ms = models.PositiveIntegerField(null=True)
    round_trip_ms = models.PositiveIntegerField(null=True)
    freezes = models.PositiveSmallIntegerField(null=True)
    width = models.PositiveSmallIntegerField(null=True)
    height = models.PositiveSmallIntegerField(null=True)
    codec = models.CharField(max_length=4, default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["participant", "at"])]


class Objection(models.Model):
    """A person, in all their meetings, or a guest, in this one, is not measured any more (C31)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    participant = models.OneToOneField("meetings.Participant", on_delete=models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, participant=None) | Q(person=None, participant__isnull=False),
                name="objection_of_a_person_or_a_guest",
            ),
        ]


class Dropped(models.Model):
    """How many values that are not on the list came on a day. Neither their names nor whose they were."""

    day = models.DateField(primary_key=True)
    count = models.PositiveIntegerField(default=0)

"""An erasure from its order to its certificate, and what other companies were told."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from egret.kernel import clock
from egret.kernel.ids import new_id

EVIDENCE_LENGTH = 200


class Erasure(models.Model):
    """PLANNED (the person may still cancel) → CANCELLED; PLANNED → RUNNING (decided: written into the journal) →
    DELETED (no row is left) → UNREADABLE (keys are gone) → DONE (contents, free pages and logs too; certified).

    Whoever runs it may be killed anywhere: each step is repeated until its successor is reached. `person` is null from
    DELETED on: nothing here says who it was. `plan` is what was counted when it was decided.
    """

    class State(models.TextChoices):
        PLANNED = "planned"
        CANCELLED = "cancelled"
        RUNNING = "running"
        DELETED = "deleted"
        UNREADABLE = "unreadable"
        DONE = "done"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    ordered_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    plan = models.JSONField(default=dict)
    journal_line = models.PositiveBigIntegerField(null=True)
    # The signed document, from DONE on.
    certificate = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=("planned", "running"), person__isnull=False),
                name="one_erasure_of_a_person",
            )
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="erasure_due")]


class Notice(models.Model):
    """That another company was told to delete what it has of somebody who is gone here (C43).

    `known_as` is how that company knows them, encrypted: without it nobody could be named to it. It goes with the
    acknowledgement, at the latest with the row.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    host = models.CharField(max_length=255)
    processor = models.CharField(max_length=200)
    known_as = models.TextField(default="", blank=True)
    made_at = models.DateTimeField(default=clock.now)
    # Null: not before the person is gone here.
    erasure = models.ForeignKey(Erasure, on_delete=models.SET_NULL, null=True, related_name="notices")
    told_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    # What the last attempt to tell came to, in our words.
    outcome = models.CharField(max_length=200, default="", blank=True)
    # Of a confirmation that came to the operator: on which day, by what, and who noted it.
    confirmed_on = models.DateField(null=True)
    evidence = models.CharField(max_length=EVIDENCE_LENGTH, default="", blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["made_at"], condition=Q(acknowledged_at=None), name="notice_open")]

"""A meeting, its participants, and their spells in the engine's room."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from egret.kernel import clock
from egret.kernel.ids import new_code, new_id
from egret.meetings.scheduling.models import (
    Answer,
    CalendarFeed,
    Change,
    Invitee,
    Notice,
    ReminderChoice,
    Schedule,
    Series,
)

__all__ = [
    "Answer",
    "CalendarFeed",
    "Change",
    "ClosedBy",
    "EndReason",
    "Invitee",
    "Meeting",
    "Notice",
    "Participant",
    "ReminderChoice",
    "RoomSession",
    "Schedule",
    "Series",
    "Spell",
]


class EndReason(models.TextChoices):
    HOST = "host"  # the host ended it for all
    ABANDONED = "abandoned"  # nobody was in it for `actions.ABANDONED_AFTER`


class ClosedBy(models.TextChoices):
    """Who said that a spell is over, the most exact first; a more exact word replaces a less exact one."""

    LEFT = "left"  # the engine, of this participant
    ROOM = "room"  # the engine, of the whole room
    MISSED = "missed"  # the sweeper: the engine no longer has the participant, and no word came


class Meeting(models.Model):
    """open → ended. `id` names the engine's room, `code` is the link's secret.

    One that was set for a time has the `schedule` whose link leads to it, and the start it was `held_for`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=14, unique=True, default=new_code)
    host = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # The organisation it is held in, which answers for its data (C01); null: personal, the operator answers.
    organization = models.ForeignKey(
        "organizations.Organization", on_delete=models.CASCADE, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, db_index=True)
    end_reason = models.CharField(max_length=9, choices=EndReason.choices, default="", blank=True)
    idempotency_key = models.CharField(max_length=64, null=True)  # null: many meetings without one
    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, null=True, related_name="meetings")
    held_for = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["schedule"],
                condition=models.Q(schedule__isnull=False, ended_at=None),
                name="one_open_meeting_per_schedule",
            ),
            models.UniqueConstraint(fields=["host", "idempotency_key"], name="one_meeting_per_idempotency_key"),
        ]
        indexes = [models.Index(fields=["host", "-id"])]

    @property
    def ended(self) -> bool:
        return self.ended_at is not None


class Participant(models.Model):
    """Somebody in a meeting under a nickname: a person with an account, or a guest. `id` is the engine's identity."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="participants")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    nickname = models.CharField(max_length=40)
    policy_version = models.CharField(max_length=10, default="", blank=True)  # what a guest accepted
    accepted_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="one_participant_per_person"),
        ]


class RoomSession(models.Model):
    """One life of the meeting's room in the engine; it has several when the engine restarts."""

    sid = models.CharField(max_length=64, primary_key=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="room_sessions")
    finished_at = models.DateTimeField()


class Spell(models.Model):
    """One unbroken stay of a participant. The engine's participant sid is new with each connection."""

    sid = models.CharField(max_length=64, primary_key=True)
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="spells")
    room_sid = models.CharField(max_length=64)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, db_index=True)
    closed_by = models.CharField(max_length=6, choices=ClosedBy.choices, default="", blank=True)
    seen_at = models.DateTimeField()  # when the engine was last known to have the participant

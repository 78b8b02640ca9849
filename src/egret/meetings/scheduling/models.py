"""Meetings set for a time, who is invited to them, and what people were told of them."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models

from egret.kernel import clock
from egret.kernel.ids import new_code, new_id

NUMBER_DIGITS = 10


def new_number() -> str:
    """Ten digits that say nothing; the first is no zero, since people drop it."""
    return str(secrets.randbelow(9 * 10 ** (NUMBER_DIGITS - 1)) + 10 ** (NUMBER_DIGITS - 1))


class WhoMayJoin(models.TextChoices):
    INVITED = "invited"
    ORGANIZATION = "organization"
    ANYONE = "anyone"  # who has the link


class Schedule(models.Model):
    """A meeting with a link that stays, held at the times of its series; or, without a series, somebody's own room.

    set → cancelled → set. Each time it is held is a `Meeting` of its own, made when the first person joins.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=14, unique=True, default=new_code)
    number = models.CharField(max_length=11, unique=True, default=new_number)
    host = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    organization = models.ForeignKey(
        "organizations.Organization", on_delete=models.CASCADE, null=True, related_name="+"
    )
    title = models.CharField(max_length=120, default="", blank=True)
    note = models.TextField(max_length=1000, default="", blank=True)
    who_may_join = models.CharField(max_length=12, choices=WhoMayJoin.choices, default=WhoMayJoin.INVITED)
    lobby = models.BooleanField(default=True)
    passcode_sealed = models.CharField(max_length=200, default="", blank=True)
    personal_room = models.BooleanField(default=False)
    sequence = models.PositiveIntegerField(default=0)  # RFC 5545 §3.8.7.4
    idempotency_key = models.CharField(max_length=64, null=True)
    created_at = models.DateTimeField(default=clock.now)
    cancelled_at = models.DateTimeField(null=True)
    over_at = models.DateTimeField(null=True, db_index=True)  # when the last occurrence ends; null: no end

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["host"], condition=models.Q(personal_room=True), name="one_personal_room"),
            models.UniqueConstraint(fields=["host", "idempotency_key"], name="one_schedule_per_idempotency_key"),
        ]


class Series(models.Model):
    """Times at which a meeting is held; moving "this and all following" begins another series of the same meeting.

    Local times are wall clocks in `zone`, to the minute, as texts: only with the zone's rules of that day are they
    moments, and rules change. `ends_before`: from this start on another series holds. `cancelled_from`: from this start
    on it is cancelled, which can be undone.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="series")
    zone = models.CharField(max_length=64)
    start = models.CharField(max_length=16)
    minutes = models.PositiveSmallIntegerField()
    rule = models.CharField(max_length=120, default="", blank=True)  # without COUNT and UNTIL; empty: once
    last_start = models.CharField(max_length=16, default="", blank=True)  # empty: no end
    ends_before = models.CharField(max_length=16, default="", blank=True)
    cancelled_from = models.CharField(max_length=16, default="", blank=True)
    # The span in which anything of it can be, generously: what a window leaves out without expanding it.
    first_at = models.DateTimeField()
    last_at = models.DateTimeField(null=True)  # null: no end

    class Meta:
        indexes = [models.Index(fields=["schedule", "first_at"])]


class Change(models.Model):
    """One occurrence that is not as its series says, named by the start it would have had (RECURRENCE-ID)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="changes")
    occurrence = models.CharField(max_length=16)
    start = models.CharField(max_length=16, default="", blank=True)  # empty: not moved
    minutes = models.PositiveSmallIntegerField(null=True)
    cancelled = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "occurrence"], name="one_change_per_occurrence")]


class Invitee(models.Model):
    """Who is invited: a person, a group, a department with those below, an organisation, a number or a mail address."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="invitees")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    group = models.ForeignKey("organizations.Group", on_delete=models.CASCADE, null=True, related_name="+")
    department = models.ForeignKey("organizations.Department", on_delete=models.CASCADE, null=True, related_name="+")
    organization = models.ForeignKey(
        "organizations.Organization", on_delete=models.CASCADE, null=True, related_name="+"
    )
    phone = models.CharField(max_length=16, null=True, db_index=True)  # E.164
    mail = models.CharField(max_length=254, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["schedule", subject], name=f"invited_once_by_{subject}")
            for subject in ("person", "group", "department", "organization", "phone", "mail")
        ]


class AnswerWord(models.TextChoices):
    YES = "yes"
    NO = "no"
    MAYBE = "maybe"


class Answer(models.Model):
    """Whether somebody comes: a person, or a guest who came by the link of their invitation."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="answers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    invitee = models.ForeignKey(Invitee, on_delete=models.CASCADE, null=True, related_name="answers")
    word = models.CharField(max_length=5, choices=AnswerWord.choices)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["schedule", "person"], name="one_answer_per_person"),
            models.UniqueConstraint(fields=["invitee"], name="one_answer_per_guest"),
        ]


class CalendarFeed(models.Model):
    """The secret address under which a calendar app reads somebody's meetings; only its hash is kept."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=clock.now)


class ReminderChoice(models.Model):
    """How somebody is reminded; without a row: in Egret alone, ten minutes before."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True)
    minutes = models.PositiveSmallIntegerField(default=10)
    in_app = models.BooleanField(default=True)
    by_sms = models.BooleanField(default=False)


class NoticeKind(models.TextChoices):
    INVITED = "invited"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    UNINVITED = "uninvited"
    REMINDER = "reminder"


class Channel(models.TextChoices):
    APP = "app"
    SMS = "sms"
    MAIL = "mail"


class Notice(models.Model):
    """Something to tell one person once, through one channel.

    due → sending → sent | failed. Whoever dies while sending leaves it at that: twice is worse than perhaps not.
    In Egret itself a notice is sent by being there.

    Who is taken off the list may not read the meeting any more, and a guest's invitation is gone: what tells them has
    the title from then, and until it is handed over the guest's number or address.
    """

    class State(models.TextChoices):
        DUE = "due"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=64, unique=True)  # what makes it the same notice: a hash of all below
    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="notices")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    invitee = models.ForeignKey(Invitee, on_delete=models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=9, choices=NoticeKind.choices)
    channel = models.CharField(max_length=4, choices=Channel.choices)
    address = models.CharField(max_length=254, default="", blank=True)
    title = models.CharField(max_length=120, default="", blank=True)
    about_at = models.DateTimeField(null=True)  # the start it is about; null: the meeting as a whole
    sequence = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=7, choices=State.choices, default=State.DUE)
    created_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "channel", "-id"]),
            models.Index(fields=["state", "channel"]),
        ]

    @property
    def goes_to(self) -> str:
        """The number or mail address; "" where there is none (any more)."""
        if self.person is not None:
            return self.person.phone or ""
        if self.invitee is not None:
            return self.invitee.phone or self.invitee.mail or ""
        return self.address

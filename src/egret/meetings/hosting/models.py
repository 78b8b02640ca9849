"""How a meeting is led, and each participant's standing in it."""

from __future__ import annotations

from django.db import models

from egret.kernel import clock
from egret.kernel.ids import new_id


class Whom(models.TextChoices):
    """To whom a rule of the meeting gives something; those who lead it always have it."""

    ALL = "all"
    HOSTS = "hosts"


class Conduct(models.Model):
    """How one meeting is led. Without a row: as its schedule says, else open to all."""

    meeting = models.OneToOneField("meetings.Meeting", on_delete=models.CASCADE, primary_key=True, related_name="+")
    locked = models.BooleanField(default=False)  # nobody new gets in
    lobby = models.BooleanField(default=False)  # who was not invited waits until let in
    share = models.CharField(max_length=5, choices=Whom.choices, default=Whom.ALL)
    chat = models.CharField(max_length=5, choices=Whom.choices, default=Whom.ALL)
    unmute = models.CharField(max_length=5, choices=Whom.choices, default=Whom.ALL)
    message = models.CharField(max_length=300, default="", blank=True)  # to those who wait
    # Who leads it while the host is away; a host who comes back leads it again.
    acting_host = models.ForeignKey("meetings.Participant", on_delete=models.SET_NULL, null=True, related_name="+")
    breakouts_until = models.DateTimeField(null=True)  # when breakout rooms close by themselves
    spotlight = models.ForeignKey("meetings.Participant", on_delete=models.SET_NULL, null=True, related_name="+")


class Breakout(models.Model):
    """open → closed → gone, once everybody had the time to leave it. A smaller room beside the meeting's own; its id
    names the engine's room."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.CASCADE, related_name="breakouts")
    name = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()
    closed_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "position"],
                condition=models.Q(closed_at=None),
                name="one_open_breakout_per_position",
            )
        ]


class Standing(models.TextChoices):
    """waiting → admitted | denied; admitted → removed; denied, removed → admitted, when a host takes it back."""

    WAITING = "waiting"
    ADMITTED = "admitted"
    DENIED = "denied"
    REMOVED = "removed"


class Seat(models.Model):
    """A participant's place: whether they are let in, and what they were given beyond the rules."""

    participant = models.OneToOneField(
        "meetings.Participant", on_delete=models.CASCADE, primary_key=True, related_name="seat"
    )
    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.CASCADE, related_name="+")
    standing = models.CharField(max_length=8, choices=Standing.choices, default=Standing.ADMITTED)
    cohost = models.BooleanField(default=False)
    may_unmute = models.BooleanField(default=False)  # asked to speak where the rule keeps others silent
    breakout = models.ForeignKey(Breakout, on_delete=models.SET_NULL, null=True, related_name="seats")
    moved_at = models.DateTimeField(null=True)  # from one room to another, last
    asked_at = models.DateTimeField(default=clock.now)  # to be let in
    seen_at = models.DateTimeField(default=clock.now)  # when their waiting page last asked

    class Meta:
        indexes = [models.Index(fields=["meeting", "standing", "seen_at"])]

"""Polls with their ballots, the timer, and which files of drives were shown in a meeting."""

from __future__ import annotations

from django.db import models

from egret.kernel import clock
from egret.kernel.ids import new_id


class Poll(models.Model):
    """open → closed.

    An anonymous one keeps who voted and how often each option was chosen, and nothing that leads from one to the other;
    nobody sees its counts before it is closed, or each ballot could be read off them.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.CASCADE, related_name="+")
    asked_by = models.ForeignKey("meetings.Participant", on_delete=models.SET_NULL, null=True, related_name="+")
    question = models.CharField(max_length=200)
    anonymous = models.BooleanField(default=False)
    several = models.BooleanField(default=False)  # whether more than one option may be chosen
    opened_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True)


class Option(models.Model):
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=100)
    votes = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "position"], name="one_option_at_a_position")]


class Ballot(models.Model):
    """That a participant voted. Of an anonymous poll's there is neither time nor order: the key is random."""

    id = models.UUIDField(primary_key=True, editable=False)
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="ballots")
    participant = models.ForeignKey("meetings.Participant", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "participant"], name="one_ballot_each")]


class Choice(models.Model):
    """What a ballot of a poll with names chose."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="choices")
    option = models.ForeignKey(Option, on_delete=models.CASCADE, related_name="choices")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ballot", "option"], name="chosen_once")]


class Timer(models.Model):
    """The meeting's one timer; gone when it is stopped."""

    meeting = models.OneToOneField("meetings.Meeting", on_delete=models.CASCADE, primary_key=True, related_name="+")
    ends_at = models.DateTimeField()
    seconds = models.PositiveIntegerField()


class ShownFile(models.Model):
    """A file of somebody's drive whose card was sent to everybody. It gives nobody a right: the drive is asked whenever
    it is opened or listed. `node` is no foreign key, so that the drive deletes without asking here."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.CASCADE, related_name="+")
    shown_by = models.ForeignKey("meetings.Participant", on_delete=models.CASCADE, related_name="+")
    node = models.UUIDField()
    shown_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "node"], name="shown_once_in_a_meeting")]

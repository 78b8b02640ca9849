"""Rules of a meeting, and who helps to lead it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from egret.kernel import legible
from egret.kernel.permissions import require
from egret.meetings.hosting import policies
from egret.meetings.hosting.actions.changing import changed, locked_conduct
from egret.meetings.hosting.actions.controls import manageable
from egret.meetings.hosting.errors import MessageUnusable
from egret.meetings.hosting.models import Conduct, Seat, Standing, Whom
from egret.meetings.hosting.queries import Leader
from egret.meetings.models import Meeting, Participant

MESSAGE_LENGTH = 300


@dataclass(frozen=True)
class Rules:
    """What a host changes; None leaves it."""

    locked: bool | None = None
    lobby: bool | None = None
    share: Whom | None = None
    chat: Whom | None = None
    unmute: Whom | None = None
    message: str | None = None


def do_set_rules(meeting: Meeting, leader: Leader, rules: Rules) -> Conduct:
    """Change some of them; the engine takes away what is no longer allowed. Raises NotAllowed, MessageUnusable."""
    require(policies.can_lead(leader.role))
    message = _message(rules.message) if rules.message is not None else None
    with transaction.atomic():
        conduct = locked_conduct(meeting)
        for name in ("locked", "lobby", "share", "chat", "unmute"):
            value = getattr(rules, name)
            if value is not None:
                setattr(conduct, name, value)
        if message is not None:
            conduct.message = message
        if rules.unmute is not None:
            # A new rule holds for everybody; whom one asks to speak after it may.
            Seat.objects.filter(meeting_id=meeting.id, may_unmute=True).update(may_unmute=False)
        conduct.save()
        if rules.lobby is False and not conduct.locked:
            Seat.objects.filter(meeting_id=meeting.id, standing=Standing.WAITING).update(standing=Standing.ADMITTED)
        changed(meeting, "rules")
        return conduct


def do_appoint(meeting: Meeting, leader: Leader, participant: Participant, *, cohost: bool) -> None:
    """Make somebody a co-host, or no longer one. Raises NotAllowed."""
    require(policies.can_appoint(leader.role))
    seat = manageable(meeting, leader, participant)
    require(seat.standing == Standing.ADMITTED)
    with transaction.atomic():
        Seat.objects.filter(participant=participant).update(cohost=cohost)
        changed(meeting, "co-host")


def do_spotlight(meeting: Meeting, leader: Leader, participant: Participant | None) -> None:
    """Show somebody large to everybody; None ends it. Raises NotAllowed."""
    require(policies.can_lead(leader.role))
    with transaction.atomic():
        conduct = locked_conduct(meeting)
        conduct.spotlight = participant
        conduct.save(update_fields=["spotlight"])
        changed(meeting, "spotlight")


def _message(typed: str) -> str:
    try:
        return legible.line(typed, MESSAGE_LENGTH)
    except legible.Illegible as error:
        raise MessageUnusable(field="message", reason=error.reason, maximum_length=MESSAGE_LENGTH) from None

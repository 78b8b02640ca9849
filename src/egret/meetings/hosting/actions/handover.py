"""Who leads while the host is away."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Max, Min

from egret.kernel import clock
from egret.meetings.hosting import policies, queries
from egret.meetings.hosting.actions.changing import changed, locked_conduct
from egret.meetings.hosting.models import Conduct
from egret.meetings.models import Meeting, Participant, Spell

# A page that is loaded again, or a telephone that changes networks, is back before this.
AWAY_AFTER = timedelta(seconds=20)


def do_welcome_back(meeting: Meeting, participant: Participant) -> None:
    """The host is here again: nobody stands in for them any more."""
    if participant.person_id is None or participant.person_id != meeting.host_id:
        return
    if Conduct.objects.filter(meeting_id=meeting.id, acting_host__isnull=False).exists():
        _lead(meeting, None)


def hand_over() -> int:
    """Find somebody to stand in for each host who left a meeting that goes on; returns how many changed hands."""
    there = set(Spell.objects.filter(left_at=None).values_list("participant__meeting_id", flat=True))
    return sum(hand_over_one(meeting) for meeting in Meeting.objects.filter(id__in=there, ended_at=None))


def hand_over_one(meeting: Meeting) -> bool:
    """A host who never came has handed nothing over."""
    conduct = Conduct.objects.filter(meeting_id=meeting.id).first()
    host = Participant.objects.filter(meeting=meeting, person_id=meeting.host_id).first()
    if host is None or not _is_away(host):
        return False
    if conduct is not None and conduct.acting_host is not None and not _is_away(conduct.acting_host):
        return False
    successor = successor_of(meeting)
    if successor is None or (conduct is not None and conduct.acting_host_id == successor.id):
        return False
    _lead(meeting, successor)
    return True


def successor_of(meeting: Meeting) -> Participant | None:
    """Of those present with an account: the longest present co-host, else member of the meeting's organisation, else
    anybody. Guests never: nobody knows who they are."""
    present = (
        Participant.objects.filter(meeting=meeting, spells__left_at=None, spells__isnull=False, person__isnull=False)
        .exclude(person_id=meeting.host_id)
        .select_related("seat")
        .annotate(since=Min("spells__joined_at"))
    )

    def rank(participant: Participant) -> tuple[int, object]:
        seat = getattr(participant, "seat", None)
        helps = seat is not None and seat.cohost
        return (0 if helps else 1 if queries.is_member(meeting, participant.person_id) else 2), participant.since  # type: ignore[attr-defined]  # annotated above

    candidates = [each for each in present if policies.stays_in(getattr(each, "seat", None))]
    return min(candidates, key=rank, default=None)


def _is_away(participant: Participant) -> bool:
    """Was there, has no open spell, and left a while ago."""
    spells = Spell.objects.filter(participant=participant)
    if spells.filter(left_at=None).exists():
        return False
    left = spells.aggregate(Max("left_at"))["left_at__max"]
    return left is not None and left < clock.now() - AWAY_AFTER


def _lead(meeting: Meeting, participant: Participant | None) -> None:
    with transaction.atomic():
        conduct = locked_conduct(meeting)
        conduct.acting_host = participant
        conduct.save(update_fields=["acting_host"])
        changed(meeting, "host")

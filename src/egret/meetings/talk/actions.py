"""Writes: holding polls and voting, the timer, and showing a file."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from egret.cloud import queries as cloud
from egret.cloud.errors import NodeUnknown
from egret.kernel import clock, events, legible
from egret.kernel.api import Viewer
from egret.kernel.permissions import require
from egret.meetings.errors import MeetingEnded
from egret.meetings.models import Meeting, Participant
from egret.meetings.talk import queries
from egret.meetings.talk.errors import AlreadyVoted, FileNotShowable, PollClosed, PollUnusable, TooManyPolls
from egret.meetings.talk.events import PollsChanged, TimerChanged
from egret.meetings.talk.models import Ballot, Choice, Option, Poll, ShownFile, Timer
from egret.organizations.errors import SecondFactorNeeded

QUESTION_LENGTH, OPTION_LENGTH = 200, 100
FEWEST_OPTIONS, MOST_OPTIONS = 2, 10
# A whole day's seminar asks less; a script asks more.
MOST_POLLS = 100
LONGEST_TIMER = timedelta(hours=12)


def do_open_poll(
    meeting: Meeting,
    asked_by: Participant | None,
    *,
    question: str,
    options: Sequence[str],
    anonymous: bool,
    several: bool,
) -> Poll:
    """Ask everybody in the meeting. Raises MeetingEnded, PollUnusable, TooManyPolls."""
    require(not meeting.ended, MeetingEnded())
    asked = _text(question, QUESTION_LENGTH, "question")
    offered = [_text(option, OPTION_LENGTH, "options") for option in options]
    if not FEWEST_OPTIONS <= len(offered) <= MOST_OPTIONS or len(set(offered)) < len(offered):
        raise PollUnusable(field="options", reason="number", maximum_length=OPTION_LENGTH)
    with transaction.atomic():
        Meeting.objects.select_for_update().get(id=meeting.id)
        require(Poll.objects.filter(meeting=meeting).count() < MOST_POLLS, TooManyPolls(maximum=MOST_POLLS))
        poll = Poll.objects.create(
            meeting=meeting, asked_by=asked_by, question=asked, anonymous=anonymous, several=several
        )
        Option.objects.bulk_create(
            [Option(poll=poll, position=number, text=text) for number, text in enumerate(offered)]
        )
        events.emit(PollsChanged(meeting.id))
    return poll


def do_vote(meeting: Meeting, poll_id: uuid.UUID, participant: Participant, chosen: Sequence[int]) -> None:
    """Cast one's ballot, once. Raises PollUnknown, PollClosed, AlreadyVoted, PollUnusable."""
    positions = set(chosen)
    with transaction.atomic():
        poll = queries.access_poll(meeting, poll_id, lock=True)
        require(poll.closed_at is None and not meeting.ended, PollClosed())
        options = list(poll.options.filter(position__in=positions))
        if not positions or len(options) < len(positions) or (len(positions) > 1 and not poll.several):
            raise PollUnusable(field="chosen", reason="number", maximum_length=OPTION_LENGTH)
        try:
            with transaction.atomic():
                # Random, not in the order of time: whose ballot came when must not be read off its key.
                ballot = Ballot.objects.create(id=uuid.uuid4(), poll=poll, participant=participant)
        except IntegrityError:
            raise AlreadyVoted from None
        poll.options.filter(position__in=positions).update(votes=F("votes") + 1)
        if not poll.anonymous:
            Choice.objects.bulk_create([Choice(ballot=ballot, option=option) for option in options])
        events.emit(PollsChanged(meeting.id))


def do_close_poll(meeting: Meeting, poll_id: uuid.UUID) -> None:
    """End it and show everybody its results; twice is once. Raises PollUnknown."""
    with transaction.atomic():
        poll = queries.access_poll(meeting, poll_id, lock=True)
        if poll.closed_at is None:
            poll.closed_at = clock.now()
            poll.save(update_fields=["closed_at"])
            events.emit(PollsChanged(meeting.id))


def do_delete_poll(meeting: Meeting, poll_id: uuid.UUID) -> None:
    """With its ballots. Raises PollUnknown."""
    with transaction.atomic():
        queries.access_poll(meeting, poll_id, lock=True).delete()
        events.emit(PollsChanged(meeting.id))


def close_polls(meeting_id: uuid.UUID) -> None:
    """Polls end with their meeting, so that the summary shows their results."""
    Poll.objects.filter(meeting_id=meeting_id, closed_at=None).update(closed_at=clock.now())


def do_set_timer(meeting: Meeting, seconds: int) -> Timer:
    """Begin the meeting's timer, in place of one that runs. Raises MeetingEnded."""
    require(not meeting.ended, MeetingEnded())
    with transaction.atomic():
        timer, _ = Timer.objects.update_or_create(
            meeting=meeting, defaults={"ends_at": clock.now() + timedelta(seconds=seconds), "seconds": seconds}
        )
        events.emit(TimerChanged(meeting.id))
    return timer


def do_stop_timer(meeting: Meeting) -> None:
    """Twice is once."""
    with transaction.atomic():
        Timer.objects.filter(meeting=meeting).delete()
        events.emit(TimerChanged(meeting.id))


def do_show_file(meeting: Meeting, participant: Participant, viewer: Viewer, node_id: uuid.UUID) -> queries.FileSeen:
    """Remember that a file was shown; whoever has no right to it gets none by that. Raises MeetingEnded,
    FileNotShowable."""
    require(not meeting.ended, MeetingEnded())
    try:
        access = cloud.access_node(cloud.Door(viewer), node_id)
    except (NodeUnknown, SecondFactorNeeded):
        raise FileNotShowable from None
    require(not access.node.is_folder, FileNotShowable())
    shown, _ = ShownFile.objects.get_or_create(meeting=meeting, node=node_id, defaults={"shown_by": participant})
    folder = access.visible[-2].id if len(access.visible) > 1 else None
    return queries.FileSeen(shown, access.node.name, access.node.media_type, access.node.size, folder, shown.shown_at)


def _text(typed: str, maximum: int, field: str) -> str:
    try:
        text = legible.line(typed, maximum)
    except legible.Illegible as error:
        raise PollUnusable(field=field, reason=error.reason, maximum_length=maximum) from None
    if not text:
        raise PollUnusable(field=field, reason="empty", maximum_length=maximum)
    return text

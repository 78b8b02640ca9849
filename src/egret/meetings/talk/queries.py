"""Reads of polls and of files that were shown; `access_…` authorises."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from egret.cloud import queries as cloud
from egret.cloud.errors import NodeUnknown
from egret.kernel.api import Viewer
from egret.meetings.models import Meeting, Participant
from egret.meetings.talk import policies
from egret.meetings.talk.errors import PollUnknown
from egret.meetings.talk.models import Choice, Poll, ShownFile
from egret.organizations.errors import SecondFactorNeeded


@dataclass(frozen=True)
class OptionSeen:
    text: str
    votes: int | None  # None: not to be seen now
    names: Sequence[str] | None  # None: anonymous, or not for who asks
    mine: bool


@dataclass(frozen=True)
class PollSeen:
    """A poll as somebody may see it."""

    poll: Poll
    options: Sequence[OptionSeen]
    voters: int
    voted: bool  # whoever asks


def access_poll(meeting: Meeting, poll_id: uuid.UUID, *, lock: bool = False) -> Poll:
    """A poll of this meeting. Raises PollUnknown."""
    polls = Poll.objects.select_for_update() if lock else Poll.objects
    found = polls.filter(meeting=meeting, id=poll_id).first()
    if found is None:
        raise PollUnknown
    return found


def polls_of(meeting: Meeting, participant: Participant | None, *, leads: bool) -> list[PollSeen]:
    """The newest first, each with what this participant, and who leads, may see of it."""
    polls = Poll.objects.filter(meeting=meeting).prefetch_related("options", "ballots").order_by("-id")
    return [_seen(poll, participant, leads) for poll in polls]


def _seen(poll: Poll, participant: Participant | None, leads: bool) -> PollSeen:
    results, names = policies.can_see_results(poll, leads=leads), policies.can_see_names(poll, leads=leads)
    chosen: dict[int, list[str]] = {}
    mine: set[int] = set()
    for choice in Choice.objects.filter(ballot__poll=poll).select_related("ballot__participant").order_by("id"):
        chosen.setdefault(choice.option_id, []).append(choice.ballot.participant.nickname)
        if participant is not None and choice.ballot.participant_id == participant.id:
            mine.add(choice.option_id)
    ballots = list(poll.ballots.all())
    return PollSeen(
        poll,
        [
            OptionSeen(
                option.text,
                option.votes if results else None,
                chosen.get(option.pk, []) if names else None,
                option.pk in mine,
            )
            for option in sorted(poll.options.all(), key=lambda option: option.position)
        ],
        len(ballots),
        participant is not None and any(ballot.participant_id == participant.id for ballot in ballots),
    )


@dataclass(frozen=True)
class FileSeen:
    """A file that was shown, as somebody may see it now; without a name where they may not open it."""

    shown: ShownFile
    name: str | None
    media_type: str
    size: int | None
    folder: uuid.UUID | None  # where it lies, as far as they may look
    shown_at: datetime


def files_of(meeting: Meeting, viewer: Viewer | None) -> list[FileSeen]:
    """In the order in which they were shown. The drive is asked anew for each."""
    door = cloud.Door(viewer) if viewer is not None else None
    rows = ShownFile.objects.filter(meeting=meeting).select_related("shown_by").order_by("id")
    return [_file(row, door) for row in rows]


def _file(row: ShownFile, door: cloud.Door | None) -> FileSeen:
    if door is not None:
        try:
            access = cloud.access_node(door, row.node)
        except (NodeUnknown, SecondFactorNeeded):
            pass
        else:
            folder = access.visible[-2].id if len(access.visible) > 1 else None
            node = access.node
            return FileSeen(row, node.name, node.media_type, node.size, folder, row.shown_at)
    return FileSeen(row, None, "", None, None, row.shown_at)

"""What pages hear of talk once it is committed, and what the room's state says of it."""

from __future__ import annotations

import uuid
from contextlib import suppress
from typing import Any

from egret.kernel import erasure
from egret.kernel.events import subscribe
from egret.kernel.purpose import under
from egret.kernel.text import Text
from egret.media import rooms
from egret.media.errors import EngineUnavailable
from egret.meetings import room_state
from egret.meetings.events import MeetingEnded
from egret.meetings.talk import actions
from egret.meetings.talk.events import PollsChanged, TimerChanged
from egret.meetings.talk.models import Poll, Timer

# Pages ask for the polls anew: what each may see differs.
POLLS_TOPIC = "polls"


@subscribe(PollsChanged)
@under("meetings.talk")
def tell_of_polls(event: PollsChanged) -> None:
    # Pages that miss it see it when their panel is opened.
    with suppress(EngineUnavailable):
        rooms.send_to(str(event.meeting_id), [], POLLS_TOPIC, "{}")


@room_state.contribute
@under("meetings.talk")
def timer_of(meeting_id: uuid.UUID) -> dict[str, Any]:
    timer = Timer.objects.filter(meeting_id=meeting_id).first()
    return {"timer": {"ends_at": timer.ends_at.isoformat(), "seconds": timer.seconds} if timer else None}


@subscribe(TimerChanged)
@under("meetings.talk")
def tell_of_timer(event: TimerChanged) -> None:
    room_state.tell_if_it_answers(event.meeting_id)


@subscribe(MeetingEnded)
@under("meetings.talk")
def close_polls(event: MeetingEnded) -> None:
    actions.close_polls(event.meeting_id)


@erasure.keeps(
    "talk.polls",
    Text(
        "Polls you asked in other people's meetings, without saying who asked; they go with the meeting.",
        "您在他人会议中发起的投票，不再注明发起人；与会议一同删除。",
    ),
    tables=("talk.Poll", "talk.Option"),
)
def polls_elsewhere(person_id: uuid.UUID) -> int:
    return Poll.objects.filter(asked_by__person_id=person_id).exclude(meeting__host_id=person_id).count()

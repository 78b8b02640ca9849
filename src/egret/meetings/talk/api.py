"""Polls, hands, reactions, the timer and files that are shown, over HTTP."""

import datetime
import json
import uuid
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from pydantic import Field

from egret.kernel import clock, ratelimit
from egret.kernel.api import Input, Output, answer, problems, signed_in, viewer_of
from egret.kernel.errors import CrossSiteRequest, NotAllowed, SignInRequired, TooManyRequests
from egret.kernel.permissions import require
from egret.kernel.personal import Category
from egret.kernel.purpose import under
from egret.kernel.ratelimit import Limit
from egret.media import rooms
from egret.media.errors import EngineUnavailable
from egret.meetings import attending, visitors
from egret.meetings import queries as meetings
from egret.meetings.errors import MeetingEnded, MeetingUnknown, NotInMeeting
from egret.meetings.hosting import queries as hosting
from egret.meetings.hosting.errors import ParticipantUnknown
from egret.meetings.models import Meeting, Participant
from egret.meetings.talk import actions, queries
from egret.meetings.talk.errors import (
    AlreadyVoted,
    FileNotShowable,
    PollClosed,
    PollUnknown,
    PollUnusable,
    TooManyPolls,
)
from egret.meetings.talk.leading import leads
from egret.meetings.talk.personal import PURPOSE

router = Router(tags=["talk in meetings"])

# What a restless hand does; a script would flood everybody's page.
HANDS = Limit("hands of a participant", 30, datetime.timedelta(minutes=1))
REACTIONS = Limit("reactions of a participant", 40, datetime.timedelta(minutes=1))
REACTIONS_TOPIC = "reaction"
Reaction = Literal["thumbs_up", "thumbs_down", "heart", "laugh", "surprise", "celebrate"]

READING = (MeetingUnknown, NotInMeeting)
LEADING = (CrossSiteRequest, NotAllowed, MeetingUnknown, NotInMeeting)


class OptionOut(Output):
    text: str
    votes: int | None = Field(description="null: not to be seen before it is closed")
    names: list[str] | None = Field(description="null: anonymous, or not for me")
    mine: bool


class PollOut(Output):
    id: uuid.UUID
    question: str
    anonymous: bool
    several: bool
    opened_at: datetime.datetime
    closed_at: datetime.datetime | None
    voters: int
    voted: bool
    options: list[OptionOut]


class PollsOut(Output):
    items: list[PollOut]
    i_lead: bool


class PollIn(Input):
    question: Annotated[str, Category.MEETING] = Field(max_length=2000)
    options: Annotated[list[str], Category.MEETING] = Field(max_length=20)
    anonymous: bool = False
    several: bool = False


class VoteIn(Input):
    chosen: list[int] = Field(max_length=20, description="positions of options")


class HandIn(Input):
    up: bool


class ReactionIn(Input):
    kind: Reaction


class TimerIn(Input):
    seconds: int = Field(ge=5, le=12 * 3600)


class TimerOut(Output):
    ends_at: datetime.datetime
    seconds: int


class FileIn(Input):
    node: uuid.UUID


class FileOut(Output):
    node: uuid.UUID
    name: str | None = Field(description="null: not for me to open")
    media_type: str
    size: int | None
    folder: uuid.UUID | None
    shown_by: str
    shown_at: datetime.datetime


class FilesOut(Output):
    items: list[FileOut]


@router.get("/meetings/{code}/polls", response={200: PollsOut, **problems(MeetingUnknown, NotInMeeting)})
@under(PURPOSE)
def list_polls(request: HttpRequest, code: str) -> HttpResponse:
    """The newest first, each as far as I may see it."""
    meeting, participant = _here(request, code)
    return _polls(request, meeting, participant)


@router.post(
    "/meetings/{code}/polls",
    response={201: PollsOut, **problems(*LEADING, MeetingEnded, PollUnusable, TooManyPolls)},
)
@under(PURPOSE)
def open_poll(request: HttpRequest, code: str, body: PollIn) -> HttpResponse:
    """Ask everybody; for who leads the meeting."""
    meeting, participant = _leading(request, code)
    actions.do_open_poll(
        meeting,
        participant,
        question=body.question,
        options=body.options,
        anonymous=body.anonymous,
        several=body.several,
    )
    return _polls(request, meeting, participant, 201)


@router.post(
    "/meetings/{code}/polls/{uuid:poll_id}/vote",
    response={
        200: PollsOut,
        **problems(CrossSiteRequest, MeetingUnknown, NotInMeeting, PollUnknown, PollClosed, AlreadyVoted, PollUnusable),
    },
)
@under(PURPOSE)
def vote(request: HttpRequest, code: str, poll_id: uuid.UUID, body: VoteIn) -> HttpResponse:
    """Cast my ballot, once."""
    participant = attending.access_participant(request, code)
    actions.do_vote(participant.meeting, poll_id, participant, body.chosen)
    return _polls(request, participant.meeting, participant)


@router.post("/meetings/{code}/polls/{uuid:poll_id}/close", response={200: PollsOut, **problems(*LEADING, PollUnknown)})
@under(PURPOSE)
def close_poll(request: HttpRequest, code: str, poll_id: uuid.UUID) -> HttpResponse:
    """End it; everybody sees the results then."""
    meeting, participant = _leading(request, code)
    actions.do_close_poll(meeting, poll_id)
    return _polls(request, meeting, participant)


@router.delete("/meetings/{code}/polls/{uuid:poll_id}", response={200: PollsOut, **problems(*LEADING, PollUnknown)})
@under(PURPOSE)
def delete_poll(request: HttpRequest, code: str, poll_id: uuid.UUID) -> HttpResponse:
    meeting, participant = _leading(request, code)
    actions.do_delete_poll(meeting, poll_id)
    return _polls(request, meeting, participant)


@router.post(
    "/meetings/{code}/hand",
    response={204: None, **problems(CrossSiteRequest, *READING, MeetingEnded, TooManyRequests, EngineUnavailable)},
)
@under(PURPOSE)
def raise_hand(request: HttpRequest, code: str, body: HandIn) -> Status[None]:
    """Raise or lower my hand. Everybody is told since when, whoever joins later too."""
    participant = attending.access_participant(request, code)
    require(not participant.meeting.ended, MeetingEnded())
    ratelimit.spend(HANDS, str(participant.id))
    since = clock.now().isoformat() if body.up else ""
    rooms.set_attributes(_room_of(participant), str(participant.id), {"hand": since})
    return Status(204, None)


@router.delete(
    "/meetings/{code}/hands/{uuid:participant_id}",
    response={204: None, **problems(*LEADING, ParticipantUnknown, EngineUnavailable)},
)
@under(PURPOSE)
def lower_hand(request: HttpRequest, code: str, participant_id: uuid.UUID) -> Status[None]:
    """Lower somebody's hand, after they spoke; for who leads the meeting."""
    meeting, _ = _leading(request, code)
    participant = hosting.access_participant(meeting, participant_id)
    rooms.set_attributes(_room_of(participant), str(participant.id), {"hand": ""})
    return Status(204, None)


@router.post(
    "/meetings/{code}/reactions",
    response={204: None, **problems(CrossSiteRequest, *READING, MeetingEnded, TooManyRequests, EngineUnavailable)},
)
@under(PURPOSE)
def react(request: HttpRequest, code: str, body: ReactionIn) -> Status[None]:
    """A sign that passes by on everybody's page, and is kept nowhere."""
    participant = attending.access_participant(request, code)
    require(not participant.meeting.ended, MeetingEnded())
    ratelimit.spend(REACTIONS, str(participant.id))
    told = json.dumps({"from": str(participant.id), "kind": body.kind})
    rooms.send_to(_room_of(participant), [], REACTIONS_TOPIC, told)
    return Status(204, None)


@router.post("/meetings/{code}/timer", response={200: TimerOut, **problems(*LEADING, MeetingEnded)})
@under(PURPOSE)
def set_timer(request: HttpRequest, code: str, body: TimerIn) -> HttpResponse:
    """Begin the meeting's timer, in place of one that runs; for who leads the meeting."""
    meeting, _ = _leading(request, code)
    timer = actions.do_set_timer(meeting, body.seconds)
    return answer(TimerOut(ends_at=timer.ends_at, seconds=timer.seconds))


@router.delete("/meetings/{code}/timer", response={204: None, **problems(*LEADING)})
@under(PURPOSE)
def stop_timer(request: HttpRequest, code: str) -> Status[None]:
    meeting, _ = _leading(request, code)
    actions.do_stop_timer(meeting)
    return Status(204, None)


@router.get("/meetings/{code}/files", response={200: FilesOut, **problems(MeetingUnknown, NotInMeeting)})
@under(PURPOSE)
def list_files(request: HttpRequest, code: str) -> HttpResponse:
    """Files of people's drives that were shown here; those I may not open without their names."""
    meeting, _ = _here(request, code)
    viewer = viewer_of(request) if request.user.is_authenticated else None
    return answer(FilesOut(items=[_file_out(each) for each in queries.files_of(meeting, viewer)]))


@router.post(
    "/meetings/{code}/files",
    auth=signed_in,
    response={
        201: FileOut,
        **problems(CrossSiteRequest, SignInRequired, MeetingUnknown, NotInMeeting, MeetingEnded, FileNotShowable),
    },
)
@under(PURPOSE)
def show_file(request: HttpRequest, code: str, body: FileIn) -> HttpResponse:
    """Note that I show a file of a drive; nobody may open it because of that who could not before."""
    participant = attending.access_participant(request, code)
    shown = actions.do_show_file(participant.meeting, participant, viewer_of(request), body.node)
    return answer(_file_out(shown), 201)


def _here(request: HttpRequest, code: str) -> tuple[Meeting, Participant | None]:
    """For whoever ever joined, and for the host, who may look at their meeting from outside."""
    meeting = meetings.access_meeting(code)
    participant = attending.participant_at(request, meeting)
    require(participant is not None or meeting.host_id == visitors.person_of(request), NotInMeeting())
    return meeting, participant


def _leading(request: HttpRequest, code: str) -> tuple[Meeting, Participant | None]:
    meeting, participant = _here(request, code)
    require(leads(request, meeting))
    return meeting, participant


def _room_of(participant: Participant) -> str:
    """Where they are: in the meeting's own room, or in a breakout."""
    return hosting.room_of(participant.meeting, hosting.seat_of(participant))


def _polls(request: HttpRequest, meeting: Meeting, participant: Participant | None, status: int = 200) -> HttpResponse:
    i_lead = leads(request, meeting)
    items = [
        PollOut(
            id=seen.poll.id,
            question=seen.poll.question,
            anonymous=seen.poll.anonymous,
            several=seen.poll.several,
            opened_at=seen.poll.opened_at,
            closed_at=seen.poll.closed_at,
            voters=seen.voters,
            voted=seen.voted,
            options=[
                OptionOut(
                    text=option.text,
                    votes=option.votes,
                    names=list(option.names) if option.names is not None else None,
                    mine=option.mine,
                )
                for option in seen.options
            ],
        )
        for seen in queries.polls_of(meeting, participant, leads=i_lead)
    ]
    return answer(PollsOut(items=items, i_lead=i_lead), status)


def _file_out(seen: queries.FileSeen) -> FileOut:
    return FileOut(
        node=seen.shown.node,
        name=seen.name,
        media_type=seen.media_type,
        size=seen.size,
        folder=seen.folder,
        shown_by=seen.shown.shown_by.nickname,
        shown_at=seen.shown_at,
    )

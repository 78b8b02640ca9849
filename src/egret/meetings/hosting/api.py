"""Leading a meeting over HTTP: lobby, rules, roles, and what hosts do to others."""

import uuid

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from egret.kernel.api import answer, problems, viewer_of
from egret.kernel.errors import CrossSiteRequest, NotAllowed
from egret.kernel.permissions import require
from egret.kernel.purpose import under
from egret.media.errors import EngineUnavailable
from egret.meetings import queries as meetings
from egret.meetings.errors import MeetingEnded, MeetingUnknown
from egret.meetings.hosting import actions, queries
from egret.meetings.hosting.actions.rules import Rules, do_spotlight
from egret.meetings.hosting.errors import (
    BreakoutUnknown,
    EntryDenied,
    MessageUnusable,
    NotWaiting,
    ParticipantUnknown,
    RemovedFromMeeting,
)
from egret.meetings.hosting.queries import Leader
from egret.meetings.hosting.schemas import (
    BreakoutMoveIn,
    BreakoutsIn,
    BreakoutsOut,
    BroadcastIn,
    ConductIn,
    ConductOut,
    LobbyOut,
    MuteAllIn,
    RoleIn,
    SettledOut,
    SettleIn,
    SpotlightIn,
    StopIn,
    WaitingOut,
    breakouts_out,
    conduct_out,
    lobby_out,
    participant_out,
    waiting_out,
)
from egret.meetings.models import Meeting, Participant
from egret.meetings.scheduling.actions import joining
from egret.meetings.visitors import guest_of, participant_of, person_of
from egret.organizations import queries as organizations
from egret.organizations.errors import OrganizationUnknown, SecondFactorNeeded

router = Router(tags=["hosting"])

READING = (NotAllowed, MeetingUnknown, MeetingEnded, OrganizationUnknown, SecondFactorNeeded)
LEADING = (CrossSiteRequest, *READING)
MANAGING = (*LEADING, ParticipantUnknown, EngineUnavailable)


@router.post(
    "/meetings/{code}/lobby/me",
    response={
        200: WaitingOut,
        **problems(CrossSiteRequest, MeetingUnknown, MeetingEnded, NotWaiting, EntryDenied, RemovedFromMeeting),
    },
)
@under("meetings.hold")
def wait_in_lobby(request: HttpRequest, code: str, invitation: str | None = None) -> HttpResponse:
    """My page still waits: how do I stand? Once admitted, join again for the token."""
    meeting = meetings.access_meeting(code)
    participant = participant_of(request, meeting)
    who = joining.comer(meeting.schedule, person_of(request), invitation) if meeting.schedule else None
    seat = actions.do_wait(meeting, participant, invited=who is not None and who.invited)
    return answer(waiting_out(meeting, seat, participant_out(meeting, seat.participant, seat)))


@router.get("/meetings/{code}/lobby", response={200: LobbyOut, **problems(*READING)})
@under("meetings.hold")
def read_lobby(request: HttpRequest, code: str) -> HttpResponse:
    """Who waits, and who was kept out; for those who lead the meeting."""
    meeting, _ = _leading(request, code)
    return answer(lobby_out(meeting))


@router.post("/meetings/{code}/lobby/admit", response={200: SettledOut, **problems(*LEADING)})
@under("meetings.hold")
def admit(request: HttpRequest, code: str, body: SettleIn) -> HttpResponse:
    """Let in one, several, or all who wait now."""
    meeting, leader = _leading(request, code)
    return answer(SettledOut(settled=actions.do_admit(meeting, leader, body.participants)))


@router.post("/meetings/{code}/lobby/deny", response={200: SettledOut, **problems(*LEADING)})
@under("meetings.hold")
def deny(request: HttpRequest, code: str, body: SettleIn) -> HttpResponse:
    """Turn away one, several, or all who wait now."""
    meeting, leader = _leading(request, code)
    return answer(SettledOut(settled=actions.do_deny(meeting, leader, body.participants)))


@router.get("/meetings/{code}/conduct", response={200: ConductOut, **problems(*READING)})
@under("meetings.hold")
def read_conduct(request: HttpRequest, code: str) -> HttpResponse:
    """How the meeting is led; for those who lead it. Everybody in the room is told the rules by the engine."""
    meeting, leader = _leading(request, code)
    return answer(conduct_out(queries.conduct_of(meeting), leader.role))


@router.patch("/meetings/{code}/conduct", response={200: ConductOut, **problems(*LEADING, MessageUnusable)})
@under("meetings.hold")
def set_rules(request: HttpRequest, code: str, body: ConductIn) -> HttpResponse:
    """Lock it, turn the lobby on or off, say who may share, write and unmute, tell something to who waits."""
    meeting, leader = _leading(request, code)
    conduct = actions.do_set_rules(meeting, leader, Rules(**body.dict()))
    return answer(conduct_out(conduct, leader.role))


@router.put("/meetings/{code}/spotlight", response={204: None, **problems(*LEADING, ParticipantUnknown)})
@under("meetings.hold")
def spotlight(request: HttpRequest, code: str, body: SpotlightIn) -> Status[None]:
    """Show somebody large to everybody."""
    meeting, leader = _leading(request, code)
    shown = queries.access_participant(meeting, body.participant) if body.participant else None
    do_spotlight(meeting, leader, shown)
    return Status(204, None)


@router.post("/meetings/{code}/mute", response={204: None, **problems(*LEADING, EngineUnavailable)})
@under("meetings.hold")
def mute_all(request: HttpRequest, code: str, body: MuteAllIn) -> Status[None]:
    """Mute everybody who does not lead, and say whether they may unmute themselves."""
    meeting, leader = _leading(request, code)
    actions.do_mute_all(meeting, leader, may_unmute=body.may_unmute)
    return Status(204, None)


@router.put("/meetings/{code}/participants/{participant_id}/role", response={204: None, **problems(*MANAGING)})
@under("meetings.hold")
def appoint(request: HttpRequest, code: str, participant_id: uuid.UUID, body: RoleIn) -> Status[None]:
    """Make somebody a co-host, or no longer one; for the host."""
    meeting, leader, participant = _managing(request, code, participant_id)
    actions.do_appoint(meeting, leader, participant, cohost=body.role == "cohost")
    return Status(204, None)


@router.post("/meetings/{code}/participants/{participant_id}/stop", response={204: None, **problems(*MANAGING)})
@under("meetings.hold")
def stop(request: HttpRequest, code: str, participant_id: uuid.UUID, body: StopIn) -> Status[None]:
    """Mute somebody's microphone, stop their camera, take down their share."""
    meeting, leader, participant = _managing(request, code, participant_id)
    actions.do_stop(meeting, leader, participant, body.source)
    return Status(204, None)


@router.post("/meetings/{code}/participants/{participant_id}/ask", response={204: None, **problems(*MANAGING)})
@under("meetings.hold")
def ask_to_unmute(request: HttpRequest, code: str, participant_id: uuid.UUID) -> Status[None]:
    """Ask somebody to unmute; they decide."""
    meeting, leader, participant = _managing(request, code, participant_id)
    actions.do_ask_to_unmute(meeting, leader, participant)
    return Status(204, None)


@router.post("/meetings/{code}/participants/{participant_id}/remove", response={204: None, **problems(*MANAGING)})
@under("meetings.hold")
def remove(request: HttpRequest, code: str, participant_id: uuid.UUID) -> Status[None]:
    """Send somebody out and keep them out."""
    meeting, leader, participant = _managing(request, code, participant_id)
    actions.do_remove(meeting, leader, participant)
    return Status(204, None)


@router.post("/meetings/{code}/participants/{participant_id}/take-back", response={204: None, **problems(*MANAGING)})
@under("meetings.hold")
def take_back(request: HttpRequest, code: str, participant_id: uuid.UUID) -> Status[None]:
    """Let somebody who was removed or turned away come in again."""
    meeting, leader, participant = _managing(request, code, participant_id)
    actions.do_take_back(meeting, leader, participant)
    return Status(204, None)


@router.get("/meetings/{code}/breakouts", response={200: BreakoutsOut, **problems(*READING)})
@under("meetings.hold")
def read_breakouts(request: HttpRequest, code: str) -> HttpResponse:
    """The breakout rooms that are open, and who belongs in each; for those who lead."""
    meeting, _ = _leading(request, code)
    return answer(breakouts_out(meeting))


@router.put("/meetings/{code}/breakouts", response={200: BreakoutsOut, **problems(*LEADING)})
@under("meetings.hold")
def open_breakouts(request: HttpRequest, code: str, body: BreakoutsIn) -> HttpResponse:
    """Open breakout rooms, people spread evenly or by hand; those that were open are closed. Nothing there is
    recorded."""
    meeting, leader = _leading(request, code)
    actions.do_open(meeting, leader, body.count, body.minutes, body.by_hand)
    return answer(breakouts_out(meeting))


@router.delete("/meetings/{code}/breakouts", response={204: None, **problems(*LEADING)})
@under("meetings.hold")
def close_breakouts(request: HttpRequest, code: str) -> Status[None]:
    """Everybody comes back."""
    meeting, leader = _leading(request, code)
    actions.do_close(meeting, leader)
    return Status(204, None)


@router.post(
    "/meetings/{code}/breakouts/message",
    response={204: None, **problems(*LEADING, MessageUnusable, EngineUnavailable)},
)
@under("meetings.hold")
def broadcast(request: HttpRequest, code: str, body: BroadcastIn) -> Status[None]:
    """Say something to everybody in all rooms; it is not stored."""
    meeting, leader = _leading(request, code)
    actions.do_broadcast(meeting, leader, body.text)
    return Status(204, None)


@router.post(
    "/meetings/{code}/breakouts/leave",
    response={204: None, **problems(CrossSiteRequest, MeetingUnknown, MeetingEnded, NotWaiting)},
)
@under("meetings.hold")
def leave_breakout(request: HttpRequest, code: str) -> Status[None]:
    """I go back to the meeting's own room."""
    meeting = meetings.access_meeting(code)
    participant = participant_of(request, meeting)
    require(participant is not None, NotWaiting())
    require(not meeting.ended, MeetingEnded())
    assert participant is not None
    actions.do_return(meeting, participant)
    return Status(204, None)


@router.put(
    "/meetings/{code}/participants/{participant_id}/breakout",
    response={204: None, **problems(*MANAGING, BreakoutUnknown)},
)
@under("meetings.hold")
def move(request: HttpRequest, code: str, participant_id: uuid.UUID, body: BreakoutMoveIn) -> Status[None]:
    """Send somebody, or oneself, into a breakout room or back."""
    meeting, leader, participant = _managing(request, code, participant_id)
    actions.do_move(meeting, leader, participant, body.breakout)
    return Status(204, None)


def _leading(request: HttpRequest, code: str) -> tuple[Meeting, Leader]:
    meeting = meetings.access_meeting(code)
    leader = queries.access_leading(meeting, person_of(request), guest_of(request))
    if meeting.organization_id is not None and person_of(request) == meeting.host_id:
        # A host who left the organisation left its meetings.
        organizations.access_membership(viewer_of(request), meeting.organization_id)
    return meeting, leader


def _managing(request: HttpRequest, code: str, participant_id: uuid.UUID) -> tuple[Meeting, Leader, Participant]:
    meeting, leader = _leading(request, code)
    return meeting, leader, queries.access_participant(meeting, participant_id)

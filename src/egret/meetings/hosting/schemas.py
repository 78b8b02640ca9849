"""What requests about leading a meeting carry, and what they are answered with."""

import datetime
import uuid
from typing import Annotated, Literal

from pydantic import Field

from egret.kernel.api import Input, Output
from egret.kernel.personal import Category, not_personal
from egret.meetings.hosting import queries
from egret.meetings.hosting.models import Conduct, Seat, Standing, Whom
from egret.meetings.models import Meeting, Participant

# Seconds between two questions of a waiting page. With many waiting the answers cost more than they tell.
ASK_AGAIN, ASK_AGAIN_IN_A_CROWD, CROWD = 2, 8, 50

A_RULE = not_personal("a rule of the meeting")


class ParticipantOut(Output):
    id: uuid.UUID
    nickname: str
    is_host: bool = Field(description="the person whose meeting it is")
    role: str = Field(description="host, cohost, participant or guest")


class WaitingOut(Output):
    """How a page at the door stands."""

    standing: str = Field(description="waiting or admitted: then join again")
    participant: ParticipantOut
    message: str = Field(description="the host's words to all who wait; empty: none")
    ask_again_seconds: int


class ConductOut(Output):
    role: str = Field(description="of who asks")
    locked: bool
    lobby: bool
    share: Whom
    chat: Whom
    unmute: Whom
    message: str
    spotlight: uuid.UUID | None


class ConductIn(Input):
    """What is left out stays as it is."""

    locked: Annotated[bool | None, A_RULE] = None
    lobby: Annotated[bool | None, A_RULE] = None
    share: Annotated[Whom | None, A_RULE] = None
    chat: Annotated[Whom | None, A_RULE] = None
    unmute: Annotated[Whom | None, A_RULE] = None
    message: Annotated[str | None, not_personal("about the meeting")] = Field(None, max_length=3000)


class SpotlightIn(Input):
    participant: Annotated[uuid.UUID | None, not_personal("a key")] = Field(None, description="null: nobody")


class RoleIn(Input):
    role: Annotated[Literal["cohost", "participant"], Category.MEETING]


class StopIn(Input):
    source: Annotated[Literal["microphone", "camera", "screen_share"], not_personal("one of three words")]


class MuteAllIn(Input):
    may_unmute: Annotated[bool, A_RULE]


class SettleIn(Input):
    participants: Annotated[list[uuid.UUID] | None, not_personal("keys")] = Field(
        None, max_length=queries.WAITING_SHOWN, description="null: all who wait now"
    )


class BreakoutsIn(Input):
    count: Annotated[int, A_RULE] = Field(ge=1, le=50)
    minutes: Annotated[int | None, A_RULE] = Field(None, ge=1, le=24 * 60, description="null: until closed")
    by_hand: Annotated[list[list[uuid.UUID]], not_personal("keys")] = Field(
        [], max_length=50, description="participants of each room; empty: everybody who does not lead, evenly"
    )


class BreakoutMoveIn(Input):
    breakout: Annotated[uuid.UUID | None, not_personal("a key")] = Field(None, description="null: the meeting's own")


class BroadcastIn(Input):
    text: Annotated[str, not_personal("said to all rooms, and not stored")] = Field(max_length=3000)


class SentOut(Output):
    id: uuid.UUID
    nickname: str


class BreakoutOut(Output):
    id: uuid.UUID
    name: str
    participants: list[SentOut]


class BreakoutsOut(Output):
    until: datetime.datetime | None
    items: list[BreakoutOut]


class KnockOut(Output):
    id: uuid.UUID
    nickname: str
    is_guest: bool
    standing: str = Field(description="waiting, denied or removed")
    asked_at: datetime.datetime


class LobbyOut(Output):
    total: int
    waiting: list[KnockOut] = Field(description="the first of them: with an account, then guests, as they came")
    kept_out: list[KnockOut] = Field(description="removed or turned away")


class SettledOut(Output):
    settled: int


def conduct_out(conduct: Conduct, role: str) -> ConductOut:
    return ConductOut(
        role=role,
        locked=conduct.locked,
        lobby=conduct.lobby,
        share=Whom(conduct.share),
        chat=Whom(conduct.chat),
        unmute=Whom(conduct.unmute),
        message=conduct.message,
        spotlight=conduct.spotlight_id,
    )


def breakouts_out(meeting: Meeting) -> BreakoutsOut:
    return BreakoutsOut(
        until=queries.conduct_of(meeting).breakouts_until,
        items=[
            BreakoutOut(
                id=each.id,
                name=each.name,
                participants=[
                    SentOut(id=seat.participant_id, nickname=seat.participant.nickname)
                    for seat in each.seats.select_related("participant").order_by("participant_id")
                ],
            )
            for each in queries.breakouts_of(meeting.id)
        ],
    )


def waiting_out(meeting: Meeting, seat: Seat, shown: ParticipantOut) -> WaitingOut:
    crowd = seat.standing == Standing.WAITING and queries.waiting(meeting).count() > CROWD
    return WaitingOut(
        standing=seat.standing,
        participant=shown,
        message=queries.conduct_of(meeting).message,
        ask_again_seconds=ASK_AGAIN_IN_A_CROWD if crowd else ASK_AGAIN,
    )


def participant_out(meeting: Meeting, participant: Participant, seat: Seat) -> ParticipantOut:
    return ParticipantOut(
        id=participant.id,
        nickname=participant.nickname,
        is_host=participant.person_id is not None and participant.person_id == meeting.host_id,
        role=queries.place_of(meeting, queries.conduct_of(meeting), participant, seat).role,
    )


def lobby_out(meeting: Meeting) -> LobbyOut:
    return LobbyOut(
        total=queries.waiting(meeting).count(),
        waiting=[_knock(seat) for seat in queries.waiting_shown(meeting)],
        kept_out=[_knock(seat) for seat in queries.turned_away(meeting)],
    )


def _knock(seat: Seat) -> KnockOut:
    return KnockOut(
        id=seat.participant_id,
        nickname=seat.participant.nickname,
        is_guest=seat.participant.person_id is None,
        standing=seat.standing,
        asked_at=seat.asked_at,
    )

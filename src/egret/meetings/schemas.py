"""What requests about meetings carry, and what they are answered with."""

import datetime
import uuid
from typing import Annotated

from pydantic import Field

from egret.kernel.api import Input, Output
from egret.kernel.personal import Category, not_personal
from egret.meetings.hosting.schemas import ParticipantOut


class MeetingFacts(Output):
    id: uuid.UUID
    code: str
    link: str
    title: str
    state: str = Field(description="open or ended")
    created_at: datetime.datetime
    started_at: datetime.datetime | None
    ended_at: datetime.datetime | None
    is_host: bool
    people_now: int


class AnswersOut(Output):
    """Who answers for the meeting's data."""

    name: str
    organization: uuid.UUID | None = Field(description="null: the operator of this installation")


class ScheduledOut(Output):
    """Of a meeting that was set for a time."""

    id: uuid.UUID | None = Field(description="null: not for who asks")
    starts_at: datetime.datetime | None = Field(description="null: a personal room, or not held again")
    zone: str | None
    asks_passcode: bool
    lobby: bool
    cancelled: bool
    personal_room: bool


class MeetingOut(MeetingFacts):
    my_nickname: str | None
    controller: AnswersOut
    scheduled: ScheduledOut | None = Field(description="null: a meeting that was started at once")


class MeetingRow(MeetingFacts):
    participants: int
    duration_seconds: int


class MeetingPage(Output):
    items: list[MeetingRow]
    next_cursor: str | None


class StartIn(Input):
    organization: uuid.UUID | None = Field(None, description="null: personal")


class JoinIn(Input):
    nickname: Annotated[str, Category.IDENTITY] = Field(max_length=1000)
    policy_version: Annotated[str | None, not_personal("a date of the policy")] = Field(None, max_length=10)
    passcode: Annotated[str | None, Category.MEETING] = Field(None, max_length=20)
    invitation: Annotated[str | None, not_personal("the random key of an invitation")] = Field(None, max_length=200)


class JoinOut(Output):
    participant: ParticipantOut
    token: str
    expires_at: datetime.datetime


class SpellOut(Output):
    joined_at: datetime.datetime
    left_at: datetime.datetime | None
    duration_seconds: int


class AttendanceRow(Output):
    id: uuid.UUID
    nickname: str
    is_host: bool
    is_guest: bool
    joined_at: datetime.datetime
    left_at: datetime.datetime | None
    duration_seconds: int
    present: bool
    late_seconds: int | None = Field(description="after the start it was set for; null: in time, or set for no time")
    left_early_seconds: int | None = Field(description="before it was to end, or ended; null: not, or set for no time")
    spells: list[SpellOut]


class AttendanceOut(Output):
    meeting: MeetingOut
    as_of: datetime.datetime
    planned_from: datetime.datetime | None = Field(description="null: set for no time")
    planned_until: datetime.datetime | None = Field(description="null: set for no time, or its times were changed")
    whole: bool = Field(description="false: my own row alone")
    participants: list[AttendanceRow]

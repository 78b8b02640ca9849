"""What requests about scheduled meetings carry, and what they are answered with."""

import datetime
import uuid
from typing import Annotated, Literal

from django.http import HttpRequest
from pydantic import Field

from egret.accounts import queries as accounts
from egret.kernel import clock
from egret.kernel.api import Input, Output, Viewer
from egret.kernel.personal import Category
from egret.meetings.scheduling import actions, queries
from egret.meetings.scheduling.actions.invitations import Kind, Wanted
from egret.meetings.scheduling.models import Schedule, Series
from egret.meetings.scheduling.occurrences import MAXIMUM_MINUTES, Occurrence
from egret.meetings.scheduling.rules import MAXIMUM_LENGTH

SHOWN_AHEAD = 5

WhoMayJoinWord = Literal["invited", "organization", "anyone"]
ScopeWord = Literal["this", "following", "all"]


class InviteeIn(Input):
    """One of the invited: an id for people and their groups, a number or an address for guests."""

    kind: Kind
    value: Annotated[str, Category.CONTACT] = Field(max_length=254)


class TimesIn(Input):
    zone: Annotated[str, Category.MEETING] = Field(max_length=64, description="an IANA name: Europe/London")
    start: Annotated[str, Category.MEETING] = Field(max_length=16, description="the wall clock there: 2026-12-01T14:30")
    minutes: int = Field(ge=1, le=MAXIMUM_MINUTES)
    rule: Annotated[str | None, Category.MEETING] = Field(
        None, max_length=MAXIMUM_LENGTH, description="RFC 5545: FREQ=WEEKLY;BYDAY=TU;COUNT=10"
    )


class FactsIn(Input):
    title: Annotated[str, Category.MEETING] = Field("", max_length=1200)
    note: Annotated[str, Category.MEETING] = Field("", max_length=10_000)
    who_may_join: WhoMayJoinWord = "invited"
    lobby: bool = True
    passcode: Annotated[str, Category.MEETING] = Field("", max_length=20)
    invitees: list[InviteeIn] = Field(default_factory=list, max_length=1000)


class ScheduleIn(TimesIn, FactsIn):
    organization: uuid.UUID | None = Field(None, description="null: personal")


class ChangeIn(Input):
    """Only what is sent changes."""

    title: Annotated[str, Category.MEETING] = Field("", max_length=1200)
    note: Annotated[str, Category.MEETING] = Field("", max_length=10_000)
    who_may_join: WhoMayJoinWord = "invited"
    lobby: bool = True
    passcode: Annotated[str, Category.MEETING] = Field("", max_length=20)
    invitees: list[InviteeIn] = Field(default_factory=list, max_length=1000)


class WhichIn(Input):
    """One occurrence, and how far the change reaches from it."""

    series: uuid.UUID
    occurrence: Annotated[str, Category.MEETING] = Field(max_length=16)
    scope: ScopeWord = "this"


class MoveIn(WhichIn, TimesIn):
    """`rule` null keeps the rule."""


class AnswerIn(Input):
    answer: Literal["yes", "no", "maybe"]


class OccurrenceOut(Output):
    schedule: uuid.UUID
    series: uuid.UUID
    occurrence: str = Field(description="names it: the wall clock its series gives it")
    title: str
    code: str
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    zone: str
    start: str = Field(description="the wall clock in `zone`")
    minutes: int
    repeats: bool
    moved: bool
    cancelled: bool
    oddity: str = Field(description="skipped: no clock shows this time, so it moves on; twice: the first of the two")
    is_host: bool
    answer: str | None
    organization: uuid.UUID | None


class InviteeOut(Output):
    id: uuid.UUID
    kind: str
    value: str = Field(description="what invites it again")
    name: str
    answer: str | None


class HeldOut(Output):
    """A meeting of this schedule that was held, or is."""

    code: str
    created_at: datetime.datetime
    ended_at: datetime.datetime | None


class ScheduleOut(Output):
    id: uuid.UUID
    code: str
    link: str
    number: str
    title: str
    note: str
    host_name: str
    is_host: bool
    organization: uuid.UUID | None
    who_may_join: str
    lobby: bool
    passcode: str
    personal_room: bool
    cancelled: bool
    rule: str
    last_start: str
    answer: str | None
    counts: dict[str, int]
    invitees: list[InviteeOut]
    next: list[OccurrenceOut]
    held: list[HeldOut]


def facts_of(body: FactsIn) -> actions.Facts:
    return actions.Facts(body.title, body.note, body.who_may_join, body.lobby, body.passcode, wanted_of(body.invitees))


def wanted_of(invitees: list[InviteeIn]) -> list[Wanted]:
    return [Wanted(each.kind, each.value) for each in invitees]


def times_of(body: TimesIn) -> actions.Times:
    return actions.Times(body.zone, body.start, body.minutes, body.rule)


def occurrence_out(one: Occurrence, person_id: uuid.UUID | None, answer: str | None) -> OccurrenceOut:
    schedule = one.series.schedule
    return OccurrenceOut(
        schedule=schedule.id,
        series=one.series.id,
        occurrence=one.key,
        title=schedule.title,
        code=schedule.code,
        starts_at=one.at,
        ends_at=one.ends_at,
        zone=one.series.zone,
        start=one.start,
        minutes=one.minutes,
        repeats=bool(one.series.rule),
        moved=one.moved,
        cancelled=one.cancelled or schedule.cancelled_at is not None,
        oddity=one.oddity,
        is_host=schedule.host_id == person_id,
        answer=answer,
        organization=schedule.organization_id,
    )


def schedule_out(request: HttpRequest, schedule: Schedule, viewer: Viewer) -> ScheduleOut:
    """What the host and the invited see; numbers, addresses and answers of others are for the host."""
    is_host = schedule.host_id == viewer.person_id
    answer = queries.own_answer(schedule, viewer.person_id)
    series: Series | None = max(schedule.series.all(), key=lambda each: each.start, default=None)
    invited = queries.invited(schedule)
    return ScheduleOut(
        id=schedule.id,
        code=schedule.code,
        link=request.build_absolute_uri(f"/m/{schedule.code}"),
        number=schedule.number,
        title=schedule.title,
        note=schedule.note,
        host_name=accounts.name_of(schedule.host_id),
        is_host=is_host,
        organization=schedule.organization_id,
        who_may_join=schedule.who_may_join,
        lobby=schedule.lobby,
        passcode=actions.passcode_of(schedule),
        personal_room=schedule.personal_room,
        cancelled=schedule.cancelled_at is not None,
        rule=series.rule if series else "",
        last_start=series.last_start if series else "",
        answer=answer,
        counts=queries.answers_count(schedule),
        invitees=[
            InviteeOut(id=each.invitee.id, kind=each.kind, value=_value(each), name=each.name, answer=each.answer)
            for each in invited
            if is_host or each.kind not in ("phone", "mail")
        ],
        next=[
            occurrence_out(one, viewer.person_id, answer)
            for one in queries.next_occurrences(schedule, SHOWN_AHEAD, after=clock.now())
        ],
        held=[
            HeldOut(code=meeting.code, created_at=meeting.created_at, ended_at=meeting.ended_at)
            for meeting in queries.past_meetings(schedule)
        ]
        if is_host
        else [],
    )


def _value(invited: queries.Invited) -> str:
    row = invited.invitee
    key = row.person_id or row.group_id or row.department_id or row.organization_id or row.phone or row.mail
    return str(key)

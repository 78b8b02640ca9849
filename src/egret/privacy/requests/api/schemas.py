"""What is told of a request, and to whom."""

import datetime
import uuid
from typing import Literal, Self, cast

from pydantic import Field

from egret.kernel import desks
from egret.kernel.api import Output
from egret.kernel.text import Language
from egret.privacy.requests import policies, queries
from egret.privacy.requests.models import EventKind, Request, RequestEvent
from egret.privacy.requests.reasons import EXTENSION, HOW_TO_COMPLAIN, REFUSAL
from egret.privacy.requests.regimes import RULES
from egret.privacy.requests.words import sentence

KindName = Literal[
    "copy",
    "correction",
    "deletion",
    "restriction",
    "objection",
    "withdrawal",
    "transfer",
    "complaint",
    "deregistration",
]
StateName = Literal["received", "in_progress", "answered", "refused", "withdrawn"]

# What a desk does among itself is told to it alone.
INNER = {EventKind.SOON, EventKind.REFUSAL_PROPOSED, EventKind.REFUSAL_DROPPED}


class TimelineOut(Output):
    kind: str
    by: Literal["person", "desk", "egret"]
    at: datetime.datetime
    text: str
    due_on: datetime.date | None = Field(description="the day by which it is answered, from this event on")

    @staticmethod
    def of(event: RequestEvent, language: Language) -> "TimelineOut":
        return TimelineOut(
            kind=event.kind,
            by=cast("Literal['person', 'desk', 'egret']", event.by),
            at=event.at,
            text=sentence(event, language),
            due_on=event.facts.get("due_on"),
        )


class RuleOut(Output):
    text: str
    on: datetime.date
    source: str
    decides: bool


class ClockOut(Output):
    """Why it is due on that day."""

    country: str = Field(description="ISO 3166-1 alpha-2; empty: not set")
    zone: str
    rules: list[RuleOut]
    skipped: list[datetime.date] = Field(description="holidays within the working week")
    worked: list[datetime.date] = Field(description="weekend days that count, since people work on them")
    calendar: list[str]


class PrivacyDeskOut(Output):
    organization: uuid.UUID | None
    name: str
    contact_name: str
    contact_email: str

    @staticmethod
    def of(desk: desks.Desk) -> "PrivacyDeskOut":
        return PrivacyDeskOut(
            organization=desk.organization_id,
            name=desk.name,
            contact_name=desk.contact_name,
            contact_email=desk.contact_email,
        )


class PrivacyRequestOut(Output):
    id: uuid.UUID
    kind: KindName
    state: StateName
    text: str
    desk: PrivacyDeskOut
    received_at: datetime.datetime
    received_on: datetime.date
    due_on: datetime.date
    due_at: datetime.datetime
    days_left: int = Field(description="business days; 0: today, negative: late")
    provisional: bool = Field(description="the calendar of that time is not published yet")
    clock: ClockOut
    extended: str | None = Field(description="why it takes longer")
    answer: str
    refused: str | None = Field(description="why, for refused")
    complain: str | None = Field(description="how to complain, for refused")
    closed_at: datetime.datetime | None
    answers_itself: bool
    timeline: list[TimelineOut]

    @classmethod
    def _members(cls, request: Request, language: Language, *, inner: bool) -> dict[str, object]:
        refused = request.state == "refused"
        return {
            "id": request.id,
            "kind": request.kind,
            "state": request.state,
            "text": request.text,
            "desk": PrivacyDeskOut.of(queries.desk_of(request)),
            "received_at": request.received_at,
            "received_on": request.received_on,
            "due_on": request.due_on,
            "due_at": request.due_at,
            "days_left": queries.days_left(request),
            "provisional": request.provisional,
            "clock": _clock(request, language),
            "extended": EXTENSION[request.extension_reason].say(language) if request.extension_reason else None,
            "answer": request.answer if inner or not request.is_open else "",
            "refused": REFUSAL[request.refusal_reason].say(language) if refused else None,
            "complain": HOW_TO_COMPLAIN.say(language) if refused else None,
            "closed_at": request.closed_at,
            "answers_itself": request.order is not None,
            "timeline": [
                TimelineOut.of(event, language)
                for event in sorted(request.events.all(), key=lambda each: each.id)
                if inner or event.kind not in INNER
            ],
        }

    @classmethod
    def of(cls, request: Request, language: Language) -> Self:
        return cls.model_validate(cls._members(request, language, inner=False))


class AtDeskOut(PrivacyRequestOut):
    """The same as its desk sees it."""

    person: str = Field(description="what they are called there; empty: they gave no name")
    proposed: str | None = Field(description="why somebody proposes to refuse it")
    can_confirm: bool
    can_decide: bool

    @classmethod
    def at(cls, request: Request, language: Language, viewer: uuid.UUID) -> "AtDeskOut":
        proposed = request.refusal_reason if request.is_open else ""
        return cls.model_validate(
            {
                **cls._members(request, language, inner=True),
                "person": desks.port().name_of(request.person_id, request.organization_id),
                "proposed": REFUSAL[proposed].say(language) if proposed else None,
                "can_confirm": bool(proposed) and policies.can_confirm_refusal(request, viewer),
                "can_decide": request.is_open and request.order is None and policies.can_answer(request, viewer),
            }
        )


def _clock(request: Request, language: Language) -> ClockOut:
    texts = {rule.id: rule.text for rule in RULES}
    explained = request.clock
    return ClockOut(
        country=explained["country"],
        zone=explained["zone"],
        rules=[
            RuleOut(
                text=texts[each["id"]].say(language) if each["id"] in texts else each["id"],
                on=each["on"],
                source=each["source"],
                decides=each["decides"],
            )
            for each in explained["rules"]
        ],
        skipped=explained["skipped"],
        worked=explained["worked"],
        calendar=explained["calendar"],
    )

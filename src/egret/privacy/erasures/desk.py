"""What other companies were asked to delete, for the operator's desk (C43)."""

import datetime
import uuid
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from egret.kernel import audit, clock
from egret.kernel.api import Input, Output, answer, language_of, problems, signed_in, viewer_of
from egret.kernel.errors import CrossSiteRequest, NotAllowed, SignInRequired
from egret.kernel.personal import not_personal
from egret.kernel.purpose import under
from egret.privacy.erasures import notices
from egret.privacy.erasures.errors import ConfirmationDayImpossible, EvidenceUnusable, NoticeClosed, NoticeUnknown
from egret.privacy.erasures.models import EVIDENCE_LENGTH, Notice
from egret.privacy.erasures.personal import PURPOSE
from egret.privacy.requests.queries import require_operator

router = Router(tags=["privacy desk"])

# Twice what is kept: what is over it is refused in words, not by a schema.
TYPED = 2 * EVIDENCE_LENGTH


class ProcessorNoticeOut(Output):
    """Nothing of whom it is about: they are gone here."""

    id: uuid.UUID
    processor: str
    host: str
    made_at: datetime.datetime
    due_at: datetime.datetime
    overdue: bool
    by_itself: bool = Field(description="Egret asks there until it is answered; else somebody writes to them")
    named: bool = Field(description="the company knows the person by something, which it has to be told")
    told_at: datetime.datetime | None
    outcome: str
    acknowledged_at: datetime.datetime | None
    confirmed_on: datetime.date | None
    evidence: str
    acknowledged_by: str | None = Field(
        description="null: the company answered Egret, or who noted it has no name here"
    )


class ProcessorNoticesOut(Output):
    as_of: datetime.datetime
    days: int = Field(description="how long a company has to answer")
    open: list[ProcessorNoticeOut]
    answered: list[ProcessorNoticeOut]


class ProcessorIdentifierOut(Output):
    known_as: str = Field(description="empty: the company was given no name of anybody")


class ProcessorConfirmationIn(Input):
    evidence: Annotated[str, not_personal("the number of a letter or a ticket")] = Field(max_length=TYPED)
    confirmed_on: Annotated[datetime.date | None, not_personal("the day of a company's answer")] = Field(
        None, description="null: today"
    )


@router.get(
    "/privacy/processors/notices",
    auth=signed_in,
    response={200: ProcessorNoticesOut, **problems(SignInRequired, NotAllowed)},
)
@under(PURPOSE)
def list_notices(request: HttpRequest) -> HttpResponse:
    """Which companies have not confirmed yet, the one that waits longest first; and what was confirmed lately."""
    require_operator(viewer_of(request))
    return _answer(request)


@router.get(
    "/privacy/processors/notices/{uuid:notice_id}/identifier",
    auth=signed_in,
    response={200: ProcessorIdentifierOut, **problems(SignInRequired, NotAllowed, NoticeUnknown)},
)
@under(PURPOSE)
def read_notice_identifier(request: HttpRequest, notice_id: uuid.UUID) -> HttpResponse:
    """How the company knows the person, for whoever writes to it. Each look is written down."""
    viewer = viewer_of(request)
    require_operator(viewer)
    return answer(ProcessorIdentifierOut(known_as=notices.do_read_identifier(notice_id, actor=viewer.person_id)))


@router.post(
    "/privacy/processors/notices/{uuid:notice_id}/acknowledge",
    auth=signed_in,
    response={
        200: ProcessorNoticesOut,
        **problems(
            CrossSiteRequest,
            SignInRequired,
            NotAllowed,
            NoticeUnknown,
            NoticeClosed,
            EvidenceUnusable,
            ConfirmationDayImpossible,
        ),
    },
)
@under(PURPOSE)
def acknowledge_notice(request: HttpRequest, notice_id: uuid.UUID, body: ProcessorConfirmationIn) -> HttpResponse:
    """Note that the company confirmed: when, and by what."""
    viewer = viewer_of(request)
    require_operator(viewer)
    notices.do_acknowledge(notice_id, actor=viewer.person_id, evidence=body.evidence, confirmed_on=body.confirmed_on)
    return _answer(request)


def _answer(request: HttpRequest) -> HttpResponse:
    waiting, answered = list(notices.unanswered()), notices.answered()
    who = {each.acknowledged_by_id for each in answered if each.acknowledged_by_id}
    names = audit.names_of(audit.PEOPLE, who, viewer_of(request).person_id, language_of(request))

    def present(each: Notice) -> ProcessorNoticeOut:
        return ProcessorNoticeOut(
            id=each.id,
            processor=each.processor,
            host=each.host,
            made_at=each.made_at,
            due_at=notices.due_at(each),
            overdue=each.acknowledged_at is None and notices.due_at(each) < clock.now(),
            by_itself=notices.asked_by_itself(each),
            named=bool(each.known_as),
            told_at=each.told_at,
            outcome=each.outcome,
            acknowledged_at=each.acknowledged_at,
            confirmed_on=each.confirmed_on,
            evidence=each.evidence,
            acknowledged_by=names.get(each.acknowledged_by_id) if each.acknowledged_by_id else None,
        )

    return answer(
        ProcessorNoticesOut(
            as_of=clock.now(),
            days=notices.ANSWERED_WITHIN.days,
            open=[present(each) for each in waiting],
            answered=[present(each) for each in answered],
        )
    )

"""Deleting one's account over HTTP: the plan, the order, its cancellation, and the certificate afterwards."""

import uuid
from datetime import datetime
from typing import Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from egret.kernel import erasure, proof, signing
from egret.kernel.api import Input, Output, answer, language_of, problems, signed_in, viewer_of
from egret.kernel.errors import CrossSiteRequest, NotAllowed, SignInRequired
from egret.kernel.purpose import under
from egret.kernel.text import Language
from egret.privacy.erasures import actions, plan, queries, tasks
from egret.privacy.erasures.errors import ErasureDecided, ErasureOrderedAlready, ErasureUnknown
from egret.privacy.erasures.models import Erasure
from egret.privacy.erasures.personal import COLLECTED_WITHIN, PURPOSE

router = Router(tags=["privacy"])

StateName = Literal["planned", "cancelled", "running", "deleted", "unreadable", "done"]


class ErasureLineOut(Output):
    id: str
    text: str
    count: int


class ErasurePlanOut(Output):
    goes: list[ErasureLineOut] = Field(description="entries by category")
    contents: int = Field(description="files, pictures and other stored contents")
    bytes: int
    stays: list[ErasureLineOut] = Field(description="entries by the rule that keeps them")


class ErasurePreviewOut(ErasurePlanOut):
    grace_days: int
    waits: list[str] = Field(description="why it cannot be carried out now, a legal hold for instance")


class ErasureOut(Output):
    id: uuid.UUID
    state: StateName
    ordered_at: datetime
    due_at: datetime
    receipt: str = Field(description="opens the certificate afterwards, when there is no account any more")


class MyErasureOut(Output):
    erasure: ErasureOut | None


class ErasureOrderIn(Input):
    at_once: bool = Field(False, description="without the grace period")


class ErasureReceiptOut(Output):
    state: StateName
    due_at: datetime
    ended_at: datetime | None
    collect_until: datetime | None
    plan: ErasurePlanOut | None = Field(description="null: not begun")
    companies_told: int
    companies_answered: int


class SigningKeyOut(Output):
    algorithm: str
    key: str = Field(description="base64 of 32 bytes")


def _order(order: Erasure) -> ErasureOut:
    return ErasureOut(
        id=order.id,
        state=order.state,  # type: ignore[arg-type]  # the model's own choices
        ordered_at=order.ordered_at,
        due_at=order.due_at,
        receipt=queries.receipt_of(order),
    )


def _plan(counted: plan.Plan, language: Language) -> dict[str, object]:
    return {
        "goes": [
            ErasureLineOut(id=line.id, text=plan.category_text(line.id, language), count=line.count)
            for line in counted.goes
        ],
        "contents": counted.blobs,
        "bytes": counted.bytes,
        "stays": [
            ErasureLineOut(id=line.id, text=plan.rule_text(line.id, language), count=line.count)
            for line in counted.stays
        ],
    }


@router.get("/privacy/erasures/plan", auth=signed_in, response={200: ErasurePreviewOut, **problems(SignInRequired)})
@under(PURPOSE)
def read_erasure_plan(request: HttpRequest) -> HttpResponse:
    """What would go and what would stay if I deleted my account now."""
    person_id, language = viewer_of(request).person_id, language_of(request)
    waits = [reason.say(language) for reason in erasure.reasons_to_wait(person_id)]
    counted = _plan(plan.plan_for(person_id), language)
    return answer(ErasurePreviewOut(**counted, grace_days=actions.GRACE.days, waits=waits))  # type: ignore[arg-type]  # as built


@router.get("/privacy/erasures/mine", auth=signed_in, response={200: MyErasureOut, **problems(SignInRequired)})
@under(PURPOSE)
def read_my_erasure(request: HttpRequest) -> HttpResponse:
    """Whether my account is going to be deleted, and when."""
    order = queries.order_of(viewer_of(request).person_id)
    return answer(MyErasureOut(erasure=_order(order) if order else None))


@router.post(
    "/privacy/erasures",
    auth=signed_in,
    response={201: ErasureOut, **problems(CrossSiteRequest, SignInRequired, NotAllowed, ErasureOrderedAlready)},
)
@under(PURPOSE)
def order_erasure(request: HttpRequest, body: ErasureOrderIn) -> HttpResponse:
    """Delete my account: after the grace period, or at once. Asks for a fresh proof (403 `proof-needed`)."""
    order = actions.do_order(proof.require_fresh(request), at_once=body.at_once)
    if body.at_once:
        tasks.run_due.enqueue()
    return answer(_order(order), 201)


@router.post(
    "/privacy/erasures/cancel",
    auth=signed_in,
    response={204: None, **problems(CrossSiteRequest, SignInRequired, ErasureUnknown, ErasureDecided)},
)
@under(PURPOSE)
def cancel_erasure(request: HttpRequest) -> HttpResponse:
    """Keep my account: one step, no proof."""
    actions.do_cancel(viewer_of(request).person_id)
    return HttpResponse(status=204)


@router.get("/privacy/erasures/receipts/{receipt}", response={200: ErasureReceiptOut, **problems(ErasureUnknown)})
@under(PURPOSE)
def read_receipt(request: HttpRequest, receipt: str) -> HttpResponse:
    """How far an erasure is, for whoever ordered it and has no account any more."""
    order = queries.access_by_receipt(receipt)
    told = list(order.notices.values_list("acknowledged_at", flat=True))
    begun = order.plan and order.state != Erasure.State.CANCELLED
    counted = ErasurePlanOut(**_plan(plan.Plan.read(order.plan), language_of(request))) if begun else None  # type: ignore[arg-type]  # as built
    return answer(
        ErasureReceiptOut(
            state=order.state,  # type: ignore[arg-type]  # the model's own choices
            due_at=order.due_at,
            ended_at=order.ended_at,
            collect_until=order.ended_at + COLLECTED_WITHIN if order.ended_at else None,
            plan=counted,
            companies_told=len(told),
            companies_answered=sum(at is not None for at in told),
        )
    )


@router.get("/privacy/erasures/receipts/{receipt}/certificate", response={200: None, **problems(ErasureUnknown)})
@under(PURPOSE)
def read_certificate(request: HttpRequest, receipt: str) -> HttpResponse:
    """The signed certificate, as a file: `egret verify` checks it offline."""
    order = queries.access_by_receipt(receipt)
    if not order.certificate:
        raise ErasureUnknown
    return HttpResponse(
        order.certificate,
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="egret-erasure-certificate.json"'},
    )


@router.get("/privacy/signing-key", response={200: SigningKeyOut, **problems()})
@under("kernel.operation")
def read_signing_key(request: HttpRequest) -> HttpResponse:
    """The public half of the key that this installation signs with."""
    return answer(SigningKeyOut(algorithm=signing.ALGORITHM, key=signing.public_text(settings.INSTANCE)))

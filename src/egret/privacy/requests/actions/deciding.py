"""What a desk does with a request that was authorised before: each act tells the person, and is written down."""

from __future__ import annotations

import uuid

from django.db import transaction

from egret.kernel import audit, clock
from egret.kernel.legible import Illegible, lines
from egret.kernel.permissions import require
from egret.kernel.text import Text
from egret.privacy.requests import policies
from egret.privacy.requests.actions.timeline import add, close, lock
from egret.privacy.requests.clocks import extended
from egret.privacy.requests.errors import (
    AnswersItself,
    ExtensionImpossible,
    ExtensionTooLate,
    NoRefusalProposed,
    ReasonUnknown,
    RequestTextUnusable,
    SecondReviewerNeeded,
)
from egret.privacy.requests.models import TEXT_LENGTH, By, EventKind, Request, State
from egret.privacy.requests.reasons import EXTENSION, REFUSAL

ANSWERED = audit.act("requests.answered", Text("answered a request", "答复了请求"))
EXTENDED = audit.act("requests.extended", Text("extended a request's deadline", "延长了请求的期限"))
PROPOSED = audit.act("requests.refusal_proposed", Text("proposed to refuse a request", "提议拒绝请求"))
REFUSED = audit.act("requests.refused", Text("confirmed the refusal of a request", "确认拒绝请求"))
DROPPED = audit.act("requests.refusal_dropped", Text("did not confirm a refusal", "未确认拒绝"))


def do_start(actor_id: uuid.UUID, request_id: uuid.UUID) -> None:
    """A desk looked at it for the first time: from now on it is in progress. Twice is once."""
    with transaction.atomic():
        request = lock(request_id, only_open=False)
        if request.state != State.RECEIVED:
            return
        request.state = State.IN_PROGRESS
        request.save(update_fields=["state"])
        add(request, EventKind.STARTED, By.DESK, actor=actor_id)


def do_answer(actor_id: uuid.UUID, request_id: uuid.UUID, text: str) -> Request:
    """Answer it, and end it. Raises PrivacyRequestClosed, AnswersItself, RequestTextUnusable, NotAllowed."""
    written = _legible(text)
    with transaction.atomic():
        request = _decidable(actor_id, request_id)
        request.answer, request.refusal_reason, request.refusal_by_id = written, "", None
        close(request, State.ANSWERED)
        add(request, EventKind.ANSWERED, By.DESK, actor=actor_id)
        audit.record(ANSWERED, actor=actor_id, subject=request.person_id, about=str(request.id))
    return request


def do_extend(actor_id: uuid.UUID, request_id: uuid.UUID, reason: str) -> Request:
    """Put the deadline off once, before it has passed, and tell the person why (C78).

    Raises ReasonUnknown, ExtensionTooLate, ExtensionImpossible, PrivacyRequestClosed, AnswersItself, NotAllowed.
    """
    require(reason in EXTENSION, ReasonUnknown(field="reason", reasons=sorted(EXTENSION)))
    with transaction.atomic():
        request = _decidable(actor_id, request_id)
        moment = clock.now()
        require(moment < request.due_at, ExtensionTooLate(due_on=request.due_on.isoformat()))
        country, zone = request.clock["country"], request.clock["zone"]
        later = None if request.extended_at else extended(country, zone, request.received_on, request.due_on)
        if later is None:
            raise ExtensionImpossible(due_on=request.due_on.isoformat())
        request.due_on, request.due_at = later
        request.extended_at, request.extension_reason = moment, reason
        request.save()
        add(request, EventKind.EXTENDED, By.DESK, actor=actor_id, due_on=request.due_on.isoformat(), reason=reason)
        audit.record(EXTENDED, actor=actor_id, subject=request.person_id, about=str(request.id))
    return request


def do_propose_refusal(actor_id: uuid.UUID, request_id: uuid.UUID, reason: str, text: str) -> Request:
    """The first of two: a reason from the list, in words the person will read. Nothing is decided by it.

    Raises ReasonUnknown, RequestTextUnusable, PrivacyRequestClosed, AnswersItself, NotAllowed.
    """
    require(reason in REFUSAL, ReasonUnknown(field="reason", reasons=sorted(REFUSAL)))
    written = _legible(text)
    with transaction.atomic():
        request = _decidable(actor_id, request_id)
        request.refusal_reason, request.refusal_by_id, request.answer = reason, actor_id, written
        request.state = State.IN_PROGRESS
        request.save()
        add(request, EventKind.REFUSAL_PROPOSED, By.DESK, actor=actor_id, reason=reason)
        audit.record(PROPOSED, actor=actor_id, subject=request.person_id, about=str(request.id))
    return request


def do_confirm_refusal(actor_id: uuid.UUID, request_id: uuid.UUID) -> Request:
    """The second of two (C76). Raises NoRefusalProposed, SecondReviewerNeeded, and as do_answer."""
    with transaction.atomic():
        request = _decidable(actor_id, request_id)
        require(bool(request.refusal_reason), NoRefusalProposed())
        # Whoever proposed it and is gone since was one of two all the same.
        require(policies.can_confirm_refusal(request, actor_id), SecondReviewerNeeded())
        close(request, State.REFUSED)
        add(request, EventKind.REFUSED, By.DESK, actor=actor_id, reason=request.refusal_reason)
        audit.record(REFUSED, actor=actor_id, subject=request.person_id, about=str(request.id))
    return request


def do_drop_refusal(actor_id: uuid.UUID, request_id: uuid.UUID) -> Request:
    """It is not refused after all; also by who proposed it. Raises NoRefusalProposed, and as do_answer."""
    with transaction.atomic():
        request = _decidable(actor_id, request_id)
        require(bool(request.refusal_reason), NoRefusalProposed())
        request.refusal_reason, request.refusal_by_id, request.answer = "", None, ""
        request.save()
        add(request, EventKind.REFUSAL_DROPPED, By.DESK, actor=actor_id)
        audit.record(DROPPED, actor=actor_id, subject=request.person_id, about=str(request.id))
    return request


def _decidable(actor_id: uuid.UUID, request_id: uuid.UUID) -> Request:
    request = lock(request_id)
    require(request.order is None, AnswersItself())
    require(policies.can_answer(request, actor_id))
    return request


def _legible(text: str) -> str:
    try:
        written = lines(text, TEXT_LENGTH)
    except Illegible as error:
        raise RequestTextUnusable(field="text", reason=error.reason, maximum_length=TEXT_LENGTH) from None
    require(bool(written), RequestTextUnusable(field="text", reason="empty", maximum_length=TEXT_LENGTH))
    return written

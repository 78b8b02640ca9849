"""What a person does: ask, and take it back."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db import transaction

from egret.kernel import audit, clock, desks, objections, ratelimit
from egret.kernel.legible import Illegible, lines
from egret.kernel.logs import log_event
from egret.kernel.permissions import require
from egret.kernel.personal import not_personal
from egret.kernel.ratelimit import Limit
from egret.kernel.text import Language, Text
from egret.privacy.consents import actions as consents
from egret.privacy.requests import policies
from egret.privacy.requests.actions.restricting import do_restrict
from egret.privacy.requests.actions.timeline import add, close, lock
from egret.privacy.requests.clocks import clock_for
from egret.privacy.requests.errors import AnswersItself, AskedTooOften, PrivacyRequestUnknown, RequestTextUnusable
from egret.privacy.requests.models import OPEN, TEXT_LENGTH, By, EventKind, Kind, Request, State

# Nine kinds at a handful of desks in one sitting; a script fills no queue.
PER_PERSON = Limit("privacy requests of a person", 60, timedelta(hours=1))
# What somebody writes to one request, one after the other.
ALL_TEXT_LENGTH, BETWEEN = 20 * TEXT_LENGTH, "\n\n"
# A correction or a complaint without a word says nothing that could be answered.
SAYS_WHAT = frozenset({Kind.CORRECTION, Kind.COMPLAINT})

ASKED = audit.act("requests.asked", Text("sent a request about their data", "提交了关于个人信息的请求"))
TAKEN_BACK = audit.act("requests.withdrawn", Text("took a request back", "撤回了请求"))
received = log_event(
    "privacy.request_received", request=not_personal("a random id"), kind=not_personal("one of nine words")
)


def do_submit(
    person_id: uuid.UUID, kind: Kind, *, text: str, organization_id: uuid.UUID | None, language: Language
) -> tuple[Request, bool]:
    """Ask a desk; its clock starts with this commit. The same kind again while one is open is the one there is: its
    timeline says so, and what is written now stands below what was. What can be stopped at once is stopped at once.
    Returns the request, and whether it is new.

    Raises RequestTextUnusable, AskedTooOften, and what an organisation says to whoever is no member.
    """
    desk = desks.port().of(person_id, organization_id)
    written = _legible(kind, text)
    ratelimit.spend(PER_PERSON, str(person_id), AskedTooOften)
    with transaction.atomic():
        # Two windows that ask at once make one request.
        get_user_model()._default_manager.select_for_update().get(pk=person_id)
        there = Request.objects.filter(
            person_id=person_id, kind=kind, organization=organization_id, order=None, state__in=OPEN
        ).first()
        if there is not None:
            _add_words(there, written)
            add(there, EventKind.REPEATED, By.PERSON, actor=person_id)
            _stop_at_once(there, language)
            return there, False
        request = open_request(person_id, kind, desk, text=written)
        _stop_at_once(request, language)
    received(request=request.id, kind=request.kind)
    return request, True


def open_request(
    person_id: uuid.UUID, kind: Kind, desk: desks.Desk, *, text: str = "", order: uuid.UUID | None = None
) -> Request:
    """The row with its clock, and the first event of its timeline."""
    moment = clock.now()
    counted = clock_for(moment, desk.country, desk.zone)
    request = Request.objects.create(
        person_id=person_id,
        organization_id=desk.organization_id,
        kind=kind,
        text=text,
        order=order,
        received_at=moment,
        received_on=counted.received_on,
        due_on=counted.due_on,
        due_at=counted.due_at,
        first_due_at=counted.due_at,
        provisional=counted.provisional,
        clock=counted.explanation,
    )
    add(request, EventKind.RECEIVED, By.PERSON, actor=person_id, due_on=counted.due_on.isoformat())
    audit.record(ASKED, actor=person_id, subject=person_id, about=str(request.id))
    return request


def _add_words(request: Request, written: str) -> None:
    """Raises RequestTextUnusable when it gets longer than anybody reads."""
    if written in request.text.split(BETWEEN):
        return
    request.text = BETWEEN.join(filter(None, [request.text, written]))
    require(
        len(request.text) <= ALL_TEXT_LENGTH,
        RequestTextUnusable(field="text", reason="too-much", maximum_length=ALL_TEXT_LENGTH),
    )
    request.save(update_fields=["text"])


def _stop_at_once(request: Request, language: Language) -> None:
    """What a switch could have done is done (C70, C71), and nobody waits fifteen days for it."""
    if request.kind == Kind.RESTRICTION:
        # Whoever answers for a space: nobody is half restricted.
        do_restrict(request.person_id)
        add(request, EventKind.RESTRICTED, By.EGRET)
    elif request.organization_id is None and request.kind == Kind.OBJECTION:
        add(request, EventKind.STOPPED, By.EGRET, purposes=objections.stop_all(request.person_id))
    elif request.organization_id is None and request.kind == Kind.WITHDRAWAL:
        stopped = consents.do_withdraw_all(request.person_id, language)
        add(request, EventKind.STOPPED, By.EGRET, purposes=stopped)
    else:
        return
    if not request.text:
        close(request, State.ANSWERED)
        add(request, EventKind.ANSWERED, By.EGRET)


def do_withdraw(person_id: uuid.UUID, request_id: uuid.UUID) -> Request:
    """Take it back. Raises PrivacyRequestUnknown, PrivacyRequestClosed, AnswersItself."""
    with transaction.atomic():
        request = lock(request_id, only_open=False)
        require(policies.is_mine(request, person_id), PrivacyRequestUnknown())
        request = lock(request_id)
        require(request.order is None, AnswersItself())
        close(request, State.WITHDRAWN)
        add(request, EventKind.WITHDRAWN, By.PERSON, actor=person_id)
        audit.record(TAKEN_BACK, actor=person_id, subject=person_id, about=str(request.id))
    return request


def _legible(kind: Kind, text: str) -> str:
    try:
        written = lines(text, TEXT_LENGTH)
    except Illegible as error:
        raise RequestTextUnusable(field="text", reason=error.reason, maximum_length=TEXT_LENGTH) from None
    require(
        bool(written) or kind not in SAYS_WHAT,
        RequestTextUnusable(field="text", reason="empty", maximum_length=TEXT_LENGTH),
    )
    return written

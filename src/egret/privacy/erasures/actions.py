"""Writes: ordering, cancelling, and carrying out an erasure step by step."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from datetime import timedelta

from django.db import IntegrityError, transaction

from egret.kernel import audit, clock, erasure, events, gate
from egret.kernel.blobs import releasing
from egret.kernel.keyring.router import KEYRING
from egret.kernel.logs import log_event
from egret.kernel.personal import not_personal
from egret.kernel.text import Text
from egret.kernel.vault import Owner, destroying
from egret.privacy.erasures import certificate, notices
from egret.privacy.erasures.errors import ErasureDecided, ErasureOrderedAlready, ErasureUnknown
from egret.privacy.erasures.models import Erasure
from egret.privacy.erasures.plan import plan_for
from egret.privacy.events import ErasureCancelled, ErasureFinished, ErasureOrdered

logger = logging.getLogger(__name__)
State = Erasure.State

# Long enough to notice an order that somebody else gave, or to think better of one's own over a weekend; short enough
# that it is over well within the fifteen business days in which we answer (C77).
GRACE = timedelta(days=7)
# Steps of one erasure in a row: each has its own, and one that cannot be taken now is tried at the next occasion.
STEPS = 4

ORDERED = audit.act("erasures.ordered", Text("asked for the account to be deleted", "申请注销账号"))
CANCELLED = audit.act("erasures.cancelled", Text("cancelled the deletion of the account", "取消注销账号"))
DECIDED = audit.act("erasures.decided", Text("the deletion of an account began", "开始注销账号"))
FINISHED = audit.act("erasures.finished", Text("the deletion of an account was completed", "账号注销完成"))

A_KEY = not_personal("a random key")
erasure_moved = log_event("erasures.moved", erasure=A_KEY, state=not_personal("one of six words"))
erasure_waits = log_event("erasures.waits", erasure=A_KEY, reasons=not_personal("a count"))


def do_order(person_id: uuid.UUID, *, at_once: bool) -> Erasure:
    """Order the erasure of one's own account; at once also shortens a grace period that runs.

    Raises ErasureOrderedAlready.
    """
    now = clock.now()
    due_at = now if at_once else now + GRACE
    with transaction.atomic():
        known = Erasure.objects.select_for_update().filter(person_id=person_id, state=State.PLANNED).first()
        if known is not None:
            if not at_once:
                raise ErasureOrderedAlready(due_at=known.due_at.isoformat())
            known.due_at = min(known.due_at, now)
            known.save(update_fields=["due_at"])
            return known
        try:
            with transaction.atomic():
                order = Erasure.objects.create(person_id=person_id, ordered_at=now, due_at=due_at)
        except IntegrityError:
            # Of two orders at once the other was first, or it is being carried out.
            raise ErasureOrderedAlready(due_at=now.isoformat()) from None
        audit.record(ORDERED, actor=person_id, subject=person_id, about=str(order.id))
        events.emit(ErasureOrdered(person_id, order.id))
    erasure_moved(erasure=order.id, state=order.state)
    return order


def do_cancel(person_id: uuid.UUID) -> None:
    """Nothing was changed, so nothing is restored. Raises ErasureUnknown, ErasureDecided."""
    with transaction.atomic():
        order = Erasure.objects.select_for_update().filter(person_id=person_id, state__in=OPEN).first()
        if order is None:
            raise ErasureUnknown
        if order.state != State.PLANNED:
            raise ErasureDecided(state=order.state)
        order.state, order.ended_at = State.CANCELLED, clock.now()
        order.save(update_fields=["state", "ended_at"])
        audit.record(CANCELLED, actor=person_id, subject=person_id, about=str(order.id))
        events.emit(ErasureCancelled(person_id, order.id))
    erasure_moved(erasure=order.id, state=order.state)


OPEN = (State.PLANNED, State.RUNNING)
UNFINISHED = (State.RUNNING, State.DELETED, State.UNREADABLE)


def announce() -> None:
    """What a crash swallowed between commit and event is heard of again: hearing twice is hearing once."""
    lately = clock.now() - timedelta(days=1)
    orders = Erasure.objects.filter(person__isnull=False).values_list("person_id", "id")
    for person_id, order_id in orders.filter(state=State.PLANNED):
        events.emit(ErasureOrdered(person_id, order_id))
    for person_id, order_id in orders.filter(state=State.CANCELLED, ended_at__gt=lately):
        events.emit(ErasureCancelled(person_id, order_id))


def run_due() -> int:
    """Carry out what is due and what was interrupted; returns how many came to their end."""
    due = Erasure.objects.filter(state=State.PLANNED, due_at__lte=clock.now()) | Erasure.objects.filter(
        state__in=UNFINISHED
    )
    finished = 0
    for order_id in list(due.order_by("due_at").values_list("id", flat=True)):
        try:
            finished += run(order_id) == State.DONE
        except Exception:
            # One that fails must not keep the others waiting; it is tried again.
            logger.exception("Erasure %s could not be carried on", order_id)
    return finished


def run(order_id: uuid.UUID) -> str:
    """Carry one on as far as it comes; returns where it stands. Safe twice, at once, and to be killed anywhere."""
    for _ in range(STEPS):
        order = Erasure.objects.get(id=order_id)
        step = _STEPS.get(State(order.state))
        if step is None or not step(order):
            break
    return Erasure.objects.values_list("state", flat=True).get(id=order_id)


def _decide(order: Erasure) -> bool:
    """From here on it is done, whatever happens: the row says so, then the journal. A reason to wait (a hold) is seen
    in the same transaction; an order that is cancelled at this moment is cancelled or too late, never both."""
    with transaction.atomic():
        order = Erasure.objects.select_for_update().get(id=order.id)
        if order.state != State.PLANNED or order.person_id is None or order.due_at > clock.now():
            return order.state in UNFINISHED
        reasons = erasure.reasons_to_wait(order.person_id)
        if reasons:
            erasure_waits(erasure=order.id, reasons=len(reasons))
            return False
        order.plan = plan_for(order.person_id).written()
        order.decided_at = clock.now()
        audit.record(DECIDED, subject=order.person_id, about=str(order.id))
        _move(order, State.RUNNING, "plan", "decided_at")
    return True


def _delete(order: Erasure) -> bool:
    """Rows, in one transaction with the domains' own parts; the journal, outside the database, comes before it."""
    person_id = order.person_id
    if person_id is not None and erasure.reasons_to_wait(person_id):
        return False
    line = gate.write_down(str(Owner("person", person_id))).number if person_id else order.journal_line
    with transaction.atomic():
        order = Erasure.objects.select_for_update().get(id=order.id)
        if order.state != State.RUNNING:
            return order.state in UNFINISHED
        order.journal_line = line
        if person_id is not None:
            if erasure.reasons_to_wait(person_id):
                return False
            notices.prepare(order, person_id)
            erasure.delete("person", person_id)
        order.person_id = None
        # Earlier orders of the same person say nothing that this one does not.
        _move(order, State.DELETED, "person", "journal_line")
    return True


def _destroy_keys(order: Erasure) -> bool:
    """Usually gone with the commit already; a keyring that was away is met again here."""
    destroying.destroy_doomed()
    Erasure.objects.filter(id=order.id, state=State.DELETED).update(state=State.UNREADABLE)
    erasure_moved(erasure=order.id, state=State.UNREADABLE.value)
    return True


def _sweep(order: Erasure) -> bool:
    """Contents, and what the databases' files still hold of deleted pages; then it is certified."""
    releasing.remove_doomed()
    if not all(erasure.empty_log(alias) for alias in ("default", KEYRING)):
        return False
    notices.tell_all()
    with transaction.atomic():
        order = Erasure.objects.select_for_update().get(id=order.id)
        if order.state != State.UNREADABLE:
            return False
        order.ended_at = clock.now()
        order.certificate = certificate.certify(order)
        audit.record(FINISHED, about=str(order.id))
        events.emit(ErasureFinished(order.id))
        _move(order, State.DONE, "ended_at", "certificate")
    return True


def _move(order: Erasure, state: Erasure.State, *changed: str) -> None:
    order.state = state
    order.save(update_fields=["state", *changed])
    erasure_moved(erasure=order.id, state=state.value)


_STEPS: dict[Erasure.State, Callable[[Erasure], bool]] = {
    State.PLANNED: _decide,
    State.RUNNING: _delete,
    State.DELETED: _destroy_keys,
    State.UNREADABLE: _sweep,
}

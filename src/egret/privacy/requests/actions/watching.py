"""What Egret does by itself: it reminds of deadlines, and keeps the requests that rooms answer by themselves."""

from __future__ import annotations

import logging
import uuid

from django.db import transaction

from egret.kernel import clock, desks
from egret.kernel.logs import log_event
from egret.kernel.personal import not_personal
from egret.privacy.requests import queries
from egret.privacy.requests.actions.asking import open_request
from egret.privacy.requests.actions.timeline import add, close, lock
from egret.privacy.requests.models import OPEN, By, EventKind, Kind, Request, State

A_REQUEST = not_personal("a random id")
due_soon = log_event("privacy.request_due_soon", request=A_REQUEST, days=not_personal("a count"))
overdue = log_event("privacy.request_overdue", request=A_REQUEST, due=not_personal("a date"))


def do_escalate(only: uuid.UUID | None = None) -> int:
    """Once each: three business days before the end the desk is reminded; past it, it is an alarm. Returns how many."""
    escalated = 0
    for request in list(queries.open_ones(only=only)):
        late = request.due_at <= clock.now()
        left = queries.days_left(request)
        if late or left <= queries.SOON:
            escalated += _escalate(request.id, EventKind.OVERDUE if late else EventKind.SOON, left)
    return escalated


def _escalate(request_id: uuid.UUID, kind: EventKind, left: int) -> bool:
    with transaction.atomic():
        request = lock(request_id, only_open=False)
        # An extension gives a new end, and with it a new reminder.
        since = request.extended_at or request.received_at
        if not request.is_open or request.events.filter(kind=kind, at__gte=since).exists():
            return False
        add(request, kind, By.EGRET, due_on=request.due_on.isoformat())
    if kind is EventKind.OVERDUE:
        overdue(logging.ERROR, request=request_id, due=request.due_on)
    else:
        due_soon(logging.WARNING, request=request_id, days=left)
    return True


def do_follow_order(person_id: uuid.UUID, kind: Kind, order: uuid.UUID) -> Request:
    """A copy or an erasure was ordered: a request that Egret answers, under the operator's clock. Twice is once.

    A second order after one that failed answers the first request: its clock goes on.
    """
    with transaction.atomic():
        known = Request.objects.filter(order=order).first()
        if known is not None:
            return known
        waiting = Request.objects.select_for_update(of=("self",)).filter(
            person_id=person_id, kind=kind, order__isnull=False, state__in=OPEN
        )
        if (request := waiting.first()) is not None:
            request.order = order
            request.save(update_fields=["order"])
            return request
        request = open_request(person_id, kind, desks.port().of(person_id, None), order=order)
        request.state = State.IN_PROGRESS
        request.save(update_fields=["state"])
        return request


def do_close_order(order: uuid.UUID, state: State) -> None:
    """What was ordered is there, or was called off. Twice is once, and for what was never heard of nothing."""
    with transaction.atomic():
        request = Request.objects.select_for_update(of=("self",)).filter(order=order, state__in=OPEN).first()
        if request is None:
            return
        close(request, state)
        add(
            request,
            EventKind.READY if state is State.ANSWERED else EventKind.WITHDRAWN,
            By.EGRET if state is State.ANSWERED else By.PERSON,
        )

"""Adding to a timeline, and telling the person: inside the transaction of what is told."""

from __future__ import annotations

import uuid

from egret.kernel import clock
from egret.privacy.requests.errors import PrivacyRequestClosed, PrivacyRequestUnknown
from egret.privacy.requests.models import By, EventKind, Request, RequestEvent, State

# What a person is told by message too, where they switched that on.
TOLD = {EventKind.ANSWERED, EventKind.REFUSED, EventKind.EXTENDED, EventKind.READY}


def add(request: Request, kind: EventKind, by: By, *, actor: uuid.UUID | None = None, **facts: object) -> RequestEvent:
    """One more event; the person's own page shows it from the commit on."""
    event: RequestEvent = RequestEvent.objects.create(
        request=request, kind=kind, by=by, actor_id=actor, facts=facts, at=clock.now()
    )
    if kind in TOLD:
        # The job is a row of the same transaction: told if and only if it is so, whoever is killed meanwhile.
        _tell(event.id)
    return event


def _tell(event_id: int) -> None:
    from egret.privacy.requests import tasks  # a job names this module, too

    tasks.tell.enqueue(event_id)


def lock(request_id: uuid.UUID, *, only_open: bool = True) -> Request:
    """The request, held until the transaction ends. Raises PrivacyRequestUnknown, PrivacyRequestClosed."""
    request = Request.objects.select_for_update(of=("self",)).filter(id=request_id).first()
    if request is None:
        raise PrivacyRequestUnknown
    if only_open and not request.is_open:
        raise PrivacyRequestClosed(state=request.state)
    return request


def close(request: Request, state: State) -> None:
    """End it, whatever was proposed before."""
    request.state = state
    request.closed_at = clock.now()
    request.save()

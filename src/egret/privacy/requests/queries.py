"""Reads of requests; `access_…` authorises."""

from __future__ import annotations

import hashlib
import json
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q, QuerySet

from egret.kernel import clock, desks
from egret.kernel.api import Viewer
from egret.kernel.desks import Desk
from egret.kernel.permissions import require
from egret.kernel.purpose import under
from egret.privacy import calendars
from egret.privacy.requests import policies
from egret.privacy.requests.errors import PrivacyRequestUnknown
from egret.privacy.requests.models import OPEN, ContactCheck, DeskMember, Request, Restriction
from egret.privacy.requests.personal import PURPOSE

# Closed ones are looked up now and then; all of them would grow for ever.
CLOSED_SHOWN = 100
MINE_SHOWN = 200
# When a desk is reminded: there is time left for an answer, and for an extension with its reason.
SOON = 3
# A telephone number goes out of use within a year more often than a name does.
CONTACT_CHECKED_EVERY = timedelta(days=366)


def mine(person_id: uuid.UUID) -> list[Request]:
    """What somebody asked, the latest first, each with its timeline."""
    asked = Request.objects.filter(person_id=person_id).prefetch_related("events").order_by("-id")
    return list(asked[:MINE_SHOWN])


def access_mine(person_id: uuid.UUID, request_id: uuid.UUID) -> Request:
    """One's own request. Raises PrivacyRequestUnknown."""
    found = Request.objects.filter(id=request_id).prefetch_related("events").first()
    if found is None or not policies.is_mine(found, person_id):
        raise PrivacyRequestUnknown
    return found


def has_seat(person_id: uuid.UUID) -> bool:
    """Whether somebody sits at the operator's desk."""
    return DeskMember.objects.filter(person_id=person_id).exists()


def restricted_since(person_id: uuid.UUID) -> datetime | None:
    return Restriction.objects.filter(person_id=person_id).values_list("since", flat=True).first()


@under(PURPOSE)
def restricted() -> set[uuid.UUID]:
    """Everybody whose data is restricted, for whoever has to leave it alone."""
    return set(Restriction.objects.values_list("person_id", flat=True))


def require_seat(viewer: Viewer, organization_id: uuid.UUID | None) -> None:
    """An organisation's administrators sit at its desk, whom the operator named at the operator's; neither at both.

    Raises NotAllowed, and what an organisation says to others.
    """
    if organization_id is None:
        require(has_seat(viewer.person_id))
    else:
        desks.port().require_seat(viewer, organization_id)


@under(PURPOSE)
def require_operator(viewer: Viewer) -> None:
    """For what only the operator's desk may see, whatever it runs for. Raises NotAllowed."""
    require_seat(viewer, None)


def access_queue(viewer: Viewer, organization_id: uuid.UUID | None) -> list[Request]:
    """What a desk has to answer, the nearest deadline first, then what it answered lately. Raises as require_seat."""
    require_seat(viewer, organization_id)
    asked = _at(organization_id).prefetch_related("events")
    waiting = asked.filter(state__in=OPEN).order_by("due_at", "id")
    closed = asked.exclude(state__in=OPEN).order_by(F("closed_at").desc(nulls_last=True))[:CLOSED_SHOWN]
    return [*waiting, *closed]


def access_at_desk(viewer: Viewer, organization_id: uuid.UUID | None, request_id: uuid.UUID) -> Request:
    """One request of this desk. Raises as require_seat, and PrivacyRequestUnknown."""
    require_seat(viewer, organization_id)
    found = _at(organization_id).filter(id=request_id).prefetch_related("events").first()
    if found is None:
        raise PrivacyRequestUnknown
    return found


def _at(organization_id: uuid.UUID | None) -> QuerySet[Request]:
    return Request.objects.filter(organization=organization_id)


def desk_of(request: Request) -> Desk:
    return desks.port().behind(request.organization_id)


def days_left(request: Request) -> int:
    """Business days until it is due where the controller is; 0: today, negative: late."""
    country, zone = request.clock["country"], request.clock["zone"]
    return calendars.days_left(country, calendars.received_on(clock.now(), zone), request.due_on)


def open_ones(*, only: uuid.UUID | None = None) -> QuerySet[Request]:
    """What is not answered yet."""
    return Request.objects.filter(Q(state__in=OPEN), *([Q(id=only)] if only else []))


def overdue() -> int:
    """How many are past their day."""
    return Request.objects.filter(state__in=OPEN, due_at__lte=clock.now()).count()


def contact_hash() -> str:
    """Of the operator's contact as the policy shows it now."""
    shown = {name: settings.EGRET_OPERATOR.get(name, "") for name in ("name", "contact", "email", "phone", "address")}
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()


def contact_checked() -> bool:
    """Whether this very contact was tried within its review period (C07)."""
    since = clock.now() - CONTACT_CHECKED_EVERY
    return ContactCheck.objects.filter(contact=contact_hash(), at__gte=since).exists()

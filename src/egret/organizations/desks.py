"""The desks that answer people about their data: each enterprise's own, and the operator's (C01)."""

from __future__ import annotations

import uuid

from django.conf import settings

from egret.accounts import queries as people
from egret.accounts.phone import parse_phone
from egret.kernel.api import Viewer
from egret.kernel.desks import Desk
from egret.kernel.purpose import under
from egret.organizations.models import Membership
from egret.organizations.queries import Controller, access_administration, controller_of, desk_for


class Desks:
    """Fills `kernel.desks`."""

    @under("organizations.membership")
    def of(self, person_id: uuid.UUID, organization_id: uuid.UUID | None) -> Desk:
        return _desk(desk_for(person_id, organization_id))

    @under("organizations.membership")
    def behind(self, organization_id: uuid.UUID | None) -> Desk:
        return _desk(controller_of(organization_id))

    @under("organizations.membership")
    def require_seat(self, viewer: Viewer, organization_id: uuid.UUID) -> None:
        access_administration(viewer, organization_id)

    @under("organizations.membership")
    def name_of(self, person_id: uuid.UUID, organization_id: uuid.UUID | None) -> str:
        here = (
            Membership.objects.filter(person_id=person_id, organization_id=organization_id) if organization_id else None
        )
        called = here.values_list("name", flat=True).first() if here is not None else ""
        return called or people.name_of(person_id)

    @under("accounts.sign_in")
    def person_by_phone(self, typed: str) -> uuid.UUID | None:
        person = people.person_by_phone(parse_phone(typed))
        return person.id if person else None


def _desk(controller: Controller) -> Desk:
    zone = settings.EGRET_OPERATOR.get("zone", "") if controller.kind == "operator" else ""
    return Desk(
        controller.organization_id,
        controller.name,
        controller.contact_name,
        controller.contact_email,
        controller.country,
        zone,
    )

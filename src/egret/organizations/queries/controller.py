"""Who answers for whose data (C01, C06): the operator for personal use, each enterprise for its organisation."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Literal

from django.conf import settings
from django.db.models import QuerySet

from egret.kernel.purpose import under
from egret.kernel.text import from_locale
from egret.organizations.errors import OrganizationUnknown
from egret.organizations.models import LegalEntity, Membership, Organization


@dataclass(frozen=True)
class Controller:
    """A legal entity of the register, and whom to ask there. Of the operator what its settings say; "" otherwise."""

    name: str
    contact_name: str
    contact_email: str
    contact_phone: str
    address: str
    country: str  # ISO 3166-1 alpha-2
    language: str
    kind: Literal["operator", "enterprise"]
    organization_id: uuid.UUID | None


def operator() -> Controller:
    """Who runs this installation and answers for what people do in it for themselves."""
    record = settings.EGRET_OPERATOR
    return Controller(
        name=record["name"],
        contact_name=record.get("contact", ""),
        contact_email=record["email"],
        contact_phone=record["phone"],
        address=record["address"],
        country=record.get("country", ""),
        language=from_locale(record.get("language")),
        kind="operator",
        organization_id=None,
    )


def controller_from(entity: LegalEntity, organization_id: uuid.UUID) -> Controller:
    return Controller(
        name=entity.name,
        contact_name=entity.contact_name,
        contact_email=entity.contact_email,
        contact_phone=entity.contact_phone,
        address=entity.address,
        country=entity.country,
        language=entity.language,
        kind="enterprise",
        organization_id=organization_id,
    )


@under("organizations.membership")
def controller_of(organization_id: uuid.UUID | None) -> Controller:
    """The one that answers for what is done in a space: None is the personal one. Raises OrganizationUnknown."""
    if organization_id is None:
        return operator()
    organization = Organization.objects.select_related("controller").filter(id=organization_id).first()
    if organization is None:
        raise OrganizationUnknown
    return controller_from(organization.controller, organization.id)


@under("organizations.membership")
def desk_for(person_id: uuid.UUID, organization_id: uuid.UUID | None) -> Controller:
    """Whom a person asks about their data in a space; a member's organisation, never the operator (C01).

    Raises OrganizationUnknown for whoever is not a member.
    """
    if organization_id is not None and not _memberships(person_id).filter(organization_id=organization_id).exists():
        raise OrganizationUnknown
    return controller_of(organization_id)


@under("organizations.membership")
def register_for(person_id: uuid.UUID) -> list[Controller]:
    """The legal entities that answer for some of this person's data: the operator, and each of their organisations."""
    members = _memberships(person_id).select_related("organization__controller").order_by("organization__name", "id")
    return [operator(), *(controller_from(each.organization.controller, each.organization_id) for each in members)]


def _memberships(person_id: uuid.UUID) -> QuerySet[Membership]:
    return Membership.objects.filter(person_id=person_id, active=True)

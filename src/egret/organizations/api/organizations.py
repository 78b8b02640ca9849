"""Organisations: mine, one of them, its rules, who answers for its data, and its record of acts."""

import dataclasses
import datetime
import uuid
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status
from pydantic import Field

from egret.kernel.api import Input, Output, answer, language_of, problems, signed_in, viewer_of
from egret.kernel.errors import CrossSiteRequest, NotAllowed, SignInRequired
from egret.kernel.personal import Category, not_personal
from egret.kernel.purpose import under
from egret.kernel.text import Language
from egret.organizations import policies, queries
from egret.organizations.actions import domains, organization
from egret.organizations.actions.organization import MAXIMUM_ADDRESS, MAXIMUM_PHONE, Contact
from egret.organizations.api.controller import OrganizationControllerOut
from egret.organizations.errors import (
    AddressUnusable,
    AttendanceDaysOutOfRange,
    ConfirmationWrong,
    CountryUnknown,
    CursorUnusable,
    DomainTaken,
    DomainUnknown,
    DomainUnusable,
    NameUnusable,
    OrganizationUnknown,
    OwnSecondFactorFirst,
    SecondFactorNeeded,
    TooManyDomains,
    TooManyOrganizations,
)
from egret.organizations.models import Domain, Membership, Role
from egret.organizations.names import ENTITY_LENGTH, ORGANIZATION_LENGTH
from egret.organizations.queries.acts import acts_of
from egret.organizations.queries.controller import controller_from

router = Router(tags=["organizations"])

RuleWord = Literal["nobody", "admins", "members"]
DOOR = (SignInRequired, OrganizationUnknown, SecondFactorNeeded)
WRITE = (CrossSiteRequest, *DOOR, NotAllowed)
# Typed text may be this much longer than what is kept of it, so that the error can say what is wrong.
TYPED = 4
OF_THE_ORGANIZATION = not_personal("says something of the organisation, not of a person")


class MineOut(Output):
    id: uuid.UUID
    name: str
    role: Role
    members: int | None = Field(description="null for external guests, who do not see the directory")
    needs_second_factor: bool = Field(description="open only to sessions that proved a second factor; this one did not")


class MinePage(Output):
    items: list[MineOut]


class ContactIn(Input):
    """Who answers for the organisation's data."""

    legal_name: Annotated[str, OF_THE_ORGANIZATION] = Field(max_length=TYPED * ENTITY_LENGTH)
    country: Annotated[str, OF_THE_ORGANIZATION] = Field(max_length=2, description="ISO 3166-1 alpha-2")
    language: Language
    contact_name: Annotated[str, Category.CONTACT] = Field(max_length=TYPED * ENTITY_LENGTH)
    contact_email: Annotated[str, Category.CONTACT] = Field(max_length=254)
    contact_phone: Annotated[str, Category.CONTACT] = Field("", max_length=MAXIMUM_PHONE)
    address: Annotated[str, OF_THE_ORGANIZATION] = Field("", max_length=TYPED * MAXIMUM_ADDRESS)

    def contact(self) -> Contact:
        return Contact(
            name=self.legal_name,
            country=self.country.upper(),
            language=self.language,
            contact_name=self.contact_name,
            contact_email=self.contact_email,
            contact_phone=self.contact_phone,
            address=self.address,
        )


class CreateIn(ContactIn):
    name: Annotated[str, OF_THE_ORGANIZATION] = Field(max_length=TYPED * ORGANIZATION_LENGTH)
    legal_name: Annotated[str, OF_THE_ORGANIZATION] = Field(
        "", max_length=TYPED * ENTITY_LENGTH, description="of the enterprise; empty: as the organisation"
    )

    def contact(self) -> Contact:
        return dataclasses.replace(super().contact(), name=self.legal_name.strip() or self.name)


class RulesOut(Output):
    who_records: RuleWord
    who_shares_outside: RuleWord
    who_invites_guests: RuleWord
    accepts_requests: bool
    requires_second_factor: bool
    attendance_days: int


class RulesIn(Input):
    """What is left out stays as it is."""

    name: Annotated[str | None, OF_THE_ORGANIZATION] = Field(None, max_length=TYPED * ORGANIZATION_LENGTH)
    who_records: RuleWord | None = None
    who_shares_outside: RuleWord | None = None
    who_invites_guests: RuleWord | None = None
    accepts_requests: bool | None = None
    requires_second_factor: bool | None = None
    attendance_days: int | None = None


class OrganizationOut(Output):
    id: uuid.UUID
    name: str
    role: Role
    membership: uuid.UUID = Field(description="mine")
    can_administer: bool
    can_invite_guests: bool
    can_read_directory: bool
    rules: RulesOut
    controller: OrganizationControllerOut


class DeleteIn(Input):
    name: Annotated[str, OF_THE_ORGANIZATION] = Field(max_length=TYPED * ORGANIZATION_LENGTH)


class DomainIn(Input):
    name: Annotated[str, OF_THE_ORGANIZATION] = Field(max_length=300)


class DomainOut(Output):
    id: uuid.UUID
    name: str
    verified_at: datetime.datetime | None


class DomainList(Output):
    items: list[DomainOut]


class ActOut(Output):
    id: uuid.UUID
    at: datetime.datetime
    actor: str | None = Field(description="null: the directory, the operator, or somebody who is gone; empty: no name")
    sentence: str


class ActPage(Output):
    items: list[ActOut]
    next_cursor: str | None


@router.get("/organizations", auth=signed_in, response={200: MinePage, **problems(SignInRequired)})
@under("organizations.membership")
def list_mine(request: HttpRequest) -> HttpResponse:
    """The organisations I belong to."""
    viewer = viewer_of(request)
    items = [
        MineOut(
            id=place.membership.organization_id,
            name=place.membership.organization.name,
            role=Role(place.membership.role),
            members=place.members,
            needs_second_factor=place.membership.organization.requires_second_factor and not viewer.second_factor,
        )
        for place in queries.places_of(viewer.person_id)
    ]
    return answer(MinePage(items=items))


@router.post(
    "/organizations",
    auth=signed_in,
    response={
        201: OrganizationOut,
        **problems(
            CrossSiteRequest, SignInRequired, NameUnusable, CountryUnknown, AddressUnusable, TooManyOrganizations
        ),
    },
)
@under("organizations.administer")
def create(request: HttpRequest, body: CreateIn) -> HttpResponse:
    """Make an organisation: I own it, and the enterprise named here answers for its data."""
    founder = organization.do_create(viewer_of(request).person_id, body.name, body.contact())
    return answer(_out(founder), 201)


@router.get("/organizations/{uuid:organization_id}", auth=signed_in, response={200: OrganizationOut, **problems(*DOOR)})
@under("organizations.membership")
def read(request: HttpRequest, organization_id: uuid.UUID) -> HttpResponse:
    """One of mine: my place in it, its rules, and who answers for the data in it."""
    return answer(_out(queries.access_membership(viewer_of(request), organization_id)))


@router.patch(
    "/organizations/{uuid:organization_id}",
    auth=signed_in,
    response={
        200: OrganizationOut,
        **problems(*WRITE, NameUnusable, AttendanceDaysOutOfRange, OwnSecondFactorFirst),
    },
)
@under("organizations.administer")
def change_rules(request: HttpRequest, organization_id: uuid.UUID, body: RulesIn) -> HttpResponse:
    """Change the name and the rules; for administrators."""
    viewer = viewer_of(request)
    actor = queries.access_administration(viewer, organization_id)
    organization.do_change_rules(actor, body.model_dump(exclude_none=True), second_factor=viewer.second_factor)
    return answer(_out(queries.access_membership(viewer, organization_id)))


@router.put(
    "/organizations/{uuid:organization_id}/controller",
    auth=signed_in,
    response={200: OrganizationControllerOut, **problems(*WRITE, NameUnusable, CountryUnknown, AddressUnusable)},
)
@under("organizations.administer")
def change_controller(request: HttpRequest, organization_id: uuid.UUID, body: ContactIn) -> HttpResponse:
    """Change who answers for the organisation's data; for administrators."""
    actor = queries.access_administration(viewer_of(request), organization_id)
    entity = organization.do_change_contact(actor, body.contact())
    return answer(OrganizationControllerOut.of(controller_from(entity, organization_id)))


@router.post(
    "/organizations/{uuid:organization_id}/delete",
    auth=signed_in,
    response={204: None, **problems(*WRITE, ConfirmationWrong)},
)
@under("organizations.administer")
def delete(request: HttpRequest, organization_id: uuid.UUID, body: DeleteIn) -> Status[None]:
    """End the organisation and everything in it, for owners who type its name. People's accounts stay."""
    actor = queries.access_administration(viewer_of(request), organization_id)
    organization.do_delete(actor, body.name)
    return Status(204, None)


@router.get(
    "/organizations/{uuid:organization_id}/domains",
    auth=signed_in,
    response={200: DomainList, **problems(*DOOR, NotAllowed)},
)
@under("organizations.administer")
def list_domains(request: HttpRequest, organization_id: uuid.UUID) -> HttpResponse:
    """The mail domains this organisation says are its own; for administrators."""
    actor = queries.access_administration(viewer_of(request), organization_id)
    found = Domain.objects.filter(organization_id=actor.organization_id).order_by("name")
    return answer(DomainList(items=[_domain_out(each) for each in found]))


@router.post(
    "/organizations/{uuid:organization_id}/domains",
    auth=signed_in,
    response={201: DomainOut, **problems(*WRITE, DomainUnusable, DomainTaken, TooManyDomains)},
)
@under("organizations.administer")
def claim_domain(request: HttpRequest, organization_id: uuid.UUID, body: DomainIn) -> HttpResponse:
    """Claim a mail domain. It counts once the installation's operator has verified it."""
    actor = queries.access_administration(viewer_of(request), organization_id)
    return answer(_domain_out(domains.do_claim_domain(actor, body.name)), 201)


@router.delete(
    "/organizations/{uuid:organization_id}/domains/{uuid:domain}",
    auth=signed_in,
    response={204: None, **problems(*WRITE, DomainUnknown)},
)
@under("organizations.administer")
def release_domain(request: HttpRequest, organization_id: uuid.UUID, domain: uuid.UUID) -> Status[None]:
    """Give up a mail domain."""
    domains.do_release_domain(queries.access_administration(viewer_of(request), organization_id), domain)
    return Status(204, None)


@router.get(
    "/organizations/{uuid:organization_id}/audit",
    auth=signed_in,
    response={200: ActPage, **problems(*DOOR, NotAllowed, CursorUnusable)},
)
@under("organizations.administer")
def list_acts(
    request: HttpRequest,
    organization_id: uuid.UUID,
    subject: Annotated[str | None, Query(max_length=40, pattern="^[a-z_]+$")] = None,
    cursor: Annotated[str | None, Query(max_length=40)] = None,
) -> HttpResponse:
    """What administrators did, newest first, in the reader's language; for administrators."""
    actor = queries.access_administration(viewer_of(request), organization_id)
    rows, next_cursor = acts_of(actor.organization_id, subject, language_of(request), cursor)
    items = [ActOut(id=row.id, at=row.at, actor=row.actor, sentence=row.sentence) for row in rows]
    return answer(ActPage(items=items, next_cursor=next_cursor))


def _out(member: Membership) -> OrganizationOut:
    mine = member.organization
    return OrganizationOut(
        id=mine.id,
        name=mine.name,
        role=Role(member.role),
        membership=member.id,
        can_administer=policies.can_administer(member),
        can_invite_guests=policies.can_invite_guests(mine, member),
        can_read_directory=policies.can_read_directory(member),
        rules=RulesOut(**{name: getattr(mine, name) for name in RulesOut.model_fields}),
        controller=OrganizationControllerOut.of(controller_from(mine.controller, mine.id)),
    )


def _domain_out(domain: Domain) -> DomainOut:
    return DomainOut(id=domain.id, name=domain.name, verified_at=domain.verified_at)

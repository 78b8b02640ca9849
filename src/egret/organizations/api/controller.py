"""The register of legal entities: who answers for whose data (C06)."""

import uuid
from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from egret.kernel.api import Output, answer, problems, signed_in, viewer_of
from egret.kernel.errors import SignInRequired
from egret.kernel.purpose import under
from egret.organizations import queries
from egret.organizations.errors import OrganizationUnknown
from egret.organizations.queries import Controller

router = Router(tags=["organizations"])


class OrganizationControllerOut(Output):
    """A legal entity and whom to ask there; "" where it is not known."""

    name: str
    contact_name: str
    contact_email: str
    contact_phone: str
    address: str
    country: str = Field(description="ISO 3166-1 alpha-2")
    language: str
    kind: Literal["operator", "enterprise"]
    organization: uuid.UUID | None

    @staticmethod
    def of(controller: Controller) -> "OrganizationControllerOut":
        return OrganizationControllerOut(
            name=controller.name,
            contact_name=controller.contact_name,
            contact_email=controller.contact_email,
            contact_phone=controller.contact_phone,
            address=controller.address,
            country=controller.country,
            language=controller.language,
            kind=controller.kind,
            organization=controller.organization_id,
        )


class RegisterOut(Output):
    items: list[OrganizationControllerOut]


@router.get("/controllers", auth=signed_in, response={200: RegisterOut, **problems(SignInRequired)})
@under("organizations.membership")
def read_register(request: HttpRequest) -> HttpResponse:
    """Who answers for my data: the operator for my personal use, each of my organisations for what I do there."""
    register = queries.register_for(viewer_of(request).person_id)
    return answer(RegisterOut(items=[OrganizationControllerOut.of(each) for each in register]))


@router.get(
    "/controllers/{space}",
    auth=signed_in,
    response={200: OrganizationControllerOut, **problems(SignInRequired, OrganizationUnknown)},
)
@under("organizations.membership")
def read_desk(request: HttpRequest, space: Literal["personal"] | uuid.UUID) -> HttpResponse:
    """Whom I ask about my data in a space: `personal`, or an organisation of mine."""
    organization_id = None if space == "personal" else space
    return answer(OrganizationControllerOut.of(queries.desk_for(viewer_of(request).person_id, organization_id)))

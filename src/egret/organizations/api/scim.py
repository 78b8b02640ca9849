"""The administrators' side of provisioning: its address and its tokens."""

import datetime
import uuid
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from pydantic import Field

from egret.kernel import clock
from egret.kernel.api import Input, Output, answer, problems, signed_in, viewer_of
from egret.kernel.personal import not_personal
from egret.kernel.purpose import under
from egret.organizations import queries
from egret.organizations.actions import scim_tokens
from egret.organizations.actions.scim_tokens import MAXIMUM_DAYS
from egret.organizations.api.organizations import WRITE
from egret.organizations.errors.provisioning import LifetimeUnusable, ScimTokenUnknown, TooManyScimTokens
from egret.organizations.models import ScimToken
from egret.organizations.scim import base_url

router = Router(tags=["organizations"])


class ScimTokenOut(Output):
    id: uuid.UUID
    created_at: datetime.datetime
    expires_at: datetime.datetime
    last_used_at: datetime.datetime | None = Field(description="to within five minutes")

    @staticmethod
    def of(token: ScimToken) -> "ScimTokenOut":
        return ScimTokenOut(
            id=token.id,
            created_at=token.created_at,
            expires_at=token.expires_at,
            last_used_at=token.last_used_at,
        )


class ProvisioningOut(Output):
    base_url: str = Field(description="what the directory must be told")
    provisioned: int = Field(description="members whom the directory entered")
    tokens: list[ScimTokenOut]


class ScimTokenIn(Input):
    days: Annotated[int, not_personal("how long a token works")] = Field(
        MAXIMUM_DAYS, ge=-(2**31), lt=2**31, description=f"1 to {MAXIMUM_DAYS}"
    )


class NewScimTokenOut(ScimTokenOut):
    token: str = Field(description="shown now and never again")


@router.get(
    "/organizations/{uuid:organization_id}/scim", auth=signed_in, response={200: ProvisioningOut, **problems(*WRITE)}
)
@under("organizations.administer")
def read_provisioning(request: HttpRequest, organization_id: uuid.UUID) -> HttpResponse:
    """The address for the directory, and the tokens that work now."""
    actor = queries.access_administration(viewer_of(request), organization_id)
    tokens = actor.organization.scim_tokens.filter(expires_at__gt=clock.now()).order_by("-id")
    return answer(
        ProvisioningOut(
            base_url=base_url(),
            provisioned=actor.organization.memberships.filter(scim_user_name__isnull=False).count(),
            tokens=[ScimTokenOut.of(token) for token in tokens],
        )
    )


@router.post(
    "/organizations/{uuid:organization_id}/scim/tokens",
    auth=signed_in,
    response={201: NewScimTokenOut, **problems(*WRITE, LifetimeUnusable, TooManyScimTokens)},
)
@under("organizations.administer")
def make_token(request: HttpRequest, organization_id: uuid.UUID, body: ScimTokenIn) -> HttpResponse:
    """A new token; those before it go on working until they are revoked, so that it can be put in their place."""
    actor = queries.access_administration(viewer_of(request), organization_id)
    token, shown = scim_tokens.do_make_token(actor, body.days)
    return answer(NewScimTokenOut(token=shown, **ScimTokenOut.of(token).model_dump()), 201)


@router.delete(
    "/organizations/{uuid:organization_id}/scim/tokens/{uuid:token}",
    auth=signed_in,
    response={204: None, **problems(*WRITE, ScimTokenUnknown)},
)
@under("organizations.administer")
def revoke_token(request: HttpRequest, organization_id: uuid.UUID, token: uuid.UUID) -> Status[None]:
    """It stops working at once."""
    actor = queries.access_administration(viewer_of(request), organization_id)
    scim_tokens.do_revoke_token(actor, token)
    return Status(204, None)

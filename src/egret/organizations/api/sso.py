"""Single sign-on: signing in by an organisation's provider, and the administrators' settings of it."""

import datetime
import uuid
from typing import Annotated
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from ninja import Query, Router, Status
from pydantic import Field

from egret.accounts.actions.directory_people import do_begin_directory_sign_in
from egret.accounts.api.sign_in import continue_at
from egret.kernel import ratelimit
from egret.kernel.api import Input, Output, address_of, answer, language_of, problems, signed_in, viewer_of
from egret.kernel.browser_storage import set_cookie
from egret.kernel.errors import CrossSiteRequest, EgretError, SignInRequired, TooManyRequests
from egret.kernel.personal import Category, not_personal
from egret.kernel.policy import PolicyNotAccepted
from egret.kernel.purpose import under
from egret.kernel.ratelimit import Limit
from egret.organizations import queries
from egret.organizations.actions import sso, sso_connections
from egret.organizations.actions.sso_connections import StepName
from egret.organizations.api.organizations import OF_THE_ORGANIZATION, WRITE
from egret.organizations.errors import DepartmentUnknown
from egret.organizations.errors.provisioning import (
    ConnectionUnknown,
    DomainNotHere,
    EmailMalformed,
    GroupsUnusable,
    IssuerUnusable,
    ProviderUnfit,
    ProviderUnreachable,
    SsoRefused,
)
from egret.organizations.models import SsoConnection
from egret.organizations.personal import SSO_COOKIE

router = Router(tags=["organizations"])

COOKIE_PATH = "/api/v1/sign-in/sso"
# A company behind one address comes to work in the morning; a script does not fill the table of attempts.
BEGINNINGS = Limit("single sign-ons per address", 600, datetime.timedelta(minutes=15))
# Each save and test asks a host that the administrator names: nobody scans the internet with it.
QUESTIONS = Limit("questions to identity providers per organisation", 60, datetime.timedelta(minutes=15))
MAXIMUM_GROUPS = 200

# Printable: PostgreSQL stores no NUL, and nobody sees the rest.
PRINTABLE = r"^[^\p{C}]*$"
ASCII = r"^[\x20-\x7e]*$"


class BeginSsoIn(Input):
    email: Annotated[str, Category.CONTACT] = Field(max_length=254)
    policy_version: Annotated[str | None, not_personal("a date of the policy")] = Field(None, max_length=10)
    next: Annotated[str, not_personal("a page of ours")] = Field(
        "", max_length=300, pattern=r"^(/([^/\\\p{C}][^\\\p{C}]*)?)?$", description="a path here, for afterwards"
    )


class SsoLocationOut(Output):
    location: str | None = Field(description="where the browser goes now")


class GroupLine(Output):
    value: str
    department: uuid.UUID


class ConnectionOut(Output):
    issuer: str
    client_id: str
    has_secret: bool
    group_claim: str
    groups: list[GroupLine]
    enabled: bool


class SsoOut(Output):
    redirect_uri: str = Field(description="what the provider must be told")
    connection: ConnectionOut | None


class MappedGroupIn(Input):
    value: Annotated[str, OF_THE_ORGANIZATION] = Field(min_length=1, max_length=200, pattern=PRINTABLE)
    department: uuid.UUID


class ConnectionIn(Input):
    issuer: Annotated[str, OF_THE_ORGANIZATION] = Field(max_length=300, pattern=ASCII)
    client_id: Annotated[str, OF_THE_ORGANIZATION] = Field(min_length=1, max_length=255, pattern=ASCII)
    client_secret: Annotated[str | None, OF_THE_ORGANIZATION] = Field(
        None, max_length=300, pattern=ASCII, description="null: as it was; empty: none"
    )
    group_claim: Annotated[str, OF_THE_ORGANIZATION] = Field("groups", max_length=60, pattern=ASCII)
    groups: list[MappedGroupIn] = Field([], max_length=MAXIMUM_GROUPS, description="the first that fits wins")
    enabled: bool = False


class StepOut(Output):
    name: StepName
    passed: bool
    reason: str = Field(description="in the protocol's own words; empty when it passed")


class TestOut(Output):
    steps: list[StepOut]


class CallbackQuery(Input):
    """RFC 6749 §4.1.2. Providers add members of their own, which are ignored."""

    model_config = {"extra": "ignore"}

    code: Annotated[str, Category.CREDENTIAL] = ""
    state: Annotated[str, not_personal("a random key")] = ""
    iss: Annotated[str, not_personal("the provider's name")] = ""


@router.post(
    "/sign-in/sso",
    response={
        200: SsoLocationOut,
        **problems(
            CrossSiteRequest,
            PolicyNotAccepted,
            EmailMalformed,
            DomainNotHere,
            TooManyRequests,
            ProviderUnreachable,
            ProviderUnfit,
        ),
    },
)
@under("accounts.sign_in")
def begin_sso(request: HttpRequest, body: BeginSsoIn) -> HttpResponse:
    """Begin to sign in at the organisation that the address belongs to. The address is looked at and not kept."""
    ratelimit.spend(BEGINNINGS, address_of(request))
    begun = sso.do_begin(
        body.email,
        accepted_policy=body.policy_version,
        language=language_of(request),
        next_path=body.next,
        browser=request.COOKIES.get(SSO_COOKIE.name),
    )
    response = answer(SsoLocationOut(location=begun.location))
    seconds = int(sso.ATTEMPT_LIFETIME.total_seconds())
    set_cookie(response, SSO_COOKIE, begun.browser, path=COOKIE_PATH, max_age=seconds)
    return response


@router.get("/sign-in/sso/callback", response={302: None, **problems()})
@under("accounts.sign_in")
def sso_callback(request: HttpRequest, query: Query[CallbackQuery]) -> HttpResponse:
    """The provider sends the browser here; the page for signing in goes on, or says why not."""
    try:
        arrival = sso.do_arrive(
            query.state, code=query.code, issuer=query.iss, browser=request.COOKIES.get(SSO_COOKIE.name)
        )
        flow = do_begin_directory_sign_in(
            arrival.person_id, accepted_policy=arrival.policy_version, language=arrival.language
        )
    except (SsoRefused, ProviderUnreachable, ProviderUnfit, IssuerUnusable, PolicyNotAccepted) as error:
        return _refused(error)
    return continue_at(request, flow, arrival.next_path)


@router.get(
    "/sign-in/sso/sign-out-location", auth=signed_in, response={200: SsoLocationOut, **problems(SignInRequired)}
)
@under("accounts.sign_in")
def read_sign_out_location(request: HttpRequest) -> HttpResponse:
    """Where to sign out at the organisation's provider too; null where none vouches, or it offers no such page."""
    try:
        location = sso.sign_out_location(viewer_of(request).person_id)
    except (ProviderUnreachable, ProviderUnfit, IssuerUnusable):
        location = None
    return answer(SsoLocationOut(location=location))


@router.get("/organizations/{uuid:organization_id}/sso", auth=signed_in, response={200: SsoOut, **problems(*WRITE)})
@under("organizations.administer")
def read_connection(request: HttpRequest, organization_id: uuid.UUID) -> HttpResponse:
    """The connection as it is set up, without its secret."""
    actor = queries.access_administration(viewer_of(request), organization_id)
    return _answer(SsoConnection.objects.filter(organization_id=actor.organization_id).first())


@router.put(
    "/organizations/{uuid:organization_id}/sso",
    auth=signed_in,
    response={
        200: SsoOut,
        **problems(
            *WRITE,
            IssuerUnusable,
            ProviderUnreachable,
            ProviderUnfit,
            GroupsUnusable,
            DepartmentUnknown,
            TooManyRequests,
        ),
    },
)
@under("organizations.administer")
def save_connection(request: HttpRequest, organization_id: uuid.UUID, body: ConnectionIn) -> HttpResponse:
    """Set it up, once the provider has answered. Another issuer makes another connection: its people are others."""
    actor = queries.access_administration(viewer_of(request), organization_id)
    ratelimit.spend(QUESTIONS, str(organization_id))
    connection = sso_connections.do_save_connection(
        actor,
        issuer=body.issuer,
        client_id=body.client_id,
        client_secret=body.client_secret,
        group_claim=body.group_claim,
        groups=[(line.value, line.department) for line in body.groups],
        enabled=body.enabled,
    )
    return _answer(connection)


@router.delete(
    "/organizations/{uuid:organization_id}/sso",
    auth=signed_in,
    response={204: None, **problems(*WRITE, ConnectionUnknown)},
)
@under("organizations.administer")
def remove_connection(request: HttpRequest, organization_id: uuid.UUID) -> Status[None]:
    """Nobody signs in by it any more."""
    actor = queries.access_administration(viewer_of(request), organization_id)
    sso_connections.do_remove_connection(actor)
    return Status(204, None)


@router.post(
    "/organizations/{uuid:organization_id}/sso/test",
    auth=signed_in,
    response={200: TestOut, **problems(*WRITE, ConnectionUnknown, TooManyRequests)},
)
@under("organizations.administer")
def test_connection(request: HttpRequest, organization_id: uuid.UUID) -> HttpResponse:
    """Ask the provider everything that can be asked without a person."""
    actor = queries.access_administration(viewer_of(request), organization_id)
    ratelimit.spend(QUESTIONS, str(organization_id))
    steps = sso_connections.do_test_connection(actor)
    return answer(TestOut(steps=[StepOut(name=step.name, passed=step.passed, reason=step.reason) for step in steps]))


def _answer(connection: SsoConnection | None) -> HttpResponse:
    shown = None
    if connection is not None:
        lines = connection.group_mapping.order_by("position")
        shown = ConnectionOut(
            issuer=connection.issuer,
            client_id=connection.client_id,
            has_secret=bool(connection.client_secret),
            group_claim=connection.group_claim,
            groups=[GroupLine(value=line.value, department=line.department_id) for line in lines],
            enabled=connection.enabled,
        )
    return answer(SsoOut(redirect_uri=sso_connections.redirect_uri(), connection=shown))


def _refused(error: EgretError) -> HttpResponse:
    return HttpResponseRedirect(f"/sign-in?{urlencode({'problem': error.slug})}")

"""Single sign-on from the form to the session, against a provider that does one thing wrong at a time."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from egret.accounts.actions import directory_people
from egret.accounts.models import Identity, Person, PolicyAcceptance, SignInFlow
from egret.kernel import clock, egress, policy
from egret.kernel.installation import tables_holding
from egret.organizations import identity_provider
from egret.organizations.actions import domains, sso_connections
from egret.organizations.models import (
    AdministrativeAct,
    Membership,
    Organization,
    ScimToken,
    Source,
    SsoAttempt,
    SsoConnection,
)
from egret.organizations.oidc import code_challenge
from tests import factories, oidc_provider
from tests.factories import organizations as make
from tests.oidc_provider import CLIENT_ID, CLIENT_SECRET, KEYS, Provider

pytestmark = pytest.mark.django_db

DOMAIN = "example.com"


@pytest.fixture(autouse=True)
def private_issuers(settings: Settings) -> Iterator[None]:
    settings.EGRET_ALLOW_PRIVATE_ISSUERS = True
    known = dict(egress.DESTINATIONS)
    identity_provider._kept.clear()
    yield
    egress.DESTINATIONS.clear()
    egress.DESTINATIONS.update(known)


@pytest.fixture
def provider() -> Iterator[Provider]:
    with oidc_provider.running() as provider:
        yield provider


@pytest.fixture
def reed(provider: Provider) -> Organization:
    """An organisation with a verified domain, connected to the provider."""
    organization = make.organization()
    claim_domain(organization, DOMAIN)
    connect(organization, provider)
    return organization


def claim_domain(organization: Organization, name: str) -> None:
    domains.do_claim_domain(make.owner_of(organization), name)
    domains.do_verify_domain(name)


def connect(organization: Organization, provider: Provider, **changed: Any) -> SsoConnection:
    settings: dict[str, Any] = {
        "issuer": provider.issuer,
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "group_claim": "groups",
        "groups": [],
        "enabled": True,
        **changed,
    }
    return sso_connections.do_save_connection(make.owner_of(organization), **settings)


def begin(client: Client, email: str = f"ada@{DOMAIN}", **body: Any) -> tuple[int, dict[str, Any]]:
    sent = {"email": email, "policy_version": policy.version(), **body}
    response = client.post("/api/v1/sign-in/sso", sent, "application/json")
    return response.status_code, response.json()


def come_back(client: Client, query: dict[str, str]) -> str:
    response = client.get("/api/v1/sign-in/sso/callback", query)
    assert response.status_code == 302, response.content
    return response.headers["Location"]


def sign_in(client: Client, provider: Provider) -> str:
    """From the form to the provider and back: where the browser is sent in the end."""
    status, answer = begin(client)
    assert status == 200, answer
    return come_back(client, provider.authorize(answer["location"]))


def whoever_came(client: Client, location: str) -> Person:
    """Who is signed in once the page has gone on with the flow."""
    flow = parse_qs(urlsplit(location).query)["flow"][0]
    answer = client.post(f"/api/v1/sign-in/{flow}/continue").json()
    assert answer["state"] == "signed_in", answer
    return Person.objects.get(id=client.get("/api/v1/session").json()["person"]["id"])


def problem(location: str) -> str:
    assert location.startswith("/sign-in?problem="), location
    return parse_qs(urlsplit(location).query)["problem"][0]


def test_somebody_new_becomes_a_member_and_comes_again(reed: Organization, provider: Provider) -> None:
    client = Client()
    location = sign_in(client, provider)
    assert parse_qs(urlsplit(location).query)["next"] == [f"/o/{reed.id}/people"]
    person = whoever_came(client, location)
    member = Membership.objects.get(organization=reed, person=person)
    assert (member.name, member.source, member.source_detail) == ("Ada Lovelace", Source.SSO, provider.issuer)
    assert person.phone is None
    assert PolicyAcceptance.objects.filter(person=person, policy_version=policy.version()).exists()
    again = Client()
    assert whoever_came(again, sign_in(again, provider)) == person
    assert Membership.objects.filter(organization=reed).count() == 2


def test_only_the_subject_is_kept(reed: Organization, provider: Provider) -> None:
    provider.claims = {
        "phone_number": "+447911123456",
        "picture": "https://x.test/face.jpg",
        "groups": ["staff-canary"],
    }
    client = Client()
    person = whoever_came(client, sign_in(client, provider))
    assert list(Identity.objects.filter(person=person).values_list("uid", flat=True)) == ["subject-1"]
    for canary in (f"ada@{DOMAIN}", "7911123456", "face.jpg", "staff-canary", CLIENT_SECRET):
        assert tables_holding(canary) == [], canary
    assert SsoAttempt.objects.count() == 0


def test_what_the_provider_is_sent(reed: Organization, provider: Provider) -> None:
    client = Client()
    _, answer = begin(client)
    asked = parse_qs(urlsplit(answer["location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["login_hint"] == [f"ada@{DOMAIN}"]
    cookie = client.cookies["egret_sso"]
    assert cookie["httponly"]
    assert (cookie["samesite"], cookie["path"], cookie["max-age"]) == ("Lax", "/api/v1/sign-in/sso", 600)
    back = provider.authorize(answer["location"])
    challenge = provider.challenges[back["code"]]
    come_back(client, back)
    assert code_challenge(provider.forms[0]["code_verifier"]) == challenge
    assert "client_secret" not in provider.forms[0]


def test_the_policy_comes_first(reed: Organization) -> None:
    client = Client()
    for version in (None, "2001-01-01"):
        status, answer = begin(client, policy_version=version)
        assert (status, answer["type"]) == (409, "urn:egret:policy-not-accepted")
    assert SsoAttempt.objects.count() == 0


@pytest.mark.parametrize(
    ("email", "status", "slug"),
    [
        ("ada@elsewhere.example", 404, "sso-domain-unknown"),
        ("ada", 422, "email-malformed"),
        ("ada@", 422, "email-malformed"),
        ("ada@exa\0mple.com", 422, "email-malformed"),
    ],
)
def test_addresses_that_lead_nowhere(reed: Organization, email: str, status: int, slug: str) -> None:
    found, answer = begin(Client(), email)
    assert (found, answer["type"]) == (status, f"urn:egret:{slug}")


def test_an_unverified_domain_or_a_connection_that_is_off_leads_nowhere(provider: Provider) -> None:
    organization = make.organization()
    domains.do_claim_domain(make.owner_of(organization), DOMAIN)
    connect(organization, provider)
    assert begin(Client())[0] == 404
    domains.do_verify_domain(DOMAIN)
    assert begin(Client())[0] == 200
    connect(organization, provider, enabled=False)
    assert begin(Client())[0] == 404


def test_an_answer_works_once(reed: Organization, provider: Provider) -> None:
    client = Client()
    _, answer = begin(client)
    back = provider.authorize(answer["location"])
    assert "flow=" in come_back(client, back)
    assert problem(come_back(client, back)) == "sso-stale"


def test_an_answer_works_in_the_browser_that_asked(reed: Organization, provider: Provider) -> None:
    """Otherwise somebody could be signed in as somebody else by a link (RFC 9700 §4.7)."""
    _, answer = begin(Client())
    back = provider.authorize(answer["location"])
    stranger = Client()
    begin(stranger)
    assert problem(come_back(stranger, back)) == "sso-stale"
    assert problem(come_back(Client(), {"code": "x", "state": "no-state"})) == "sso-stale"
    assert problem(come_back(Client(), {})) == "sso-stale"


def test_two_tabs_of_a_browser_both_arrive(reed: Organization, provider: Provider) -> None:
    client = Client()
    first, second = (provider.authorize(begin(client)[1]["location"]) for _ in range(2))
    assert "flow=" in come_back(client, first)
    assert "flow=" in come_back(client, second)


def test_an_answer_after_ten_minutes_is_late(reed: Organization, provider: Provider) -> None:
    client = Client()
    back = provider.authorize(begin(client)[1]["location"])
    with clock.travel(timedelta(minutes=10, seconds=1)):
        assert problem(come_back(client, back)) == "sso-stale"


def test_whoever_changes_their_mind_at_the_provider(reed: Organization, provider: Provider) -> None:
    client = Client()
    back = provider.authorize(begin(client)[1]["location"])
    assert problem(come_back(client, {"error": "access_denied", "state": back["state"]})) == "sso-declined"
    assert problem(come_back(client, back)) == "sso-stale"


def test_a_provider_that_names_itself_is_the_one_that_was_asked(reed: Organization, provider: Provider) -> None:
    client = Client()
    back = provider.authorize(begin(client)[1]["location"])
    assert problem(come_back(client, {**back, "iss": "https://other.example"})) == "sso-invalid"
    assert provider.forms == []
    back = provider.authorize(begin(client)[1]["location"])
    assert "flow=" in come_back(client, {**back, "iss": provider.issuer})


def test_a_provider_that_always_names_itself_has_sent_no_answer_without_its_name(
    reed: Organization, provider: Provider
) -> None:
    provider.change_discovery = lambda document: {**document, "authorization_response_iss_parameter_supported": True}
    identity_provider._kept.clear()
    client = Client()
    back = provider.authorize(begin(client)[1]["location"])
    back.pop("iss", None)
    assert problem(come_back(client, back)) == "sso-invalid"
    assert provider.forms == []
    back = provider.authorize(begin(client)[1]["location"])
    assert "flow=" in come_back(client, {**back, "iss": provider.issuer})


def hmac_with_the_public_key(claims: dict[str, Any]) -> str:
    head, body, _ = KEYS["first"].sign(claims).split(".")
    return f"{head.replace(head, jwt.utils.base64url_encode(json.dumps({'alg': 'HS256'}).encode()).decode())}.{body}.AA"


@pytest.mark.parametrize(
    "encode",
    [
        lambda claims: jwt.encode(claims, "", algorithm="none"),
        hmac_with_the_public_key,
        lambda claims: KEYS["second"].sign(claims, key_id="first"),
        lambda claims: KEYS["second"].sign(claims),
        lambda claims: "not.a.token",
        lambda claims: "",
    ],
    ids=["unsigned", "hmac", "somebody else's", "an unknown key", "noise", "nothing"],
)
def test_an_id_token_that_is_forged(
    reed: Organization, provider: Provider, encode: Callable[[dict[str, Any]], str]
) -> None:
    provider.encode = encode
    assert problem(sign_in(Client(), provider)) == "sso-invalid"
    nothing_was_made(reed)


@pytest.mark.parametrize(
    ("changed", "slug"),
    [
        ({"iss": "https://other.example"}, "sso-invalid"),
        ({"aud": "somebody-else"}, "sso-invalid"),
        ({"aud": [CLIENT_ID, "somebody-else"]}, "sso-invalid"),
        ({"nonce": "of another answer"}, "sso-invalid"),
        ({"exp": 1_700_000_000}, "sso-invalid"),
        ({"sub": ""}, "sso-invalid"),
        ({"email": "eve@elsewhere.example"}, "sso-email"),
        ({"email": "ada@example.com.evil.test"}, "sso-email"),
        ({"email": "ada@sub.example.com"}, "sso-email"),
        ({"email": None}, "sso-email"),
        ({"email_verified": False}, "sso-email"),
        ({"email_verified": None}, "sso-email"),
        ({"email": "a\0da@example.com"}, "sso-email"),
        ({"email": "ada@exam\0ple.com"}, "sso-email"),
    ],
    ids=str,
)
def test_an_id_token_with_wrong_claims(
    reed: Organization, provider: Provider, changed: dict[str, Any], slug: str
) -> None:
    provider.change_claims = lambda claims: {**claims, **changed}
    assert problem(sign_in(Client(), provider)) == slug
    nothing_was_made(reed)


def nothing_was_made(organization: Organization) -> None:
    assert Membership.objects.filter(organization=organization).count() == 1
    assert Person.objects.filter(phone=None).count() == 0
    assert SignInFlow.objects.filter(kind="oidc").count() == 0


def test_a_provider_does_not_speak_for_another_organisations_domain(reed: Organization, provider: Provider) -> None:
    """Whoever runs a provider of their own could otherwise come in as anybody."""
    victim = make.organization()
    claim_domain(victim, "victim.example")
    provider.email = "boss@victim.example"
    assert problem(sign_in(Client(), provider)) == "sso-email"
    assert Membership.objects.filter(organization=victim).count() == 1


def break_with(status: int) -> Callable[[Any], None]:
    return lambda handler: handler.send(status, {"error": "server_error"})


def send_a_giant(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(40):
            handler.wfile.write(b" " * 1024 * 1024)
    except OSError:
        pass  # the product hung up, as it should


def send_noise(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    handler.wfile.write(b"<html>Not Found</html>")


def redirect(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(302)
    handler.send_header("Location", "http://169.254.169.254/latest/meta-data")
    handler.send_header("Content-Length", "0")
    handler.end_headers()


@pytest.mark.parametrize(
    ("path", "misbehave", "slug"),
    [
        ("/token", break_with(503), "provider-unreachable"),
        ("/token", break_with(400), "provider-unfit"),
        ("/token", send_a_giant, "provider-unreachable"),
        ("/token", send_noise, "sso-invalid"),
        ("/token", redirect, "provider-unfit"),
        ("/keys", break_with(500), "provider-unreachable"),
        ("/keys", send_noise, "sso-invalid"),
    ],
)
def test_a_provider_that_breaks(
    reed: Organization, provider: Provider, path: str, misbehave: Callable[[Any], None], slug: str
) -> None:
    provider.misbehave[path] = misbehave
    assert problem(sign_in(Client(), provider)) == slug
    nothing_was_made(reed)


def test_a_provider_that_is_slow_does_not_hold_us(
    reed: Organization, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A byte now and then stays within every single wait; the whole is limited too."""
    monkeypatch.setattr(egress, "WHOLE_SECONDS", 0.5)
    ended = threading.Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            for _ in range(100):
                handler.wfile.write(b" ")
                handler.wfile.flush()
                time.sleep(0.1)
        except OSError:
            ended.set()

    provider.misbehave["/token"] = drip
    started = time.monotonic()
    assert problem(sign_in(Client(), provider)) == "provider-unreachable"
    assert time.monotonic() - started < 5
    assert ended.wait(5)


def test_a_provider_that_is_gone(reed: Organization, provider: Provider) -> None:
    connection = SsoConnection.objects.get(organization=reed)
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        connection.issuer = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        connection.save()
        status, answer = begin(Client())
    assert (status, answer["type"]) == (502, "urn:egret:provider-unreachable")


def test_keys_that_changed_meanwhile_are_asked_for_once(reed: Organization, provider: Provider) -> None:
    client = Client()
    whoever_came(client, sign_in(client, provider))
    provider.key = KEYS["second"]
    provider.published = [KEYS["second"]]
    provider.asked.clear()
    client = Client()
    whoever_came(client, sign_in(client, provider))
    assert provider.asked.count(("GET", "/keys")) == 1


def test_an_address_that_is_told_only_when_asked_again(reed: Organization, provider: Provider) -> None:
    provider.change_claims = lambda claims: {name: claims[name] for name in claims if not name.startswith("email")}
    provider.userinfo = {"sub": "subject-1", "email": f"ada@{DOMAIN}", "email_verified": True}
    client = Client()
    assert whoever_came(client, sign_in(client, provider)).phone is None
    provider.userinfo["sub"] = "somebody-else"
    assert problem(sign_in(Client(), provider)) == "sso-invalid"


@pytest.mark.parametrize(
    ("told", "told_when_asked"),
    [
        ({"email": f"ada@{DOMAIN}"}, {"email": "ada@elsewhere.example", "email_verified": True}),
        ({"email_verified": True}, {"email": f"ada@{DOMAIN}"}),
        ({"email_verified": True}, {"email": f"ada@{DOMAIN}", "email_verified": False}),
    ],
)
def test_one_address_being_verified_says_nothing_of_another(
    reed: Organization, provider: Provider, told: dict[str, Any], told_when_asked: dict[str, Any]
) -> None:
    provider.change_claims = lambda claims: {
        **{name: claims[name] for name in claims if not name.startswith("email")},
        **told,
    }
    provider.userinfo = {"sub": "subject-1", **told_when_asked}
    assert problem(sign_in(Client(), provider)) == "sso-email"


def test_groups_that_are_told_only_when_asked_again(reed: Organization, provider: Provider) -> None:
    boats = make.department(reed, "Boats")
    connect(reed, provider, groups=[("boats", boats.id)])
    provider.userinfo = {"sub": "subject-1", "groups": ["boats"]}
    client = Client()
    person = whoever_came(client, sign_in(client, provider))
    assert Membership.objects.get(organization=reed, person=person).department == boats


def test_an_access_token_makes_no_header_of_its_own(reed: Organization, provider: Provider) -> None:
    provider.change_claims = lambda claims: {name: claims[name] for name in claims if not name.startswith("email")}
    provider.userinfo = {"sub": "subject-1", "email": f"ada@{DOMAIN}", "email_verified": True}
    provider.access_token = "a\r\nX-Other: b"
    assert problem(sign_in(Client(), provider)) == "sso-invalid"


def test_a_document_of_any_size_is_not_kept(reed: Organization, provider: Provider) -> None:
    provider.change_discovery = lambda document: {**document, "more": "x" * identity_provider.LONGEST_DOCUMENT}
    identity_provider._kept.clear()
    assert begin(Client())[1]["type"] == "urn:egret:provider-unfit"
    assert not identity_provider._kept


def test_no_more_documents_are_kept_than_fit(reed: Organization, provider: Provider) -> None:
    moment = clock.now()
    identity_provider._kept.update(
        {f"https://{number}.example/": (moment, b"") for number in range(identity_provider.MAXIMUM_KEPT)}
    )
    sign_in(Client(), provider)
    assert len(identity_provider._kept) == identity_provider.MAXIMUM_KEPT


def test_a_client_may_authenticate_by_post(provider: Provider) -> None:
    provider.change_discovery = lambda document: {
        **document,
        "token_endpoint_auth_methods_supported": ["client_secret_post"],
    }
    organization = make.organization()
    claim_domain(organization, DOMAIN)
    connect(organization, provider)
    sign_in(Client(), provider)  # the misbehaving provider takes Basic alone
    assert provider.forms[0]["client_secret"] == CLIENT_SECRET
    assert provider.authorizations == [None]


def test_groups_lead_to_departments(reed: Organization, provider: Provider) -> None:
    sales, boats = make.department(reed, "Sales"), make.department(reed, "Boats")
    connect(reed, provider, groups=[("boats", boats.id), ("sales", sales.id)])
    provider.claims = {"groups": ["everyone", "\0", "\ud800", 7, "sales", "boats"], "name": "A\0da"}
    client = Client()
    person = whoever_came(client, sign_in(client, provider))
    member = Membership.objects.get(organization=reed, person=person)
    assert (member.department, member.name) == (boats, "Ada")


@pytest.mark.parametrize(
    "groups",
    ["boats", ["boats"], [*(f"group {number}" for number in range(300_000)), "boats"]],
    ids=["a word", "a list", "a list without end"],
)
def test_however_many_groups_somebody_is_in(reed: Organization, provider: Provider, groups: object) -> None:
    boats = make.department(reed, "Boats")
    connect(reed, provider, groups=[("boats", boats.id)])
    provider.claims = {"groups": groups}
    client = Client()
    person = whoever_came(client, sign_in(client, provider))
    assert Membership.objects.get(organization=reed, person=person).department == boats


@pytest.mark.parametrize("groups", [None, 7, 1.5, True, {"boats": "boats"}, [["boats"]], [{"value": "boats"}], ""])
def test_groups_of_another_kind_lead_nowhere(reed: Organization, provider: Provider, groups: object) -> None:
    connect(reed, provider, groups=[("boats", make.department(reed, "Boats").id)])
    provider.claims = {"groups": groups}
    client = Client()
    person = whoever_came(client, sign_in(client, provider))
    assert Membership.objects.get(organization=reed, person=person).department is None


def test_who_was_switched_off_is_refused(reed: Organization, provider: Provider) -> None:
    client = Client()
    person = whoever_came(client, sign_in(client, provider))
    Membership.objects.filter(organization=reed, person=person).update(active=False)
    assert problem(sign_in(Client(), provider)) == "sso-inactive"


def provisioned(
    organization: Organization, user_name: str, external_id: str = "", *, active: bool = True
) -> Membership:
    member = make.member(organization, Person.objects.get(id=directory_people.do_make_directory_person()))
    member.scim_user_name, member.scim_external_id, member.active = user_name, external_id, active
    member.save()
    return member


def test_who_was_provisioned_keeps_their_place(reed: Organization, provider: Provider) -> None:
    member = provisioned(reed, f"ADA@{DOMAIN}")
    client = Client()
    assert whoever_came(client, sign_in(client, provider)) == member.person
    assert Membership.objects.filter(organization=reed).count() == 2
    provider.subject = "another-subject-with-the-same-address"
    assert problem(sign_in(Client(), provider)) == "sso-taken"


def test_who_was_provisioned_under_the_providers_own_key(reed: Organization, provider: Provider) -> None:
    member = provisioned(reed, "al", external_id="subject-1")
    client = Client()
    assert whoever_came(client, sign_in(client, provider)) == member.person
    Membership.objects.filter(id=member.id).update(active=False)
    assert problem(sign_in(Client(), provider)) == "sso-inactive"


def test_who_came_before_the_directory_entered_them_stays_one_person(reed: Organization, provider: Provider) -> None:
    client = Client()
    person = whoever_came(client, sign_in(client, provider))
    spare = provisioned(reed, f"ada@{DOMAIN}")
    client = Client()
    assert whoever_came(client, sign_in(client, provider)) == person
    assert Membership.objects.get(organization=reed, person=person).id == spare.id
    assert not Person.objects.filter(id=spare.person_id).exists()


def test_once_a_directory_provisions_it_alone_says_who_belongs(reed: Organization, provider: Provider) -> None:
    ScimToken.objects.create(organization=reed, secret_hash="x", expires_at=clock.now() + timedelta(days=1))
    assert problem(sign_in(Client(), provider)) == "sso-not-provisioned"
    nothing_was_made(reed)
    ScimToken.objects.update(expires_at=clock.now())
    assert "flow=" in sign_in(Client(), provider)


# The settings.


def put(client: Client, of: Organization, provider: Provider, **changed: Any) -> tuple[int, dict[str, Any]]:
    body = {"issuer": provider.issuer, "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, **changed}
    response = client.put(f"/api/v1/organizations/{of.id}/sso", body, "application/json")
    return response.status_code, response.json()


def owner_client(of: Organization) -> Client:
    client = Client()
    client.force_login(make.owner_of(of).person)
    return client


def test_administrators_set_it_up(provider: Provider) -> None:
    organization = make.organization()
    department = make.department(organization)
    client = owner_client(organization)
    url = f"/api/v1/organizations/{organization.id}/sso"
    assert client.get(url).json() == {
        "redirect_uri": "http://localhost:8000/api/v1/sign-in/sso/callback",
        "connection": None,
    }
    groups = [{"value": "staff", "department": str(department.id)}]
    status, answer = put(client, organization, provider, groups=groups, enabled=True)
    assert status == 200, answer
    assert answer["connection"] == {
        "issuer": provider.issuer,
        "client_id": CLIENT_ID,
        "has_secret": True,
        "group_claim": "groups",
        "groups": groups,
        "enabled": True,
    }
    assert CLIENT_SECRET not in json.dumps(answer)
    assert put(client, organization, provider, client_secret=None)[1]["connection"]["has_secret"] is True
    assert put(client, organization, provider, client_secret="")[1]["connection"]["has_secret"] is False
    acts = AdministrativeAct.objects.filter(organization=organization, act__startswith="sso.")
    assert list(acts.order_by("id").values_list("act", flat=True)) == [
        "sso.saved", "sso.on", "sso.saved", "sso.off", "sso.saved",
    ]  # fmt: skip
    assert client.delete(url).status_code == 204
    assert client.delete(url).status_code == 404


def test_others_do_not(reed: Organization, provider: Provider) -> None:
    client = Client()
    assert client.get(f"/api/v1/organizations/{reed.id}/sso").status_code == 401
    client.force_login(make.member(reed).person)
    assert put(client, reed, provider)[0] == 403
    client.force_login(factories.person())
    assert put(client, reed, provider)[0] == 404


@pytest.mark.parametrize(
    ("changed", "status", "slug"),
    [
        ({"issuer": "http://login.example.com"}, 422, "issuer-unusable"),
        ({"issuer": "https://login.example.com/?tenant=1"}, 422, "issuer-unusable"),
        ({"issuer": "ftp://login.example.com"}, 422, "issuer-unusable"),
        ({"issuer": "https://login.invalid"}, 502, "provider-unreachable"),
        ({"client_secret": "\0"}, 422, "request-invalid"),
        ({"groups": [{"value": "a", "department": "00000000-0000-7000-8000-000000000000"}]}, 404, "department-unknown"),
        ({"unheard": 1}, 422, "request-invalid"),
    ],
    ids=str,
)
def test_settings_that_cannot_be(provider: Provider, changed: dict[str, Any], status: int, slug: str) -> None:
    organization = make.organization()
    found, answer = put(owner_client(organization), organization, provider, **changed)
    assert (found, answer["type"]) == (status, f"urn:egret:{slug}"), answer
    assert SsoConnection.objects.count() == 0


def test_a_group_leads_to_one_department(provider: Provider) -> None:
    organization = make.organization()
    line = {"value": "staff", "department": str(make.department(organization).id)}
    status, answer = put(owner_client(organization), organization, provider, groups=[line, line])
    assert (status, answer["type"]) == (422, "urn:egret:sso-groups-unusable")


def test_another_issuers_document_is_refused(provider: Provider) -> None:
    organization = make.organization()
    provider.change_discovery = lambda document: {**document, "issuer": "https://other.example"}
    status, answer = put(owner_client(organization), organization, provider)
    assert (status, answer["type"]) == (502, "urn:egret:provider-unfit")
    assert "another issuer" in answer["detail"]


def test_another_issuer_knows_other_people(reed: Organization, provider: Provider) -> None:
    """The same subject at another provider is somebody else."""
    client = Client()
    person = whoever_came(client, sign_in(client, provider))
    with oidc_provider.running() as other:
        connect(reed, other)
        client = Client()
        assert whoever_came(client, sign_in(client, other)) != person
    assert Identity.objects.filter(person=person).count() == 0


def test_our_own_network_is_out_of_reach(provider: Provider, settings: Settings) -> None:
    """A name may lead to loopback, a router, a cloud's metadata: seen when connected, before a byte is sent."""
    settings.EGRET_ALLOW_PRIVATE_ISSUERS = False
    organization = make.organization()
    port = urlsplit(provider.issuer).port
    status, answer = put(owner_client(organization), organization, provider, issuer=f"https://localhost:{port}")
    assert (status, answer["type"]) == (502, "urn:egret:provider-unreachable")
    assert provider.asked == []
    assert put(owner_client(organization), organization, provider)[0] == 422


def test_a_host_of_ours_is_not_taken_over(provider: Provider) -> None:
    organization = make.organization()
    engine = next(each for each in egress.DESTINATIONS.values() if each.processor == "media engine")
    status, answer = put(owner_client(organization), organization, provider, issuer=f"https://{engine.netloc}")
    assert (status, answer["type"]) == (502, "urn:egret:provider-unreachable")
    assert egress.DESTINATIONS[engine.netloc] == engine


def steps(of: Organization) -> dict[str, str]:
    response = owner_client(of).post(f"/api/v1/organizations/{of.id}/sso/test")
    return {step["name"]: "passed" if step["passed"] else step["reason"] for step in response.json()["steps"]}


def test_the_test_says_what_is_wrong(reed: Organization, provider: Provider) -> None:
    passed = {"discovery": "passed", "keys": "passed", "client": "passed", "domain": "passed"}
    assert steps(reed) == passed
    connect(reed, provider, client_secret="wrong")
    assert steps(reed) == {**passed, "client": "invalid_client"}
    provider.published = []
    assert steps(reed)["keys"] == "no key that signs"
    provider.misbehave["/keys"] = break_with(404)
    assert steps(reed)["discovery"] == "HTTP 404 at /keys"
    provider.misbehave["/.well-known/openid-configuration"] = break_with(500)
    reed.domains.all().delete()
    assert steps(reed) == {"reachable": "no answer", "domain": "no verified mail domain"}


def test_signing_out_at_the_provider_too(reed: Organization, provider: Provider) -> None:
    url = "/api/v1/sign-in/sso/sign-out-location"
    client = Client()
    assert client.get(url).status_code == 401
    whoever_came(client, sign_in(client, provider))
    location = client.get(url).json()["location"]
    assert location.startswith(f"{provider.issuer}/end?client_id={CLIENT_ID}&post_logout_redirect_uri=")
    client.force_login(factories.person())
    assert client.get(url).json() == {"location": None}

"""App passwords and API tokens."""

from __future__ import annotations

import re
from base64 import b64encode
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from egret.accounts.actions import tokens
from egret.accounts.actions.tokens import do_make_token, person_by_app_password
from egret.accounts.errors.tokens import TooManyAppPasswords
from egret.accounts.freshness import FRESH
from egret.accounts.models import AccessToken, Person, Session, TokenKind
from egret.accounts.scopes import API_SCOPES, APP_SCOPES
from egret.kernel import clock
from egret.kernel.ratelimit import Limit
from egret.project.api import api
from tests import factories
from tests.factories.browsers import browser

pytestmark = pytest.mark.django_db

TOKENS = "/api/v1/tokens"
HERE = "198.51.100.9"


def make(client: Client, kind: str, scopes: list[str], label: str = "My laptop", **more: Any) -> tuple[int, Any]:
    body = {"kind": kind, "label": label, "scopes": scopes, **more}
    response = client.post(TOKENS, body, "application/json")
    return response.status_code, response.json()


def bearer(secret: str) -> Client:
    return Client(headers={"authorization": f"Bearer {secret}"})


def basic(username: str, password: str) -> Client:
    return Client(headers={"authorization": "Basic " + b64encode(f"{username}:{password}".encode()).decode()})


def api_token(person: Person, *scopes: str) -> str:
    return do_make_token(person.id, TokenKind.API_TOKEN, label="script", scopes=scopes).secret


def app_password(person: Person, *scopes: str) -> str:
    return do_make_token(person.id, TokenKind.APP_PASSWORD, label="phone", scopes=scopes or ("webdav",)).secret


def test_a_token_is_shown_once_listed_and_revoked() -> None:
    client = browser(factories.person())
    status, made = make(client, "api_token", ["meetings:write", "meetings:read"], label="  Night   job ", days=30)
    assert status == 201 and re.fullmatch(r"egret_[\w-]{43}", made["secret"])
    listed = client.get(TOKENS).json()
    assert listed["items"] == [made["token"]]
    assert made["token"]["label"] == "Night job"
    assert made["token"]["scopes"] == ["meetings:read", "meetings:write"]
    assert made["token"]["last_used_at"] is None and not made["token"]["expired"]
    assert made["secret"] not in str(list(AccessToken.objects.values()))
    assert bearer(made["secret"]).get("/api/v1/meetings").status_code == 200
    assert client.get(TOKENS).json()["items"][0]["last_used_at"]
    assert client.delete(f"{TOKENS}/{made['token']['id']}").status_code == 204
    assert client.delete(f"{TOKENS}/{made['token']['id']}").status_code == 404
    refused = bearer(made["secret"]).get("/api/v1/meetings")
    assert (refused.status_code, refused.json()["type"]) == (401, "urn:egret:token-unknown")
    assert refused.headers["WWW-Authenticate"].startswith("Bearer")


def test_the_list_says_what_may_be_allowed_in_the_readers_language() -> None:
    client = browser(factories.person())
    scopes = client.get(TOKENS, headers={"accept-language": "zh-CN"}).json()["scopes"]
    assert {(each["name"], each["kind"]) for each in scopes} == {
        *((name, "api_token") for name in API_SCOPES),
        *((name, "app_password") for name in APP_SCOPES),
    }
    assert all(re.search(r"[\u4e00-\u9fff]", each["sentence"]) for each in scopes)


def test_every_scope_an_endpoint_asks_for_can_be_given() -> None:
    asked = {
        auth.scope
        for _, router in api._routers
        for view in router.path_operations.values()
        for operation in view.operations
        for auth in operation.auth_callbacks
        if hasattr(auth, "scope")
    }
    assert asked and asked <= set(API_SCOPES)
    schemes = api.get_openapi_schema()["components"]["securitySchemes"]
    assert {(scheme["type"], scheme.get("scheme")) for scheme in schemes.values()} >= {
        ("apiKey", None),
        ("http", "bearer"),
        ("http", "basic"),
    }


@pytest.mark.parametrize(
    ("kind", "scopes", "label", "problem"),
    [
        ("api_token", [], "x", "scopes-unusable"),
        ("api_token", ["webdav"], "x", "scopes-unusable"),
        ("app_password", ["meetings:read"], "x", "scopes-unusable"),
        ("app_password", ["webdav", "webdav"], "x", "scopes-unusable"),
        ("app_password", ["root"], "x", "request-invalid"),
        ("api_token", ["meetings:read"], "  ", "label-unusable"),
        ("api_token", ["meetings:read"], "a" * 61, "label-unusable"),
        ("api_token", ["meetings:read"], "nul\0", "label-unusable"),
        ("api_token", ["meetings:read"], "\ud800", "request-invalid"),
        ("api_token", ["meetings:read"], "\u202edeceiving", "label-unusable"),
    ],
)
def test_unusable_wishes_make_nothing(kind: str, scopes: list[str], label: str, problem: str) -> None:
    status, body = make(browser(factories.person()), kind, scopes, label)
    assert status in (400, 422)
    assert body["type"] in (f"urn:egret:{problem}", "urn:egret:body-unreadable")
    assert not AccessToken.objects.exists()


def test_making_one_asks_for_a_recent_proof() -> None:
    client = browser(factories.person())
    with clock.travel(FRESH + timedelta(seconds=1)):
        status, body = make(client, "api_token", ["meetings:read"])
    assert (status, body["type"]) == (403, "urn:egret:proof-needed")
    assert make(Client(), "api_token", ["meetings:read"])[0] == 401


def test_there_is_an_end_to_how_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "MAXIMUM", 2)
    client = browser(factories.person())
    statuses = [make(client, "api_token", ["meetings:read"])[0] for _ in range(3)]
    assert statuses == [201, 201, 409]


def test_somebody_elses_token_cannot_be_revoked() -> None:
    theirs = factories.person()
    secret = api_token(theirs, "meetings:read")
    client = browser(factories.person())
    assert client.delete(f"{TOKENS}/{AccessToken.objects.get().id}").status_code == 404
    assert bearer(secret).get("/api/v1/meetings").status_code == 200
    assert client.get(TOKENS).json()["items"] == []


class TestBearer:
    def test_a_token_does_what_its_scopes_say_and_no_more(self) -> None:
        person = factories.person()
        reader = bearer(api_token(person, "meetings:read"))
        refused = reader.post("/api/v1/meetings", {}, "application/json")
        assert refused.status_code == 403
        assert (refused.json()["type"], refused.json()["scope"]) == ("urn:egret:scope-needed", "meetings:write")
        writer = bearer(api_token(person, "meetings:write"))
        code = writer.post("/api/v1/meetings", {}, "application/json").json()["code"]
        assert writer.get("/api/v1/meetings").json()["scope"] == "meetings:read"
        assert [row["code"] for row in reader.get("/api/v1/meetings").json()["items"]] == [code]
        assert reader.get(f"/api/v1/meetings/{code}").json()["is_host"]
        assert reader.get(f"/api/v1/meetings/{code}/attendance").status_code == 200
        assert not Client().get(f"/api/v1/meetings/{code}").json()["is_host"]

    @pytest.mark.parametrize("path", ["/api/v1/sessions", TOKENS])
    def test_endpoints_without_a_scope_take_no_tokens(self, path: str) -> None:
        refused = bearer(api_token(factories.person(), *API_SCOPES)).get(path)
        assert (refused.status_code, refused.json()["type"]) == (401, "urn:egret:token-not-taken")

    def test_a_token_request_has_no_session_whatever_cookies_it_sends(self) -> None:
        person, other = factories.person(), factories.person()
        client = browser(other)
        sessions = Session.objects.count()
        headers = {"authorization": f"Bearer {api_token(person, 'meetings:read')}"}
        answer = client.get("/api/v1/meetings", headers=headers)
        assert answer.status_code == 200 and not answer.cookies
        assert client.get(TOKENS, headers=headers).status_code == 401
        assert client.get("/api/v1/meetings", headers={"authorization": "Bearer wrong"}).status_code == 401
        assert client.get("/api/v1/session", headers=headers).json()["person"] is None
        assert Session.objects.count() == sessions
        assert client.get(TOKENS).status_code == 200

    def test_programs_send_no_origin_and_pages_of_other_sites_are_refused(self) -> None:
        client = bearer(api_token(factories.person(), "meetings:write"))
        assert client.post("/api/v1/meetings", {}, "application/json").status_code == 201
        foreign = client.post("/api/v1/meetings", {}, "application/json", headers={"origin": "https://evil.example"})
        assert foreign.status_code == 403

    @pytest.mark.parametrize("header", ["Bearer", "Bearer ", "bearer  x", "BEARER é", "Bearer " + "x" * 5000])
    def test_broken_headers_are_refused(self, header: str) -> None:
        refused = Client(headers={"authorization": header}).get("/api/v1/meetings")
        assert (refused.status_code, refused.json()["type"]) == (401, "urn:egret:token-unknown")

    def test_an_app_password_is_no_token_and_the_other_way_round(self) -> None:
        person = factories.person()
        assert person.phone is not None
        assert bearer(app_password(person)).get("/api/v1/meetings").status_code == 401
        assert basic(person.phone, api_token(person, "meetings:read")).get("/api/v1/app-password").status_code == 401

    def test_it_ends_when_it_was_said_to(self) -> None:
        client = browser(factories.person())
        _, made = make(client, "api_token", ["meetings:read"], days=1)
        with clock.travel(timedelta(days=1, seconds=1)):
            assert bearer(made["secret"]).get("/api/v1/meetings").status_code == 401
            assert client.get(TOKENS).json()["items"][0]["expired"]

    def test_use_is_written_down_every_five_minutes_only(self) -> None:
        client = bearer(api_token(factories.person(), "meetings:read"))
        client.get("/api/v1/meetings")
        with CaptureQueriesContext(connection) as queries:
            client.get("/api/v1/meetings")
        assert not [query for query in queries if query["sql"].split()[0] in ("UPDATE", "INSERT", "DELETE")]
        with clock.travel(timedelta(minutes=6)):
            client.get("/api/v1/meetings")
            last_used_at = AccessToken.objects.get().last_used_at
            assert last_used_at is not None and clock.now() - last_used_at < timedelta(minutes=1)

    def test_a_deleted_persons_token_is_nobodys(self) -> None:
        person = factories.person()
        client = bearer(api_token(person, "meetings:read"))
        person.delete()
        assert client.get("/api/v1/meetings").status_code == 401


class TestAppPassword:
    def test_it_is_easily_typed_and_works_however_it_is_typed(self) -> None:
        person = factories.person()
        assert person.phone is not None
        secret = app_password(person, "webdav", "calendar")
        assert re.fullmatch(r"([a-z]{4}-){4}[a-z]{4}", secret)
        for username in (person.phone, "00" + person.phone[1:], str(person.id), str(person.id).upper()):
            for password in (secret, secret.upper(), secret.replace("-", ""), secret.replace("-", " ")):
                answer = basic(username, password).get("/api/v1/app-password")
                assert answer.status_code == 200, (username, password)
        assert answer.json()["person"] == str(person.id)
        assert answer.json()["scopes"] == ["webdav", "calendar"]
        assert not answer.cookies

    def test_wrong_ones_are_all_refused_alike(self) -> None:
        person, other = factories.person(), factories.person()
        assert person.phone is not None and other.phone is not None
        secret = app_password(person)
        answers = [
            client.get("/api/v1/app-password")
            for client in (
                basic(other.phone, secret),
                basic(factories.new_phone(), secret),
                basic(person.phone, "abcd-" * 5),
                basic(person.phone, ""),
                basic("", secret),
                Client(),
                Client(headers={"authorization": "Basic !!!"}),
                Client(headers={"authorization": "Basic " + b64encode(b"\xff\xfe:x").decode()}),
            )
        ]
        assert {(each.status_code, each.content) for each in answers} == {(401, answers[0].content)}
        assert {each.headers["WWW-Authenticate"] for each in answers} == {'Basic realm="Egret", charset="UTF-8"'}

    def test_a_known_and_an_unknown_name_cost_the_same_queries(self) -> None:
        person = factories.person()
        assert person.phone is not None
        verbs = []
        for username in (person.phone, factories.new_phone()):
            with CaptureQueriesContext(connection) as queries:
                basic(username, "abcd-efgh-jkmn-pqrs-tvwx").get("/api/v1/app-password")
            verbs.append([query["sql"].split()[0] for query in queries if "accounts_" in query["sql"]])
        assert verbs == [["SELECT"], ["SELECT"]]

    def test_guesses_are_limited_and_right_ones_never_locked_out(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(tokens, "WRONG_PER_ADDRESS", Limit("few", 3, timedelta(minutes=15)))
        person = factories.person()
        assert person.phone is not None
        secret = app_password(person)
        statuses = [basic(person.phone, "wrong").get("/api/v1/app-password").status_code for _ in range(4)]
        assert statuses == [401, 401, 401, 429]
        assert basic(person.phone, secret).get("/api/v1/app-password").status_code == 200
        with pytest.raises(TooManyAppPasswords):
            person_by_app_password(person.phone, "wrong", "webdav", address="127.0.0.1")

    def test_a_client_gets_its_person_only_with_the_scope(self) -> None:
        person = factories.person()
        assert person.phone is not None
        secret = app_password(person, "calendar")
        assert person_by_app_password(person.phone, secret, "calendar", address=HERE) == person
        assert person_by_app_password(person.phone, secret, "webdav", address=HERE) is None
        assert person_by_app_password("nobody", secret, "calendar", address=HERE) is None

    @given(st.text(max_size=60), st.text(max_size=60))
    def test_nothing_typed_is_a_fault(self, username: str, password: str) -> None:
        assert tokens._name(username) is not None
        assert len(tokens._hash(TokenKind.APP_PASSWORD, password)) == 64

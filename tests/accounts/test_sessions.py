"""The list of sessions, and ending them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from egret.accounts.actions.sessions import do_end_other_sessions
from egret.accounts.device import BROWSERS, SYSTEMS, device_of
from egret.accounts.models import Session
from egret.accounts.session_store import SEEN_EVERY, SessionStore
from egret.kernel import clock
from tests import factories
from tests.factories.browsers import FIREFOX, IPHONE, browser

SESSIONS = "/api/v1/sessions"


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        (FIREFOX, "Firefox · Linux"),
        (IPHONE, "Safari · iPhone"),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 "
            "Safari/537.36 Edg/142.0.0.0",
            "Edge · Windows",
        ),
        (
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile "
            "Safari/537.36",
            "Chrome · Android",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 "
            "Safari/605.1.15",
            "Safari · Mac",
        ),
        (
            "Mozilla/5.0 (Linux; Android 12; HarmonyOS; NOH-AN00) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/114.0.5735.196 HuaweiBrowser/16.0.0.300 Mobile Safari/537.36",
            "Huawei Browser · HarmonyOS",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
            "Mobile/15E148 MicroMessenger/8.0.54 NetType/WIFI Language/zh_CN",
            "WeChat · iPhone",
        ),
        (
            "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 "
            "Safari/537.36",
            "Chrome · ChromeOS",
        ),
        ("curl/8.17.0", ""),
        ("Mozilla/5.0 (X11; Linux x86_64)", "Linux"),
        ("", ""),
    ],
)
def test_devices_are_families(user_agent: str, device: str) -> None:
    assert device_of(user_agent) == device


@given(st.text(max_size=400), st.sampled_from(BROWSERS), st.sampled_from(SYSTEMS), st.text(max_size=200))
def test_a_device_says_nothing_that_is_not_in_the_tables(
    before: str, family: tuple[str, str], system: tuple[str, str], after: str
) -> None:
    names = {name for _, name in (*BROWSERS, *SYSTEMS)}
    longest = Session._meta.get_field("device").max_length
    for user_agent in (before, before + family[0] + system[0] + after):
        device = device_of(user_agent)
        assert set(filter(None, device.split(" · "))) <= names
        assert len(device) <= (longest or 0)
    assert " · " in device


@pytest.mark.django_db
class TestList:
    def test_sessions_are_mine_with_device_and_the_current_one_first(self) -> None:
        person = factories.person()
        other = browser(person, IPHONE)
        with clock.travel(timedelta(hours=1)):
            mine = browser(person, FIREFOX)
        browser(factories.person())
        items = mine.get(SESSIONS).json()["items"]
        assert [(row["device"], row["current"]) for row in items] == [
            ("Firefox · Linux", True),
            ("Safari · iPhone", False),
        ]
        assert [row["current"] for row in other.get(SESSIONS).json()["items"]] == [True, False]
        assert set(items[0]) == {"public_id", "device", "created_at", "seen_at", "current", "second_factor"}

    def test_the_table_holds_neither_the_cookie_nor_an_address_nor_the_user_agent(self) -> None:
        client = browser(factories.person(), FIREFOX)
        cookie = client.cookies["egret_session"].value
        row = Session.objects.get()
        stored = " ".join(str(getattr(row, field.name)) for field in Session._meta.concrete_fields)
        stored += str(row.get_decoded())
        assert row.session_key != cookie
        for secret in (cookie, "127.0.0.1", "Gecko", "145.0"):
            assert secret not in stored
        thief = Client()
        thief.cookies["egret_session"] = row.session_key
        assert thief.get(SESSIONS).status_code == 401

    def test_nobody_else_sees_them(self, client: Client) -> None:
        assert client.get(SESSIONS).status_code == 401

    def test_an_expired_session_is_not_listed(self) -> None:
        person = factories.person()
        old, new = browser(person, IPHONE), browser(person)
        Session.objects.filter(device="Safari · iPhone").update(expire_date=clock.now())
        assert len(new.get(SESSIONS).json()["items"]) == 1
        assert old.get(SESSIONS).status_code == 401

    def test_a_read_does_not_write_until_last_seen_is_old(self) -> None:
        client = browser(factories.person())
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/api/v1/meetings")
        assert writes(queries) == []
        with clock.travel(SEEN_EVERY + timedelta(seconds=1)):
            with CaptureQueriesContext(connection) as queries:
                client.get("/api/v1/meetings")
                client.get("/api/v1/meetings")
            assert len(writes(queries)) == 1
            assert clock.now() - Session.objects.get().seen_at < timedelta(minutes=1)


def writes(queries: CaptureQueriesContext) -> list[str]:
    return [query["sql"] for query in queries if query["sql"].split()[0] in ("UPDATE", "INSERT", "DELETE")]


@pytest.mark.django_db
class TestEnd:
    def test_an_ended_session_is_signed_out_at_its_next_request(self) -> None:
        person = factories.person()
        mine, other = browser(person), browser(person, IPHONE)
        row = next(row for row in mine.get(SESSIONS).json()["items"] if not row["current"])
        assert mine.delete(f"{SESSIONS}/{row['public_id']}").status_code == 204
        answer = other.get(SESSIONS)
        assert (answer.status_code, answer.json()["type"]) == (401, "urn:egret:sign-in-required")
        assert mine.get(SESSIONS).status_code == 200
        again = mine.delete(f"{SESSIONS}/{row['public_id']}")
        assert (again.status_code, again.json()["type"]) == (404, "urn:egret:session-unknown")

    def test_the_own_session_can_be_ended_too(self) -> None:
        client = browser(factories.person())
        (row,) = client.get(SESSIONS).json()["items"]
        assert client.delete(f"{SESSIONS}/{row['public_id']}").status_code == 204
        assert client.get(SESSIONS).status_code == 401

    def test_somebody_elses_session_is_unknown(self) -> None:
        theirs = browser(factories.person())
        (row,) = theirs.get(SESSIONS).json()["items"]
        assert browser(factories.person()).delete(f"{SESSIONS}/{row['public_id']}").status_code == 404
        assert theirs.get(SESSIONS).status_code == 200

    def test_all_others_end_and_nobody_elses(self) -> None:
        person = factories.person()
        mine, other, third, stranger = (
            browser(person),
            browser(person),
            browser(person, IPHONE),
            browser(factories.person()),
        )
        assert mine.delete(SESSIONS).status_code == 204
        assert [client.get(SESSIONS).status_code for client in (mine, other, third, stranger)] == [200, 401, 401, 200]
        assert do_end_other_sessions(person.id, None) == 1

    def test_another_site_cannot_end_them(self) -> None:
        client = browser(factories.person())
        assert client.delete(SESSIONS, headers={"sec-fetch-site": "cross-site"}).status_code == 403


@pytest.mark.django_db
class TestStore:
    def test_signing_in_changes_the_key_and_ends_the_planted_session(self) -> None:
        person = factories.person()
        planted = SessionStore()
        planted["seed"] = "planted"
        planted.save()
        client = Client()
        client.cookies["egret_session"] = planted.session_key or ""
        flow, code = factories.sent_code(person.phone)
        client.post(f"/api/v1/sign-in/{flow.id}/confirm", {"code": code}, "application/json")
        assert client.cookies["egret_session"].value != planted.session_key
        assert not SessionStore().exists(planted.session_key or "")
        assert Session.objects.get().person_id == person.id

    def test_a_row_keeps_its_id_and_beginning_when_saved_again(self) -> None:
        browser(factories.person())
        before = Session.objects.values("public_id", "created_at", "seen_at").get()
        client = browser(factories.person())
        store = SessionStore(client.cookies["egret_session"].value)
        mine = Session.objects.values("public_id", "created_at", "seen_at").get(person_id=store[SESSION_KEY])
        store["more"] = "data"
        store.save()
        assert Session.objects.values("public_id", "created_at", "seen_at").get(person_id=store[SESSION_KEY]) == mine
        assert mine["public_id"] != before["public_id"]

    def test_rotation_is_a_new_session(self) -> None:
        client = browser(factories.person())
        old = client.cookies["egret_session"].value
        store = SessionStore(old)
        public_id = Session.objects.get().public_id
        store.cycle_key()
        store.save()
        assert Session.objects.get().public_id != public_id
        assert SessionStore(store.session_key)[SESSION_KEY]
        assert SessionStore(old).get(SESSION_KEY) is None

    def test_signing_out_removes_the_row(self) -> None:
        client = browser(factories.person())
        client.delete("/api/v1/session")
        assert not Session.objects.exists()

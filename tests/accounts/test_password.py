"""Passwords: which are taken, signing in with one, changing and removing it."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import argon2
import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from egret.accounts import leaked, passwords
from egret.accounts.actions import password as actions
from egret.accounts.errors.factors import PasswordUnfit
from egret.accounts.models import Person, Session, SignInFlow
from egret.accounts.sms.memory import MemorySms
from egret.kernel import clock, egress
from egret.kernel.ratelimit import Limit
from tests import factories
from tests.accounts.visitors import GOOD, begin_by_sms, by_password, call, enrol_totp, signed_up, who

pytestmark = pytest.mark.django_db


def put(client: Client, password: str, current: str | None = None) -> tuple[int, Any]:
    return call(client, "PUT", "/password", {"password": password, "current": current})


def with_password(client: Client, password: str = GOOD) -> Person:
    person = signed_up(client)
    assert put(client, password)[0] == 204
    return person


@pytest.mark.parametrize(
    "password",
    [
        "ripe pears on a cold shore",
        "correcthorsebatterystaple",
        "zwölf boxkämpfer jagen",
        "雨后的山路上有一只白鹭站立",
        "kQ7#vLz9!tRw",
        "🦩 three birds in the reeds",
    ],
)
def test_long_passwords_are_taken_whatever_they_are_made_of(client: Client, password: str) -> None:
    person = with_password(client, password)
    stored = get_user_model().objects.get(id=person.id).password
    assert stored.startswith("argon2$argon2id$")
    assert by_password(Client(), person.phone, password)[0] == 200


@pytest.mark.parametrize(
    ("password", "slug"),
    [
        ("pears", "short"),
        ("ninechars", "short"),
        ("1234567890", "predictable"),
        ("aaaaaaaaaaaa", "predictable"),
        ("abcabcabcabc", "predictable"),
        ("qwertyuiop", "predictable"),
        ("abcdefghijklmnop", "predictable"),
        ("9876543210987", "predictable"),
        ("password123", "common"),
        ("Password2024!", "common"),
        ("  sunshine1!!", "common"),
        ("!!Football99", "common"),
        ("egretmeeting", "common"),
        ("basketball", "common"),
        ("password12345678", "common"),
        ("passwordpassword1", "common"),
        ("!!!!!!!!iloveyou!!!!!!!!", "common"),
    ],
)
def test_weak_passwords_say_why(client: Client, password: str, slug: str) -> None:
    signed_up(client)
    status, body = put(client, password)
    assert (status, body["type"], body["field"]) == (422, f"urn:egret:password-{slug}", "password")
    assert not Person.objects.get().has_usable_password()


def test_ones_own_number_is_no_password(client: Client) -> None:
    person = signed_up(client)
    assert person.phone is not None
    for password in (f"call me {person.phone}", f"x{person.phone[-6:]}yzabd"):
        assert put(client, password)[1]["type"] == "urn:egret:password-like-phone"
    assert put(client, "call me +86 138 0013 8000")[0] == 204


def test_over_two_hundred_characters_are_refused_at_the_door(client: Client) -> None:
    signed_up(client)
    assert put(client, "pears " * 40)[0] == 422


def test_the_same_signs_typed_on_another_keyboard(client: Client) -> None:
    person = with_password(client, "grüne äpfel im heu ａ")
    decomposed = unicodedata.normalize("NFD", "grüne äpfel im heu a")
    assert by_password(Client(), person.phone, decomposed)[0] == 200


@given(st.text(max_size=passwords.MAXIMUM))
def test_every_text_is_judged_and_none_breaks_the_judge(text: str) -> None:
    chosen = passwords.normalise(text)
    try:
        passwords.require_fit(chosen, "+447700900123")
    except PasswordUnfit as error:
        assert error.problem("zh-Hans")["detail"]
    else:
        assert len(chosen) >= passwords.MINIMUM
        assert len(set(chosen)) > 2


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=12), st.integers(2, 9))
def test_repeating_adds_no_surprise(block: str, times: int) -> None:
    assert passwords.surprises(block * times) <= passwords.surprises(block)


def test_signing_in_by_password_begins_a_session_of_a_new_key(client: Client) -> None:
    person = with_password(client)
    fresh = Client(HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
    fresh.cookies["egret_session"] = "planted-by-somebody-else-0000000"
    status, body = by_password(fresh, person.phone, GOOD)
    assert (status, body["state"], who(fresh)) == (200, "signed_in", str(person.id))
    assert fresh.cookies["egret_session"].value != "planted-by-somebody-else-0000000"
    assert Session.objects.filter(person=person, device="Firefox · Linux").count() == 1
    assert not SignInFlow.objects.filter(finished_at=None).exists()


def test_policy_comes_before_the_first_row(client: Client) -> None:
    body = {"phone": factories.new_phone(), "password": GOOD, "policy_version": None}
    status, answer = call(client, "POST", "/sign-in/password", body)
    assert (status, answer["type"]) == (409, "urn:egret:policy-not-accepted")
    assert not client.cookies


def test_unknown_number_missing_password_and_wrong_password_answer_alike_after_like_work(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashes: list[str] = []
    low_level = argon2.low_level.hash_secret, argon2.PasswordHasher.verify

    def hash_secret(*given: Any, **more: Any) -> Any:
        hashes.append("hash")
        return low_level[0](*given, **more)

    def verify(*given: Any, **more: Any) -> Any:
        hashes.append("hash")
        return low_level[1](*given, **more)

    secured, without = with_password(client), factories.person()
    monkeypatch.setattr(argon2.low_level, "hash_secret", hash_secret)
    monkeypatch.setattr(argon2.PasswordHasher, "verify", verify)
    answers, queries = [], []
    by_password(Client(), factories.new_phone(), "the address's window begins")
    for phone in (factories.new_phone(), without.phone, secured.phone):
        hashes.clear()
        with CaptureQueriesContext(connection) as count:
            answers.append(by_password(Client(), phone, "not this one at all"))
        queries.append(len(count))
        assert hashes == ["hash"], phone
    assert answers[0] == answers[1] == answers[2]
    assert answers[0][0] == 422
    assert len(set(queries)) == 1


def test_guesses_are_limited_per_number_and_the_phone_stays_a_way_in(client: Client) -> None:
    person = with_password(client)
    assert person.phone is not None
    for _ in range(actions.GUESSES_PER_PHONE.count - 1):
        assert by_password(Client(), person.phone, "not this one at all")[0] == 422
    assert by_password(Client(), person.phone, GOOD)[0] == 200
    status, body = by_password(Client(), person.phone, GOOD)
    assert (status, body["type"]) == (429, "urn:egret:too-many-guesses")
    assert body["retry_after"] > 0
    assert begin_by_sms(Client(), person.phone)[1]["state"] == "signed_in"


def test_guesses_are_limited_per_address(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "GUESSES_PER_ADDRESS", Limit("few", 2, timedelta(minutes=15)))
    for expected in (422, 422, 429):
        assert by_password(client, factories.new_phone(), GOOD)[0] == expected


def test_a_change_needs_the_present_password_ends_other_sessions_and_is_told(client: Client) -> None:
    person = with_password(client)
    other = Client()
    assert by_password(other, person.phone, GOOD)[0] == 200
    status, body = put(client, "another long enough one", "not this one")
    assert (status, body["type"], body["field"]) == (422, "urn:egret:password-wrong", "current")
    assert put(client, "another long enough one")[1]["type"] == "urn:egret:password-wrong"
    assert who(other) is not None
    MemorySms.outbox.clear()
    assert put(client, "another long enough one", GOOD)[0] == 204
    assert (who(client), who(other)) == (str(person.id), None)
    [(recipient, text)] = MemorySms.outbox
    assert recipient == person.phone
    assert "another" not in text
    assert str(person.phone)[-4:] not in text
    assert by_password(Client(), person.phone, GOOD)[0] == 422
    assert by_password(Client(), person.phone, "another long enough one")[0] == 200


def test_guessing_the_present_password_is_limited(client: Client) -> None:
    with_password(client)
    for _ in range(actions.CHANGES_PER_PERSON.count - 1):
        assert put(client, "another long enough one", "wrong")[0] == 422
    assert put(client, "another long enough one", GOOD)[0] == 429


def test_setting_and_removing_need_a_fresh_proof_that_a_password_is_not(client: Client) -> None:
    person = with_password(client)
    with_it = Client()
    assert by_password(with_it, person.phone, GOOD)[0] == 200
    status, body = call(with_it, "DELETE", "/password")
    assert (status, body["type"], body["methods"]) == (403, "urn:egret:proof-needed", ["sms"])
    with clock.travel(timedelta(minutes=11)):
        assert call(client, "DELETE", "/password")[0] == 403
    assert call(client, "DELETE", "/password")[0] == 204
    assert (who(client), who(with_it)) == (str(person.id), None)
    with clock.travel(timedelta(minutes=11)):
        assert put(client, GOOD)[1]["type"] == "urn:egret:proof-needed"


def test_a_code_by_sms_freshens_a_session(client: Client) -> None:
    person = with_password(client)
    stale = Client()
    by_password(stale, person.phone, GOOD)
    status, sent = call(stale, "POST", "/proof/codes")
    assert (status, sent["phone_hint"][-3:]) == (202, str(person.phone)[-3:])
    code = MemorySms.outbox[-1][1].split()[0]
    assert call(Client(), "POST", f"/sign-in/{sent['flow']}/confirm", {"code": code})[0] == 404
    wrong = "000000" if code != "000000" else "111111"
    assert call(stale, "POST", "/proof/confirm", {"flow": sent["flow"], "code": wrong})[0] == 422
    assert call(stale, "POST", "/proof/confirm", {"flow": sent["flow"], "code": code})[0] == 204
    assert call(stale, "POST", "/proof/confirm", {"flow": sent["flow"], "code": code})[0] == 404
    assert call(stale, "DELETE", "/password")[0] == 204


def test_the_second_factor_is_asked_after_a_password(client: Client) -> None:
    person = with_password(client)
    enrol_totp(client)
    fresh = Client()
    status, body = by_password(fresh, person.phone, GOOD)
    assert (status, body["state"], body["methods"]) == (200, "second_factor", ["totp", "recovery"])
    assert who(fresh) is None


class RangeService(BaseHTTPRequestHandler):
    """A range service as Pwned Passwords documents it: suffixes with counts, padding counts zero."""

    leaked_password = "seven leaked herons here"
    asked: list[str] = []
    broken = False

    def do_GET(self) -> None:
        self.asked.append(self.path)
        digest = hashlib.sha1(self.leaked_password.encode()).hexdigest().upper()
        padded = hashlib.sha1(b"seven padded herons here").hexdigest().upper()
        lines = [f"{digest[5:]}:42", f"{padded[5:]}:0", "0" * 35 + ":3", "nonsense"]
        self.send_response(503 if self.broken else 200)
        self.end_headers()
        self.wfile.write("\r\n".join(lines).encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def range_service(settings: Settings) -> Iterator[type[RangeService]]:
    server = HTTPServer(("127.0.0.1", 0), RangeService)
    thread = Thread(target=server.serve_forever)
    thread.start()
    settings.EGRET_LEAKED_PASSWORDS_URL = f"http://127.0.0.1:{server.server_port}/range/{{prefix}}"
    egress.register(settings.EGRET_LEAKED_PASSWORDS_URL, processor="test", purpose="accounts.sign_in", payload=())
    RangeService.asked.clear()
    RangeService.broken = False
    yield RangeService
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_leaked_password_is_refused_and_only_five_digits_leave(
    client: Client, range_service: type[RangeService]
) -> None:
    signed_up(client)
    assert put(client, RangeService.leaked_password)[1]["type"] == "urn:egret:password-leaked"
    digest = hashlib.sha1(RangeService.leaked_password.encode()).hexdigest().upper()
    assert range_service.asked == [f"/range/{digest[:5]}"]
    assert put(client, "seven padded herons here")[0] == 204


def test_a_service_that_is_away_locks_nobody_out(
    client: Client, range_service: type[RangeService], settings: Settings
) -> None:
    signed_up(client)
    range_service.broken = True
    assert not leaked.is_leaked(RangeService.leaked_password)
    settings.EGRET_LEAKED_PASSWORDS_URL = "http://127.0.0.1:9/{prefix}"
    egress.register(settings.EGRET_LEAKED_PASSWORDS_URL, processor="test", purpose="accounts.sign_in", payload=())
    assert put(client, RangeService.leaked_password)[0] == 204


def test_nothing_leaves_when_no_service_is_set(range_service: type[RangeService], settings: Settings) -> None:
    settings.EGRET_LEAKED_PASSWORDS_URL = ""
    assert not leaked.is_leaked(RangeService.leaked_password)
    assert range_service.asked == []

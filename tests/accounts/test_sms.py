"""Messages by an HTTP provider: what it is sent, what its failures leave behind, and the caps."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
import requests
from django.core.management import call_command
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from egret.accounts.actions.messages import do_send_message
from egret.accounts.errors.messages import MessageNotSent, TooManyMessages
from egret.accounts.models import SignInFlow, SmsDelivery
from egret.accounts.sms import caps
from egret.accounts.sms.caps import CAP_REACHED, PER_ADDRESS, PER_PHONE, spend_caps
from egret.accounts.sms.checks import check_sms
from egret.accounts.sms.failures import record_failure, without_numbers
from egret.accounts.sms.memory import MemorySms
from egret.accounts.sms.provider import ESCAPES, Provider, register_provider
from egret.kernel import clock, egress, policy
from egret.kernel.ratelimit import Limit
from egret.kernel.retention import enforce
from egret.kernel.text import Text
from tests import factories
from tests.accounts import sms_provider

pytestmark = pytest.mark.django_db

KEY = "s3cret-key-of-the-provider"
GREETING = Text('Hello "{who}" \\ & <you>', "您好，“{who}”")
HERE = "198.51.100.3"


@pytest.fixture
def provider(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[sms_provider.Provider]:
    """The product sends by a provider of the test's own."""
    monkeypatch.setattr(egress, "DESTINATIONS", dict(egress.DESTINATIONS))
    monkeypatch.setattr(egress._pool.connection_pool_kw["timeout"], "_read", 0.5)
    with sms_provider.provider() as made:
        settings.EGRET_SMS = "http"
        settings.EGRET_SMS_PROCESSOR = "Example Messages Ltd"
        settings.EGRET_SMS_URL = f"{made.url}/v1/send"
        settings.EGRET_SMS_HEADERS = json.dumps({"Authorization": f"Bearer {KEY}"})
        settings.EGRET_SMS_BODY = '{"to": "{phone}", "text": "{text}"}'
        register_provider()
        yield made


def send(who: str = "Maya", phone: str = "+447700900123") -> None:
    do_send_message(phone, GREETING, "en", address=HERE, who=who)


class TestSending:
    def test_json(self, provider: sms_provider.Provider) -> None:
        send('a "quoted" {phone} name\n林')
        (asked,) = provider.asked
        assert (asked.method, asked.path) == ("POST", "/v1/send")
        assert asked.headers["Authorization"] == f"Bearer {KEY}"
        assert asked.headers["Content-Type"] == "application/json"
        assert json.loads(asked.body) == {
            "to": "+447700900123",
            "text": 'Hello "a "quoted" {phone} name\n林" \\ & <you>',
        }
        assert not SmsDelivery.objects.exists()

    def test_form(self, provider: sms_provider.Provider, settings: Settings) -> None:
        settings.EGRET_SMS_HEADERS = '{"content-type": "application/x-www-form-urlencoded; charset=utf-8"}'
        settings.EGRET_SMS_BODY = "To={phone}&Number={digits}&Body={text}"
        send("A&B=c")
        assert parse_qs(provider.asked[0].body) == {
            "To": ["+447700900123"],
            "Number": ["447700900123"],
            "Body": ['Hello "A&B=c" \\ & <you>'],
        }

    def test_address(self, provider: sms_provider.Provider, settings: Settings) -> None:
        settings.EGRET_SMS_METHOD, settings.EGRET_SMS_BODY = "get", ""
        settings.EGRET_SMS_URL = f"{provider.url}/send?to={{phone}}&text={{text}}"
        send("A&B#c")
        asked = provider.asked[0]
        assert asked.method == "GET" and asked.body == ""
        assert parse_qs(urlsplit(asked.path).query) == {"to": ["+447700900123"], "text": ['Hello "A&B#c" \\ & <you>']}

    def test_sign_in_codes_go_the_same_way(self, provider: sms_provider.Provider, client: Client) -> None:
        phone = factories.new_phone()
        body = {"phone": phone, "policy_version": policy.version()}
        flow = client.post("/api/v1/sign-in/codes", body, "application/json").json()["flow"]
        said = json.loads(provider.asked[0].body)
        assert said["to"] == phone
        code = said["text"].split()[0]
        answer = client.post(f"/api/v1/sign-in/{flow}/confirm", {"code": code}, "application/json")
        assert answer.json()["state"] == "age_required"

    def test_the_policy_names_who_gets_the_number(self, provider: sms_provider.Provider) -> None:
        destination = egress.DESTINATIONS[urlsplit(provider.url).netloc]
        assert destination.processor == "Example Messages Ltd"
        assert destination.payload == ("phone number", "message text")


@given(st.text(), st.sampled_from(ESCAPES[:3]))
def test_no_text_leaves_its_place_in_the_body(text: str, kind: tuple[str, object]) -> None:
    number = ESCAPES.index(kind)
    body = (
        '{"to": "{phone}", "text": "{text}"}',
        "to={phone}&text={text}",
        "<m><to>{phone}</to><text>{text}</text></m>",
    )
    text = "".join(letter for letter in text if letter.isprintable())
    provider = Provider("x", "https://x.example", "POST", {}, body[number], ESCAPES[number][1], range(200, 300), None)
    _, filled = provider.fill("+447700900123", text)
    if number == 0:
        assert json.loads(filled) == {"to": "+447700900123", "text": text}
    elif number == 1:
        read = parse_qs(filled.decode(), keep_blank_values=True, strict_parsing=True)
        assert read == {"to": ["+447700900123"], "text": [text]}
    else:
        assert [each.text or "" for each in ElementTree.fromstring(filled.decode())] == ["+447700900123", text]


class TestFailures:
    def fails(self) -> str:
        with pytest.raises(MessageNotSent):
            send()
        failure = SmsDelivery.objects.get()
        assert failure.country_code == 44
        return failure.reason

    def test_refused(self, provider: sms_provider.Provider) -> None:
        provider.status = 500
        provider.body = f"no credit for +44 7700 900123 (447700900123), key {KEY}, error 30007"
        assert self.fails() == "status 500: no credit for …, key …, error 30007"

    def test_refused_in_an_answer_of_200(self, provider: sms_provider.Provider, settings: Settings) -> None:
        settings.EGRET_SMS_OK_PATTERN = r'"status": *"ok"'
        send()
        provider.body = '{"status": "error", "code": 1002}'
        assert self.fails() == 'status 200, but not EGRET_SMS_OK_PATTERN: {"status": "error", "code": 1002}'

    def test_another_status_than_the_one_that_is_good(
        self, provider: sms_provider.Provider, settings: Settings
    ) -> None:
        settings.EGRET_SMS_OK = "202"
        assert self.fails().startswith("status 200: ")

    def test_nobody_answers(self, provider: sms_provider.Provider, settings: Settings) -> None:
        settings.EGRET_SMS_URL = "http://127.0.0.1:9/send?key=abc123secret"
        register_provider()
        reason = self.fails()
        assert reason.startswith("no answer (") and "secret" not in reason

    def test_it_takes_too_long(self, provider: sms_provider.Provider) -> None:
        provider.delay = 1.5
        assert self.fails() == "no answer (ReadTimeoutError)"

    def test_slow_but_in_time(self, provider: sms_provider.Provider) -> None:
        provider.delay = 0.1
        send()
        assert len(provider.asked) == 1

    def test_a_redirect_is_not_followed(self, provider: sms_provider.Provider) -> None:
        with sms_provider.provider() as elsewhere:
            provider.status, provider.headers = 307, {"Location": f"{elsewhere.url}/steal"}
            assert self.fails().startswith("status 307: ")
            assert not elsewhere.asked

    def test_sign_in_says_so_and_leaves_nothing(self, provider: sms_provider.Provider, client: Client) -> None:
        provider.status = 503
        body = {"phone": factories.new_phone(), "policy_version": policy.version()}
        answer = client.post("/api/v1/sign-in/codes", body, "application/json")
        assert (answer.status_code, answer.json()["type"]) == (503, "urn:egret:code-not-sent")
        assert not SignInFlow.objects.exists()
        assert SmsDelivery.objects.count() == 1

    def test_neither_number_nor_text_nor_key_is_logged(
        self, provider: sms_provider.Provider, caplog: pytest.LogCaptureFixture
    ) -> None:
        provider.status, provider.body = 400, f"+447700900123 {KEY}"
        with caplog.at_level(logging.DEBUG):
            self.fails()
        assert "accounts.message_not_sent" in caplog.text
        # Below warnings urllib3 names the path it asks for: the level of the product's own logging leaves that out.
        ours = "".join(record.getMessage() for record in caplog.records if not record.name.startswith("urllib3"))
        for secret in ("7700900123", "Maya", KEY):
            assert secret not in ours

    def test_the_operator_sees_them(self, provider: sms_provider.Provider) -> None:
        provider.status = 500
        self.fails()
        with clock.travel(timedelta(hours=-25)):
            record_failure("+8613800138000", "long ago")
        printed, as_json = StringIO(), StringIO()
        call_command("sms_failures", stdout=printed)
        call_command("sms_failures", json=True, stdout=as_json)
        assert "+44" in printed.getvalue() and "status 500" in printed.getvalue()
        (failure,) = json.loads(as_json.getvalue())
        assert failure["reason"].startswith("status 500") and not failure["cap"]
        with clock.travel(timedelta(days=31)):
            enforce()
        assert not SmsDelivery.objects.exists()


@given(st.text(alphabet="0123456789 +-().%2B/", min_size=1), st.text(max_size=300))
def test_no_reason_keeps_six_digits_in_a_row(digits: str, words: str) -> None:
    import re

    reason = without_numbers(words + digits + words)
    assert len(reason) <= 200 and "\n" not in reason
    assert not re.search(r"[0-9]{6}", re.sub(r"[\s().\-/]|%2[0BbDd]", "", reason.replace("…", "|")))


class TestCaps:
    def test_an_address_a_number_and_the_installation_have_theirs(self, settings: Settings) -> None:
        for _ in range(PER_PHONE.count):
            spend_caps("+447700900001", HERE)
        with pytest.raises(TooManyMessages):
            spend_caps("+447700900001", HERE)
        for number in range(PER_ADDRESS.count - PER_PHONE.count - 1):
            spend_caps(f"+4477008{number:05}", HERE)
        with pytest.raises(TooManyMessages):
            spend_caps("+447700988888", HERE)
        settings.EGRET_SMS_DAILY_CAP = 3
        with pytest.raises(TooManyMessages):
            spend_caps("+447700999999", "198.51.100.4")

    @pytest.mark.parametrize(
        ("addresses", "one"),
        [
            (["2001:db8:1:2::7", "2001:db8:1:2:ffff::1", "2001:db8:1:2::"], True),
            (["::ffff:198.51.100.4", "198.51.100.4", "198.51.100.4"], True),
            (["2001:db8:1:2::7", "2001:db8:1:3::7", "2001:db8:1:4::7"], False),
            (["198.51.100.4", "198.51.100.5", "198.51.100.6"], False),
        ],
    )
    def test_a_subscriber_of_many_addresses_is_one(
        self, client: Client, monkeypatch: pytest.MonkeyPatch, addresses: list[str], one: bool
    ) -> None:
        """Whoever has IPv6 has 2⁶⁴ addresses, and could run up a bill with a new one for each message."""
        monkeypatch.setattr(caps, "PER_ADDRESS", Limit("messages", 2, timedelta(hours=1)))
        statuses = []
        for address in addresses:
            body = {"phone": factories.new_phone(), "policy_version": policy.version()}
            answer = client.post("/api/v1/sign-in/codes", body, "application/json", REMOTE_ADDR=address)
            statuses.append(answer.status_code)
        assert statuses == [202, 202, 429 if one else 202]

    def test_the_daily_cap_is_told_to_the_operator_once(self, settings: Settings, client: Client) -> None:
        settings.EGRET_SMS_DAILY_CAP = 1
        factories.sent_code()
        for _ in range(3):
            body = {"phone": factories.new_phone(), "policy_version": policy.version()}
            answer = client.post("/api/v1/sign-in/codes", body, "application/json")
            assert (answer.status_code, answer.json()["type"]) == (429, "urn:egret:too-many-codes")
        assert SmsDelivery.objects.get().reason == CAP_REACHED
        assert len(MemorySms.outbox) == 1


class TestSettings:
    GOOD = {
        "EGRET_SMS": "http",
        "EGRET_SMS_PROCESSOR": "Example Messages Ltd",
        "EGRET_SMS_URL": "https://sms.example/send",
        "EGRET_SMS_METHOD": "POST",
        "EGRET_SMS_HEADERS": "",
        "EGRET_SMS_BODY": '{"to": {digits}, "text": "{text}"}',
        "EGRET_SMS_OK": "200-299",
        "EGRET_SMS_OK_PATTERN": "",
    }

    def ids(self, settings: Settings, **changes: object) -> list[str | None]:
        for name, value in {**self.GOOD, **changes}.items():
            setattr(settings, name, value)
        messages = check_sms()
        assert all(message.hint for message in messages)
        return [message.id for message in messages]

    def test_good_ones(self, settings: Settings) -> None:
        assert self.ids(settings) == []
        assert self.ids(settings, EGRET_SMS="console", EGRET_SMS_URL="") == []

    @pytest.mark.parametrize(
        ("name", "value", "found"),
        [
            ("EGRET_SMS", "pigeon", "egret.E040"),
            ("EGRET_SMS_URL", "", "egret.E041"),
            ("EGRET_SMS_URL", "sms.example/send", "egret.E041"),
            ("EGRET_SMS_URL", "https://{phone}.example", "egret.E041"),
            ("EGRET_SMS_URL", "https://user:word@sms.example", "egret.E041"),
            ("EGRET_SMS_URL", "https://sms.example:port/", "egret.E041"),
            ("EGRET_SMS_URL", "http://sms.example/send", "egret.W040"),
            ("EGRET_SMS_HEADERS", "Authorization: x", "egret.E042"),
            ("EGRET_SMS_HEADERS", '["x"]', "egret.E042"),
            ("EGRET_SMS_HEADERS", '{"X": 1}', "egret.E042"),
            ("EGRET_SMS_HEADERS", '{"X": "a\\r\\nY: b"}', "egret.E042"),
            ("EGRET_SMS_HEADERS", '{"X Y": "a"}', "egret.E042"),
            ("EGRET_SMS_HEADERS", '{"Content-Type": "application/protobuf"}', "egret.E043"),
            ("EGRET_SMS_BODY", "", "egret.E043"),
            ("EGRET_SMS_BODY", '{"text": "{text}"}', "egret.E043"),
            ("EGRET_SMS_BODY", '{"to": {phone}, "text": "{text}"}', "egret.E043"),
            ("EGRET_SMS_OK", "2xx", "egret.E044"),
            ("EGRET_SMS_OK", "299-200", "egret.E044"),
            ("EGRET_SMS_OK_PATTERN", "(", "egret.E045"),
            ("EGRET_SMS_METHOD", "DELETE", "egret.E046"),
            ("EGRET_SMS_PROCESSOR", " ", "egret.E047"),
            ("EGRET_SMS_DAILY_CAP", 0, "egret.E048"),
        ],
    )
    def test_a_wrong_one_stops_the_start(self, settings: Settings, name: str, value: object, found: str) -> None:
        assert self.ids(settings, **{name: value}) == [found]


class TestDoor:
    """`egress.session()`, for libraries that bring `requests` with them."""

    def test_a_registered_host_is_asked_and_others_are_not(self, provider: sms_provider.Provider) -> None:
        with egress.session() as session, sms_provider.provider() as elsewhere:
            assert session.get(provider.url).json() == {"status": "ok"}
            with pytest.raises(egress.EgressRefused):
                session.get(elsewhere.url)
            provider.status, provider.headers = 302, {"Location": f"{elsewhere.url}/steal"}
            with pytest.raises(egress.EgressRefused):
                session.get(provider.url)
            provider.headers = {"Location": "http://sms.example.evil/"}
            with pytest.raises(egress.EgressRefused):
                session.get(provider.url)
            assert not elsewhere.asked

    def test_it_waits_no_longer_than_the_rest(
        self, provider: sms_provider.Provider, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(egress, "READ_SECONDS", 0.2)
        provider.delay = 1
        with egress.session() as session, pytest.raises(requests.ReadTimeout):
            session.get(provider.url, timeout=60)

"""Signing up and in over HTTP."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.test import Client

from egret.accounts import flows
from egret.accounts.actions.sign_in import do_begin_proved, do_register
from egret.accounts.age import age_on
from egret.accounts.api.sign_in import FLOW
from egret.accounts.errors import UnderAge
from egret.accounts.models import FlowKind, Person, PolicyAcceptance, SignInFlow, TotpDevice
from egret.accounts.sms import caps
from egret.accounts.sms.memory import MemorySms
from egret.kernel import clock, policy
from tests import factories

pytestmark = pytest.mark.django_db

CODES = "/api/v1/sign-in/codes"


def send(client: Client, phone: str, **more: str) -> dict[str, str]:
    response = client.post(CODES, {"phone": phone, "policy_version": policy.version(), **more}, "application/json")
    assert response.status_code == 202, response.content
    sent: dict[str, str] = response.json()
    return sent


def confirm(client: Client, flow: str, code: str) -> tuple[int, dict[str, object]]:
    response = client.post(f"/api/v1/sign-in/{flow}/confirm", {"code": code}, "application/json")
    return response.status_code, response.json()


def register(client: Client, flow: str, born: str) -> tuple[int, dict[str, object]]:
    response = client.post(f"/api/v1/sign-in/{flow}/register", {"birth_date": born}, "application/json")
    return response.status_code, response.json()


def last_code() -> str:
    return MemorySms.outbox[-1][1].split()[0]


def rows() -> dict[str, int]:
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label not in ("auth", "contenttypes")
    }


def test_sign_up_then_out_then_in(client: Client) -> None:
    phone = factories.new_phone()
    flow = send(client, phone)["flow"]
    assert confirm(client, flow, last_code())[1]["state"] == "age_required"
    status, body = register(client, flow, "1990-05-17")
    assert status == 201
    assert client.get("/api/v1/session").json()["person"] == body["person"]
    assert client.delete("/api/v1/session").status_code == 204
    assert client.get("/api/v1/session").json()["person"] is None
    flow = send(client, phone)["flow"]
    assert confirm(client, flow, last_code())[1]["state"] == "signed_in"
    assert Person.objects.filter(phone=phone).count() == 1
    assert PolicyAcceptance.objects.get(person__phone=phone).policy_version == policy.version()


def test_sign_up_stores_the_phone_number_and_nothing_else(client: Client) -> None:
    person = factories.person()
    assert {field.name for field in Person._meta.concrete_fields} == {"id", "phone", "password", "created_at"}
    assert not person.has_usable_password()


@pytest.mark.parametrize("given", [None, "", "2001-01-01"])
def test_no_row_is_written_before_the_policy_is_accepted(client: Client, given: str | None) -> None:
    before = rows()
    client.get("/")
    client.get("/api/v1/session")
    client.get("/api/v1/policy")
    response = client.post(CODES, {"phone": factories.new_phone(), "policy_version": given}, "application/json")
    assert response.status_code == 409
    assert response.json()["type"] == "urn:egret:policy-not-accepted"
    assert rows() == before
    assert not client.cookies
    assert not MemorySms.outbox


@pytest.mark.parametrize(
    "phone",
    [
        *["", "abc", "123", "07700 900123", "+", "+44", "+44 7700 900123 ext 5", "+999 1234 5678"],
        "+4477009001234567890",
        "+49123456789012345",  # Germany's plan has room for it; no network carries more than fifteen digits
    ],
)
def test_malformed_number_says_what_to_write(client: Client, phone: str) -> None:
    response = client.post(CODES, {"phone": phone, "policy_version": policy.version()}, "application/json")
    assert response.status_code == 422
    assert response.json()["type"] == "urn:egret:phone-malformed"
    assert response.json()["field"] == "phone"
    assert "+44" in response.json()["detail"]
    assert not SignInFlow.objects.exists()


def test_the_same_number_in_other_spellings_is_one_person(client: Client) -> None:
    for typed in ("+44 7700-900456", "0044 7700 900456", " +44(7700)900456 "):
        flow = send(client, typed)["flow"]
        if confirm(client, flow, last_code())[1]["state"] == "age_required":
            register(client, flow, "1990-05-17")
    assert Person.objects.filter(phone="+447700900456").count() == 1


def test_problems_speak_the_readers_language(client: Client) -> None:
    response = client.post(
        CODES,
        {"phone": "1", "policy_version": policy.version()},
        "application/json",
        headers={"accept-language": "zh-CN,zh;q=0.9"},
    )
    assert response.headers["Content-Language"] == "zh-Hans"
    assert response.headers["Content-Type"] == "application/problem+json"
    assert "国家代码" in response.json()["detail"]


def test_wrong_code_counts_down_and_the_sixth_attempt_is_refused_even_when_right(client: Client) -> None:
    flow = send(client, factories.new_phone())["flow"]
    code = last_code()
    wrong = "000000" if code != "000000" else "111111"
    for left in (4, 3, 2, 1, 0):
        status, body = confirm(client, flow, wrong)
        assert (status, body["type"], body["attempts_left"]) == (422, "urn:egret:code-wrong", left)
    status, body = confirm(client, flow, code)
    assert (status, body["type"]) == (429, "urn:egret:code-attempts-exhausted")


def test_a_code_typed_on_a_chinese_keyboard(client: Client) -> None:
    flow = send(client, factories.new_phone())["flow"]
    wide = "".join(chr(ord(digit) - ord("0") + 0xFF10) for digit in last_code())
    assert confirm(client, flow, f"{wide[:3]}\u3000{wide[3:]}")[1]["state"] == "age_required"


@pytest.mark.parametrize("born", [0, 946684800, "946684800", "1990-05-17T00:00:00", "1990-5-17", True, None])
def test_a_birth_date_is_written_out(client: Client, born: object) -> None:
    flow = send(client, factories.new_phone())["flow"]
    confirm(client, flow, last_code())
    response = client.post(f"/api/v1/sign-in/{flow}/register", {"birth_date": born}, "application/json")
    assert (response.status_code, response.json()["type"]) == (422, "urn:egret:request-invalid")


def test_code_for_another_number_is_wrong(client: Client) -> None:
    mine = send(client, factories.new_phone())["flow"]
    send(client, factories.new_phone())
    mine_code, others_code = (text.split()[0] for _, text in MemorySms.outbox[-2:])
    if mine_code != others_code:
        assert confirm(client, mine, others_code)[0] == 422


def test_expired_and_used_codes(client: Client) -> None:
    flow = send(client, factories.new_phone())["flow"]
    code = last_code()
    with clock.travel(flows.LIFETIME):
        assert confirm(client, flow, code)[1]["type"] == "urn:egret:code-expired"
    assert confirm(client, flow, code)[0] == 200
    status, body = confirm(client, flow, code)
    assert (status, body["type"]) == (410, "urn:egret:code-used")


def test_registering_needs_a_confirmed_code_and_happens_once(client: Client) -> None:
    flow = send(client, factories.new_phone())["flow"]
    assert register(client, flow, "1990-05-17")[1]["type"] == "urn:egret:code-not-confirmed"
    confirm(client, flow, last_code())
    assert register(client, flow, "1990-05-17")[0] == 201
    assert register(client, flow, "1990-05-17")[1]["type"] == "urn:egret:code-used"


def test_unknown_flow(client: Client) -> None:
    status, body = confirm(client, "00000000-0000-4000-8000-000000000000", "123456")
    assert (status, body["type"]) == (404, "urn:egret:flow-unknown")


def test_a_day_too_young_is_refused_and_forgotten(client: Client) -> None:
    phone = factories.new_phone()
    today = clock.today()
    fourteen = today.replace(year=today.year - 14) if (today.month, today.day) != (2, 29) else today
    flow = send(client, phone)["flow"]
    confirm(client, flow, last_code())
    status, body = register(client, flow, (fourteen + timedelta(days=1)).isoformat())
    assert (status, body["type"], body["minimum_age"]) == (403, "urn:egret:under-age", 14)
    assert not SignInFlow.objects.filter(phone=phone).exists()
    assert not Person.objects.filter(phone=phone).exists()
    flow = send(client, phone)["flow"]
    confirm(client, flow, last_code())
    assert register(client, flow, fourteen.isoformat())[0] == 201


@pytest.mark.parametrize("born", ["2999-01-01", "1799-12-31"])
def test_impossible_birth_dates(client: Client, born: str) -> None:
    flow = send(client, factories.new_phone())["flow"]
    confirm(client, flow, last_code())
    status, body = register(client, flow, born)
    assert (status, body["type"]) == (422, "urn:egret:birth-date-impossible")
    assert register(client, flow, "1990-05-17")[0] == 201


def test_ages_around_a_leap_day() -> None:
    born = date(2012, 2, 29)
    assert [age_on(born, day) for day in (date(2026, 2, 28), date(2026, 3, 1), date(2028, 2, 29))] == [13, 14, 16]


def test_codes_per_number_are_limited_and_say_when(client: Client) -> None:
    phone = factories.new_phone()
    for _ in range(caps.PER_PHONE.count):
        send(client, phone)
    response = client.post(CODES, {"phone": phone, "policy_version": policy.version()}, "application/json")
    assert response.status_code == 429
    assert response.json()["retry_after"] == int(response.headers["Retry-After"]) > 0
    send(client, factories.new_phone())


def test_signing_in_changes_the_session_key(client: Client) -> None:
    phone = factories.new_phone()
    factories.person(phone)
    flow = send(client, phone)["flow"]
    client.cookies["egret_session"] = "fixed-by-somebody-else-000000000"
    confirm(client, flow, last_code())
    assert client.cookies["egret_session"].value != "fixed-by-somebody-else-000000000"


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://["},
    ],
)
def test_writes_from_other_sites_are_refused(client: Client, headers: dict[str, str]) -> None:
    response = client.post(
        CODES, {"phone": factories.new_phone(), "policy_version": policy.version()}, "application/json", headers=headers
    )
    assert (response.status_code, response.json()["type"]) == (403, "urn:egret:cross-site-request")
    assert not SignInFlow.objects.exists()


def test_failed_message_leaves_nothing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from egret.accounts.sms import SmsFailed

    def fail(*_: object) -> None:
        raise SmsFailed("no credit")

    monkeypatch.setattr(MemorySms, "send", fail)
    response = client.post(
        CODES, {"phone": factories.new_phone(), "policy_version": policy.version()}, "application/json"
    )
    assert (response.status_code, response.json()["type"]) == (503, "urn:egret:code-not-sent")
    assert not SignInFlow.objects.exists()


def test_two_browsers_confirm_one_number_and_there_is_one_account() -> None:
    phone = factories.new_phone()
    first, second = Client(), Client()
    one = send(first, phone)["flow"]
    confirm(first, one, last_code())
    other = send(second, phone)["flow"]
    confirm(second, other, last_code())
    mine = register(first, one, "1990-05-17")[1]
    assert register(second, other, "1990-05-17")[1] == mine
    assert Person.objects.filter(phone=phone).count() == 1


def test_whoever_registers_second_does_not_walk_around_a_second_factor_set_meanwhile() -> None:
    phone = factories.new_phone()
    slow = Client()
    flow = send(slow, phone)["flow"]
    confirm(slow, flow, last_code())
    owner = factories.person(phone)
    TotpDevice.objects.create(person=owner, secret="x", confirmed_at=clock.now())
    status, body = register(slow, flow, "1990-05-17")
    assert (status, body["type"]) == (410, "urn:egret:code-used")
    assert slow.get("/api/v1/session").json()["person"] is None


def proved_elsewhere(person: Person | None, subject: str = "") -> SignInFlow:
    return do_begin_proved(
        FlowKind.WECHAT,
        person_id=person.id if person else None,
        subject=subject,
        accepted_policy=policy.version(),
        language="en",
    )


def test_a_proof_given_elsewhere_goes_on_in_the_browser_that_asked(client: Client) -> None:
    person = factories.person()
    flow = proved_elsewhere(person)
    path = f"/api/v1/sign-in/{flow.id}"
    # By somebody's link: nobody is signed in as somebody else.
    for response in (client.get(path), client.post(f"{path}/continue")):
        assert (response.status_code, response.json()["type"]) == (404, "urn:egret:flow-unknown")
    session = client.session
    session[FLOW] = str(flow.id)
    session.save()
    client.cookies["egret_session"] = session.session_key or ""
    assert client.get(path).json()["state"] == "ready"
    assert client.post(f"{path}/continue").json()["state"] == "signed_in"
    assert client.post(f"{path}/continue").status_code == 410
    assert client.get("/api/v1/session").json()["person"]["id"] == str(person.id)


def test_somebody_new_from_elsewhere_has_an_identity_and_no_number() -> None:
    flow = proved_elsewhere(None, "wechat-union-id")
    person = do_register(flow.id, date(1990, 5, 17))
    assert person.phone is None
    assert [(each.provider, each.uid) for each in person.identities.all()] == [("wechat", "wechat-union-id")]
    again = do_register(proved_elsewhere(None, "wechat-union-id").id, date(1990, 5, 17))
    assert again == person
    assert not SignInFlow.objects.exclude(subject="").exists()


def test_too_young_from_elsewhere_forgets_that_sign_in_alone() -> None:
    bystander = proved_elsewhere(None, "another")
    flow = proved_elsewhere(None, "child")
    with pytest.raises(UnderAge):
        do_register(flow.id, clock.today() - timedelta(days=365 * 13))
    assert list(SignInFlow.objects.all()) == [bystander]


def test_ways(client: Client) -> None:
    assert client.get("/api/v1/sign-in/ways").json() == {"password": True, "passkey": True, "wechat": False}

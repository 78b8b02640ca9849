"""Signing in with WeChat against a server that answers as WeChat documents it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from egret.accounts.actions.wechat import do_connect_wechat, do_disconnect
from egret.accounts.errors.wechat import IdentityUnknown, LastWayIn
from egret.accounts.models import Identity, Passkey, Person, PolicyAcceptance, Session, SignInFlow
from egret.accounts.wechat.checks import check_wechat, register_wechat
from egret.accounts.wechat.provider import WechatStopped, keep_uid_only, offered
from egret.kernel import clock, egress, policy
from egret.kernel.installation import tables_holding
from egret.kernel.ratelimit import Limit
from tests import factories
from tests.wechat_server import APP_ID, PROFILE, SECRET, Fault, WechatServer, wechat_server

pytestmark = pytest.mark.django_db

BEGIN = "/api/v1/sign-in/wechat"
CALLBACK = "/api/v1/sign-in/wechat/callback"
IDENTITIES = "/api/v1/identities"
ADULT = {"birth_date": "1990-05-17"}


@pytest.fixture
def wechat(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[WechatServer]:
    monkeypatch.setattr(egress, "DESTINATIONS", dict(egress.DESTINATIONS))
    with wechat_server() as server:
        settings.EGRET_WECHAT_APP_ID, settings.EGRET_WECHAT_SECRET = APP_ID, SECRET
        settings.EGRET_WECHAT_API_URL = server.url
        register_wechat()
        yield server


def begin(client: Client, **more: str) -> str:
    """Accept the policy and set out; the state that WeChat is given."""
    response = client.post(BEGIN, {"policy_version": policy.version(), **more}, "application/json")
    assert response.status_code == 200, response.content
    return state_in(response.json()["location"])


def state_in(location: str) -> str:
    return parse_qs(urlsplit(location).query)["state"][0]


def come_back(client: Client, code: str, state: str) -> tuple[str, dict[str, str]]:
    """WeChat's page sends the browser back: a navigation from another site. Where it goes on, and with what."""
    response = client.get(CALLBACK, {"code": code, "state": state}, headers={"sec-fetch-site": "cross-site"})
    assert response.status_code == 302, response.content
    address = urlsplit(response.headers["Location"])
    assert not address.netloc
    return address.path, {name: value[0] for name, value in parse_qs(address.query).items()}


def arrive(client: Client, code: str, **more: str) -> dict[str, str]:
    path, facts = come_back(client, code, begin(client, **more))
    assert path == "/sign-in"
    return facts


def sign_up(client: Client, code: str) -> Person:
    facts = arrive(client, code)
    assert client.get(f"/api/v1/sign-in/{facts['flow']}").json()["state"] == "age_required"
    response = client.post(f"/api/v1/sign-in/{facts['flow']}/register", ADULT, "application/json")
    assert response.status_code == 201, response.content
    return Person.objects.get(id=response.json()["person"]["id"])


def test_sign_up_then_out_then_in(client: Client, wechat: WechatServer) -> None:
    person = sign_up(client, wechat.agree("openid-of-li-0001", "unionid-of-li-0001"))
    assert person.phone is None
    assert Identity.objects.get().uid == "unionid-of-li-0001"
    assert PolicyAcceptance.objects.get(person=person).policy_version == policy.version()
    client.delete("/api/v1/session")
    facts = arrive(client, wechat.agree("openid-of-li-0001", "unionid-of-li-0001"), next="/meetings?upcoming=1")
    assert facts["next"] == "/meetings?upcoming=1"
    done = client.post(f"/api/v1/sign-in/{facts['flow']}/continue").json()
    assert (done["state"], done["person"]["id"]) == ("signed_in", str(person.id))
    assert Person.objects.count() == Identity.objects.count() == 1


def test_the_browser_is_sent_to_wechat_as_it_documents(client: Client, wechat: WechatServer) -> None:
    response = client.post(BEGIN, {"policy_version": policy.version()}, "application/json")
    location = urlsplit(response.json()["location"])
    asked = parse_qs(location.query)
    assert f"{location.scheme}://{location.netloc}{location.path}" == "https://open.weixin.qq.com/connect/qrconnect"
    # WeChat's own browser checks the order.
    assert list(asked) == ["appid", "redirect_uri", "response_type", "scope", "state"]
    assert (asked["appid"], asked["response_type"], asked["scope"]) == ([APP_ID], ["code"], ["snsapi_login"])
    assert asked["redirect_uri"] == [f"http://localhost:8000{CALLBACK}"]
    assert location.fragment == "wechat_redirect"
    cookie = response.cookies["egret_wechat"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["max-age"]) == (True, "Lax", BEGIN, 600)


def test_wechats_own_browser_is_sent_to_the_service_account(
    client: Client, wechat: WechatServer, settings: Settings
) -> None:
    settings.EGRET_WECHAT_IN_APP_ID, settings.EGRET_WECHAT_IN_APP_SECRET = "wxservice", "s"
    software = "Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 MicroMessenger/8.0.50"
    response = client.post(
        BEGIN, {"policy_version": policy.version()}, "application/json", headers={"user-agent": software}
    )
    location = urlsplit(response.json()["location"])
    assert location.path == "/connect/oauth2/authorize"
    assert parse_qs(location.query)["appid"] == ["wxservice"]
    assert parse_qs(location.query)["scope"] == ["snsapi_userinfo"]


@pytest.mark.parametrize(
    "content_type", ["text/plain", "text/plain; charset=ISO-8859-1", "application/json; charset=utf-8"]
)
def test_only_the_uid_is_kept(
    client: Client, wechat: WechatServer, content_type: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    wechat.content_type = content_type
    person = sign_up(
        client, wechat.agree("openid-canary-0001", "unionid-kept-0001", {**PROFILE, "wholly_new": "canary-new"})
    )
    assert [(each.person, each.provider, each.uid) for each in Identity.objects.all()] == [
        (person, "wechat", "unionid-kept-0001")
    ]
    for canary in ("canary", "张三", "喜洋洋", "广东", "天河", "thirdwx", "snsapi"):
        assert tables_holding(canary) == [], canary
    assert tables_holding("unionid-kept-0001") == ["accounts.Identity.uid"]
    assert not any(canary in caplog.text for canary in ("canary", "张三", "unionid-kept", SECRET))
    assert wechat.asked == ["/sns/oauth2/access_token"], "the profile was asked for"
    assert not any("canary" in cookie.value for cookie in client.cookies.values())


def test_without_a_unionid_the_openid_is_kept(client: Client, wechat: WechatServer) -> None:
    sign_up(client, wechat.agree("openid-of-wang-01", None))
    assert Identity.objects.get().uid == "openid-of-wang-01"


def test_nothing_is_stored_before_the_policy_is_accepted(client: Client, wechat: WechatServer) -> None:
    for given_version in (None, "2001-01-01"):
        response = client.post(BEGIN, {"policy_version": given_version}, "application/json")
        assert response.json()["type"] == "urn:egret:policy-not-accepted"
    begin(client)
    assert not SignInFlow.objects.exists()
    assert not Session.objects.exists()


def test_a_policy_that_changed_on_the_way_is_read_first(
    client: Client, wechat: WechatServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = begin(client)
    monkeypatch.setattr(policy, "_version", lambda: "2030-01-01")
    monkeypatch.setattr(policy, "_still_holds", lambda accepted: False)
    facts = come_back(client, wechat.agree("openid-of-li-0001", None), state)[1]
    assert facts == {"problem": "policy-not-accepted"}
    assert not SignInFlow.objects.exists()


def test_a_day_too_young_leaves_nothing(client: Client, wechat: WechatServer) -> None:
    flow = arrive(client, wechat.agree("openid-of-child-1", "unionid-of-child"))["flow"]
    today = clock.today()
    born = (today - timedelta(days=int(13.9 * 365.25))).isoformat()
    response = client.post(f"/api/v1/sign-in/{flow}/register", {"birth_date": born}, "application/json")
    assert (response.status_code, response.json()["minimum_age"]) == (403, 14)
    assert tables_holding("unionid-of-child") == []


FAULTS = {
    Fault.SILENT: "wechat-unreachable",
    Fault.BROKEN_OFF: "wechat-unreachable",
    Fault.SERVER_ERROR: "wechat-failed",
    Fault.HTML: "wechat-failed",
    Fault.A_LIST: "wechat-failed",
    Fault.A_NUMBER: "wechat-failed",
    Fault.NO_UID: "wechat-failed",
    Fault.STRANGE_UID: "wechat-failed",
    Fault.SYSTEM_BUSY: "wechat-failed",
    Fault.WRONG_SECRET: "wechat-failed",
    Fault.REDIRECT: "wechat-failed",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_goes_wrong_at_wechat_is_told_and_leaves_nothing(
    client: Client,
    wechat: WechatServer,
    fault: Fault,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(egress, "READ_SECONDS", 0.3)
    code = wechat.agree("openid-of-li-0001", None)
    wechat.fault = fault
    assert arrive(client, code) == {"problem": FAULTS[fault]}
    assert not SignInFlow.objects.exists()
    assert not any(secret in caplog.text for secret in (code, SECRET, "canary", "openid-of"))
    if fault is Fault.WRONG_SECRET:
        assert "why=40125" in caplog.text  # the operator can look it up


def test_wechat_that_is_not_there(client: Client, wechat: WechatServer, settings: Settings) -> None:
    settings.EGRET_WECHAT_API_URL = "http://127.0.0.1:9"
    register_wechat()
    assert arrive(client, "code") == {"problem": "wechat-unreachable"}


def test_no_call_leaves_by_another_door(client: Client, wechat: WechatServer) -> None:
    egress.DESTINATIONS.clear()
    assert arrive(client, wechat.agree("openid-of-li-0001", None)) == {"problem": "wechat-failed"}
    assert wechat.asked == []


def test_an_invalid_code_and_one_used_twice_are_refused(client: Client, wechat: WechatServer) -> None:
    assert arrive(client, "made-up") == {"problem": "wechat-code-refused"}
    code = wechat.agree("openid-of-li-0001", None)
    assert "flow" in arrive(client, code)
    assert arrive(client, code) == {"problem": "wechat-code-refused"}


def test_who_refuses_at_wechat_is_back_where_they_were(client: Client, wechat: WechatServer) -> None:
    response = client.get(CALLBACK, {"state": begin(client)})
    assert response.headers["Location"] == "/sign-in?problem=wechat-cancelled"
    assert wechat.asked == []


def test_the_answer_counts_only_in_the_browser_that_asked(client: Client, wechat: WechatServer) -> None:
    attacker = Client()
    code, state = wechat.agree("openid-of-mallory", None), begin(attacker)
    for state_sent in (state, "", "guess"):
        begin(client)
        assert come_back(client, code, state_sent)[1] == {"problem": "wechat-other-browser"}
    assert come_back(Client(), code, state)[1] == {"problem": "wechat-other-browser"}
    assert wechat.asked == []
    # Nor does the flow that the attacker's own browser reached.
    flow = come_back(attacker, code, state)[1]["flow"]
    assert client.get(f"/api/v1/sign-in/{flow}").status_code == 404
    assert client.post(f"/api/v1/sign-in/{flow}/register", ADULT, "application/json").status_code == 404


def test_an_answer_counts_once_and_not_for_ever(client: Client, wechat: WechatServer) -> None:
    state = begin(client)
    assert "flow" in come_back(client, wechat.agree("openid-of-li-0001", None), state)[1]
    again = wechat.agree("openid-of-li-0001", None)
    assert come_back(client, again, state)[1] == {"problem": "wechat-other-browser"}
    state = begin(client)
    with clock.travel(timedelta(minutes=10)):
        assert come_back(client, again, state)[1] == {"problem": "wechat-other-browser"}


def test_a_tampered_cookie_is_worth_nothing(client: Client, wechat: WechatServer) -> None:
    state = begin(client)
    client.cookies["egret_wechat"] = client.cookies["egret_wechat"].value + "x"
    assert come_back(client, "code", state)[1] == {"problem": "wechat-other-browser"}


@pytest.mark.parametrize(
    "path", ["https://evil.example", "//evil.example", "/\\evil.example", "/\tevil", "/a\\b", "meetings", "", "/a\x00"]
)
def test_only_our_own_pages_come_next(client: Client, wechat: WechatServer, path: str) -> None:
    body = {"policy_version": policy.version(), "next": path}
    assert client.post(BEGIN, body, "application/json").status_code == 422


def test_sign_ins_per_address_are_limited(
    client: Client, wechat: WechatServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from egret.accounts.actions import wechat as actions

    monkeypatch.setattr(actions, "SIGN_INS_PER_ADDRESS", Limit("wechat in this test", 1, timedelta(hours=1)))
    assert "flow" in arrive(client, wechat.agree("openid-of-li-0001", None))
    assert arrive(client, wechat.agree("openid-of-li-0001", None)) == {"problem": "wechat-too-often"}


def test_where_it_is_not_set_up_it_is_not_offered(client: Client) -> None:
    assert client.get("/api/v1/sign-in/ways").json()["wechat"] is False
    response = client.post(BEGIN, {"policy_version": policy.version()}, "application/json")
    assert (response.status_code, response.json()["type"]) == (404, "urn:egret:wechat-not-offered")
    assert come_back(client, "code", "state")[1] == {"problem": "wechat-other-browser"}


def test_switched_off_while_somebody_is_on_the_way(client: Client, wechat: WechatServer, settings: Settings) -> None:
    state = begin(client)
    settings.EGRET_WECHAT_APP_ID = ""
    assert come_back(client, "code", state)[1] == {"problem": "wechat-failed"}


def connect(client: Client, code: str) -> tuple[str, dict[str, str]]:
    response = client.post(f"{IDENTITIES}/wechat")
    assert response.status_code == 200, response.content
    return come_back(client, code, state_in(response.json()["location"]))


def signed_in_client(client: Client) -> Person:
    """Somebody with a number, who proved it just now."""
    flow, code = factories.sent_code()
    client.post(f"/api/v1/sign-in/{flow.id}/confirm", {"code": code}, "application/json")
    body = client.post(f"/api/v1/sign-in/{flow.id}/register", ADULT, "application/json").json()
    return Person.objects.get(id=body["person"]["id"])


def test_connecting_an_account_and_signing_in_to_it(client: Client, wechat: WechatServer) -> None:
    person = signed_in_client(client)
    assert client.get(IDENTITIES).json() == {"identities": []}
    assert connect(client, wechat.agree("openid-of-li-0001", "unionid-of-li-0001")) == ("/settings/security", {})
    listed = client.get(IDENTITIES).json()["identities"]
    assert [(each["provider"], each["removable"]) for each in listed] == [("wechat", True)]
    assert "unionid" not in client.get(IDENTITIES).content.decode()
    other = Client()
    flow = arrive(other, wechat.agree("openid-of-li-0001", "unionid-of-li-0001"))["flow"]
    assert other.post(f"/api/v1/sign-in/{flow}/continue").json()["person"]["id"] == str(person.id)
    assert client.delete(f"{IDENTITIES}/{listed[0]['id']}").status_code == 204
    assert client.delete(f"{IDENTITIES}/{listed[0]['id']}").status_code == 404
    assert tables_holding("unionid-of-li-0001") == []


def test_another_wechat_takes_the_place_of_the_first(client: Client, wechat: WechatServer) -> None:
    signed_in_client(client)
    for uid in ("unionid-of-li-0001", "unionid-of-li-0002", "unionid-of-li-0002"):
        assert connect(client, wechat.agree("openid-of-li-0001", uid)) == ("/settings/security", {})
    assert [each.uid for each in Identity.objects.all()] == ["unionid-of-li-0002"]


def test_one_wechat_is_one_account(client: Client, wechat: WechatServer) -> None:
    owner = sign_up(Client(), wechat.agree("openid-of-li-0001", "unionid-of-li-0001"))
    person = signed_in_client(client)
    connect(client, wechat.agree("openid-of-li-0002", "unionid-of-li-0002"))
    taken = connect(client, wechat.agree("openid-of-li-0001", "unionid-of-li-0001"))
    assert taken == ("/settings/security", {"problem": "wechat-taken"})
    kept = {each.person_id: each.uid for each in Identity.objects.all()}
    assert kept == {owner.id: "unionid-of-li-0001", person.id: "unionid-of-li-0002"}


def test_connecting_counts_only_for_who_is_still_signed_in(client: Client, wechat: WechatServer) -> None:
    signed_in_client(client)
    state = state_in(client.post(f"{IDENTITIES}/wechat").json()["location"])
    client.delete("/api/v1/session")
    code = wechat.agree("openid-of-li-0001", None)
    assert come_back(client, code, state) == ("/settings/security", {"problem": "wechat-other-browser"})
    assert not Identity.objects.exists()


def test_ways_in_change_only_after_a_fresh_proof(client: Client, wechat: WechatServer) -> None:
    person = signed_in_client(client)
    connect(client, wechat.agree("openid-of-li-0001", None))
    identity = Identity.objects.get(person=person)
    with clock.travel(timedelta(minutes=11)):
        for response in (client.post(f"{IDENTITIES}/wechat"), client.delete(f"{IDENTITIES}/{identity.id}")):
            assert (response.status_code, response.json()["type"]) == (403, "urn:egret:proof-needed")
    assert Client().get(IDENTITIES).status_code == 401


def test_the_last_way_in_stays(client: Client, wechat: WechatServer) -> None:
    person = sign_up(client, wechat.agree("openid-of-li-0001", "unionid-of-li-0001"))
    identity = client.get(IDENTITIES).json()["identities"][0]
    assert identity["removable"] is False
    response = client.delete(f"{IDENTITIES}/{identity['id']}")
    assert (response.status_code, response.json()["type"]) == (409, "urn:egret:last-way-in")
    Passkey.objects.create(person=person, credential_id="c", public_key=b"", label="key")
    assert client.get(IDENTITIES).json()["identities"][0]["removable"] is True
    do_disconnect(person.id, identity["id"])
    assert not Identity.objects.exists()


def test_an_organisations_directory_is_no_choice_of_the_persons(client: Client) -> None:
    person = signed_in_client(client)
    identity = Identity.objects.create(person=person, provider="oidc:1", uid="s")
    listed = client.get(IDENTITIES).json()["identities"]
    assert [(each["provider"], each["removable"]) for each in listed] == [("organization", False)]
    with pytest.raises(IdentityUnknown):
        do_disconnect(person.id, identity.id)


def test_nobody_disconnects_anothers(wechat: WechatServer) -> None:
    owner, other = factories.person(), factories.person()
    configured = offered()
    assert configured is not None
    do_connect_wechat(owner.id, configured, wechat.agree("openid-of-li-0001", None), address="198.51.100.1")
    with pytest.raises(IdentityUnknown):
        do_disconnect(other.id, Identity.objects.get().id)
    with pytest.raises(LastWayIn):
        Person.objects.filter(id=owner.id).update(phone=None)
        do_disconnect(owner.id, Identity.objects.get().id)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text() | st.floats(),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["openid", "unionid", "nickname"]), inner),
        max_leaves=8,
    )
)
def test_whatever_is_answered_a_uid_is_kept_or_nothing(answer: object) -> None:
    try:
        uid = keep_uid_only(answer)
    except WechatStopped:
        return
    assert isinstance(answer, dict)
    assert uid in (answer.get("unionid"), answer.get("openid"))
    assert uid.replace("-", "").replace("_", "").isalnum()
    assert uid.isascii()


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({"EGRET_WECHAT_APP_ID": "wx1", "EGRET_WECHAT_SECRET": "s"}, []),
        ({"EGRET_WECHAT_APP_ID": "wx1"}, ["egret.E060"]),
        ({"EGRET_WECHAT_SECRET": "s"}, ["egret.E060"]),
        ({"EGRET_WECHAT_IN_APP_ID": "wx1", "EGRET_WECHAT_IN_APP_SECRET": "s"}, ["egret.E061"]),
        ({"EGRET_WECHAT_API_URL": "api.weixin.qq.com"}, ["egret.E062"]),
        ({"EGRET_WECHAT_AUTHORIZE_URL": "https://x/?a=1"}, ["egret.E062"]),
    ],
)
def test_half_a_configuration_stops_the_start(settings: Settings, changed: dict[str, str], found: list[str]) -> None:
    for name, value in changed.items():
        setattr(settings, name, value)
    assert [message.id for message in check_wechat()] == found


def test_wechat_is_a_processor_only_where_it_is_set_up(wechat: WechatServer) -> None:
    destination = egress.DESTINATIONS[urlsplit(wechat.url).netloc]
    assert (destination.processor, destination.purpose, destination.payload) == (
        "WeChat (Tencent)",
        "accounts.sign_in",
        (),
    )
    assert "api.weixin.qq.com" not in egress.DESTINATIONS

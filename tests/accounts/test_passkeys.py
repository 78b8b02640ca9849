"""Passkeys: registering, signing in, renaming and removing, and every answer that must be refused."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from webauthn import base64url_to_bytes
from webauthn.helpers import bytes_to_base64url as b64

from egret.accounts import ceremony, flows
from egret.accounts.actions import passkeys as actions
from egret.accounts.errors.factors import PasskeyRefused
from egret.accounts.models import Passkey, RecoveryCode, SignInFlow
from egret.kernel import clock, policy
from egret.kernel.ratelimit import Limit
from tests.accounts.authenticator import Authenticator
from tests.accounts.visitors import add_passkey, begin_by_sms, by_passkey, call, enrol_totp, post, signed_up, who

pytestmark = pytest.mark.django_db


def ask(client: Client) -> dict[str, Any]:
    status, asked = post(client, "/sign-in/passkey/options", {"policy_version": policy.version()})
    assert status == 201
    return dict(asked)


def test_register_sign_out_and_in_without_typing_a_number(client: Client) -> None:
    person = signed_up(client)
    key, added = add_passkey(client)
    assert added["passkey"]["label"] == "Laptop"
    assert len(added["recovery_codes"]) == 10
    assert key.user_handle == person.id.bytes
    client.delete("/api/v1/session")
    fresh = Client()
    fresh.cookies["egret_session"] = "planted-by-somebody-else-0000000"
    status, body = by_passkey(fresh, key)
    assert (status, body["state"], who(fresh)) == (200, "signed_in", str(person.id))
    assert fresh.cookies["egret_session"].value != "planted-by-somebody-else-0000000"
    # It verified its user: that is both factors, and fresh.
    assert call(fresh, "GET", "/second-factor")[1]["fresh"] is True
    [row] = call(fresh, "GET", "/passkeys")[1]
    assert row["last_used_at"] is not None


def test_options_name_nobody_and_ask_for_a_resident_key(client: Client) -> None:
    asked = ask(client)
    assert asked["options"]["allowCredentials"] == []
    assert asked["options"]["rpId"] == "localhost"
    person = signed_up(client)
    options = post(client, "/passkeys/options")[1]["options"]
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert options["authenticatorSelection"]["userVerification"] == "preferred"
    assert options["attestation"] == "none"
    assert str(person.phone) not in str(options)


def test_a_key_that_verified_nobody_is_one_factor_only(client: Client) -> None:
    person = signed_up(client)
    key, _ = add_passkey(client, Authenticator(verifies=False))
    enrol_totp(client)
    fresh = Client()
    status, body = by_passkey(fresh, key)
    assert (status, body["state"], body["methods"]) == (200, "second_factor", ["totp", "recovery"])
    assert who(fresh) is None
    assert post(fresh, f"/sign-in/{body['flow']}/second-factor/options")[0] == 409
    # After an SMS code it is the second one.
    assert person.phone is not None
    state = begin_by_sms(fresh, person.phone)[1]
    assert "passkey" in state["methods"]
    options = post(fresh, f"/sign-in/{state['flow']}/second-factor/options")[1]["options"]
    assert [each["id"] for each in options["allowCredentials"]] == [b64(key.credential_id)]
    answer = {"method": "passkey", "credential": key.get(options)}
    assert post(fresh, f"/sign-in/{state['flow']}/second-factor", answer)[1]["state"] == "signed_in"


def test_a_challenge_is_answered_once(client: Client) -> None:
    signed_up(client)
    key, _ = add_passkey(client, Authenticator(counts=False))
    asked = ask(client)
    answer = {"credential": key.get(asked["options"])}
    first, second = Client(), Client()
    assert post(first, f"/sign-in/{asked['flow']}/passkey", answer)[0] == 200
    status, body = post(second, f"/sign-in/{asked['flow']}/passkey", answer)
    assert (status, body["type"]) == (410, "urn:egret:code-used")
    assert who(second) is None
    # Nor does the same answer fit another sign-in.
    again = ask(client)
    assert post(second, f"/sign-in/{again['flow']}/passkey", answer)[1]["type"] == "urn:egret:passkey-refused"


def test_a_wrong_answer_spends_the_challenge_too(client: Client) -> None:
    signed_up(client)
    key, _ = add_passkey(client)
    asked = ask(client)
    answer = {"credential": key.get(asked["options"])}
    broken = copy.deepcopy(answer)
    broken["credential"]["response"]["signature"] = b64(b"nothing")
    assert post(client, f"/sign-in/{asked['flow']}/passkey", broken)[0] == 422
    assert SignInFlow.objects.get(id=asked["flow"]).challenge == ""
    assert post(client, f"/sign-in/{asked['flow']}/passkey", answer)[1]["type"] == "urn:egret:passkey-refused"


def with_origin(key: Authenticator) -> None:
    key.origin = "https://egret.example.evil"


def with_site(key: Authenticator) -> None:
    key.rp_id = "egret.example.evil"


def with_older_count(key: Authenticator) -> None:
    key.count = 3


def with_other_person(key: Authenticator) -> None:
    key.user_handle = b"\0" * 16


def with_no_person(key: Authenticator) -> None:
    key.user_handle = b""


def with_other_key(key: Authenticator) -> None:
    key.key = Authenticator().key


def with_other_id(key: Authenticator) -> None:
    key.credential_id = b"another"


@pytest.mark.parametrize(
    "spoil",
    [
        with_origin,
        with_site,
        with_older_count,
        with_other_person,
        with_no_person,
        with_other_key,
        with_other_id,
    ],
)
def test_what_is_not_right_is_refused_in_the_same_words(client: Client, spoil: Callable[[Authenticator], None]) -> None:
    signed_up(client)
    key, _ = add_passkey(client)
    key.count = 7
    assert by_passkey(Client(), key)[0] == 200
    spoil(key)
    fresh = Client()
    status, body = by_passkey(fresh, key)
    assert (status, body["type"]) == (422, "urn:egret:passkey-refused")
    assert set(body) == {"type", "title", "status", "detail"}
    assert who(fresh) is None
    assert Passkey.objects.get().sign_count == 8


def test_a_registration_is_no_sign_in_and_the_other_way_round(client: Client) -> None:
    signed_up(client)
    key, _ = add_passkey(client)
    asked = post(client, "/passkeys/options")[1]
    status, body = post(Client(), f"/sign-in/{asked['flow']}/passkey", {"credential": key.get(asked["options"])})
    assert (status, body["type"]) == (404, "urn:egret:flow-unknown")
    begun = ask(client)
    options = {**asked["options"], "challenge": begun["options"]["challenge"]}
    made = {"flow": begun["flow"], "label": "x", "credential": Authenticator().create(options)}
    assert post(client, "/passkeys", made)[0] == 404


def test_somebody_elses_challenge_registers_nothing(client: Client) -> None:
    signed_up(client)
    other = Client()
    signed_up(other)
    asked = post(client, "/passkeys/options")[1]
    made = {"flow": asked["flow"], "label": "x", "credential": Authenticator().create(asked["options"])}
    assert post(other, "/passkeys", made)[0] == 404
    assert post(client, "/passkeys", made)[0] == 201


def test_one_key_is_registered_once(client: Client) -> None:
    signed_up(client)
    key, _ = add_passkey(client)
    asked = post(client, "/passkeys/options")[1]
    assert [each["id"] for each in asked["options"]["excludeCredentials"]] == [b64(key.credential_id)]
    made = {"flow": asked["flow"], "label": "x", "credential": key.create(asked["options"])}
    status, body = post(client, "/passkeys", made)
    assert (status, body["type"]) == (409, "urn:egret:passkey-known")


def test_recovery_codes_come_with_the_first_factor_only(client: Client) -> None:
    signed_up(client)
    _, first = add_passkey(client)
    _, second = add_passkey(client)
    assert (len(first["recovery_codes"]), second["recovery_codes"]) == (10, [])


def test_there_is_an_end_to_them(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "PASSKEYS_PER_PERSON", 1)
    signed_up(client)
    add_passkey(client)
    status, body = post(client, "/passkeys/options")
    assert (status, body["type"], body["maximum"]) == (409, "urn:egret:too-many-passkeys", 1)


def test_rename_and_remove_are_ones_own(client: Client) -> None:
    person = signed_up(client)
    _, added = add_passkey(client)
    path = f"/passkeys/{added['passkey']['id']}"
    other = Client()
    signed_up(other)
    assert call(other, "PATCH", path, {"label": "mine now"})[0] == 404
    assert call(other, "DELETE", path)[0] == 404
    assert call(client, "PATCH", path, {"label": "电脑"})[1]["label"] == "电脑"
    for unusable in ("", " ", "x" * 61, "a\0b", "a\u202eb", "\u3164"):
        status, body = call(client, "PATCH", path, {"label": unusable})
        assert status == 422, unusable
    assert body["type"] == "urn:egret:label-unusable"
    assert [each["label"] for each in call(client, "GET", "/passkeys")[1]] == ["电脑"]
    assert call(client, "DELETE", path)[0] == 204
    assert call(client, "DELETE", path)[0] == 404
    # Codes that stand in for nothing are gone, and the phone is still a way in.
    assert not RecoveryCode.objects.exists()
    assert person.phone is not None
    assert begin_by_sms(Client(), person.phone)[1]["state"] == "signed_in"


def test_beginning_without_end_is_limited(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each writes a row, and whoever asks need not be known."""
    monkeypatch.setattr(actions, "SIGN_INS_PER_ADDRESS", Limit("passkeys", 2, timedelta(minutes=15)))
    monkeypatch.setattr(actions, "CEREMONIES_PER_PERSON", Limit("ceremonies", 1, timedelta(minutes=15)))
    for _ in range(2):
        ask(client)
    status, body = post(client, "/sign-in/passkey/options", {"policy_version": policy.version()})
    assert (status, body["type"]) == (429, "urn:egret:too-many-guesses")
    signed_up(client)
    rows = SignInFlow.objects.count()
    assert post(client, "/second-factor/options")[0] == 201
    assert [post(client, path)[0] for path in ("/second-factor/options", "/passkeys/options")] == [429, 429]
    assert SignInFlow.objects.count() == rows + 1


def test_adding_and_removing_need_a_fresh_proof(client: Client) -> None:
    signed_up(client)
    _, added = add_passkey(client)
    with clock.travel(timedelta(minutes=11)):
        for method, path in (("POST", "/passkeys/options"), ("DELETE", f"/passkeys/{added['passkey']['id']}")):
            status, body = call(client, method, path)
            assert (status, body["type"], body["methods"]) == (403, "urn:egret:proof-needed", ["passkey", "recovery"])


def test_a_passkey_freshens_a_session(client: Client) -> None:
    signed_up(client)
    key, added = add_passkey(client)
    with clock.travel(timedelta(minutes=11)):
        status, asked = post(client, "/second-factor/options")
        assert status == 201
        answer = {"method": "passkey", "flow": asked["flow"], "credential": key.get(asked["options"])}
        assert post(client, "/second-factor/verify", answer)[0] == 204
        assert post(client, "/second-factor/verify", answer)[0] == 422
        assert call(client, "DELETE", f"/passkeys/{added['passkey']['id']}")[0] == 204


def test_a_challenge_expires(client: Client) -> None:
    signed_up(client)
    key, _ = add_passkey(client)
    asked = ask(client)
    with clock.travel(flows.LIFETIME):
        answer = {"credential": key.get(asked["options"])}
        assert post(client, f"/sign-in/{asked['flow']}/passkey", answer)[1]["type"] == "urn:egret:code-expired"


def test_policy_comes_before_the_first_row(client: Client) -> None:
    assert post(client, "/sign-in/passkey/options", {"policy_version": None})[0] == 409
    assert not SignInFlow.objects.exists()


REAL = Authenticator()
CHALLENGE = b64(b"c" * 64)
CREATED = REAL.create({"user": {"id": b64(b"p" * 16)}, "challenge": CHALLENGE})
ASSERTED = REAL.get({"challenge": CHALLENGE})


def judge(answer: dict[str, Any]) -> None:
    created = ceremony.verify_creation(CREATED, CHALLENGE)
    passkey = Passkey(credential_id=created.credential_id, public_key=created.public_key)
    assert ceremony.verify_assertion(answer, CHALLENGE, passkey).user_verified


@given(member=st.sampled_from(["clientDataJSON", "authenticatorData", "signature"]), data=st.data())
def test_no_broken_byte_gets_through_or_crashes(member: str, data: st.DataObject) -> None:
    judge(ASSERTED)
    broken = copy.deepcopy(ASSERTED)
    whole = bytearray(base64url_to_bytes(broken["response"][member]))
    whole[data.draw(st.integers(0, len(whole) - 1))] ^= data.draw(st.integers(1, 255))
    broken["response"][member] = b64(bytes(whole[: data.draw(st.integers(1, len(whole)))]))
    with pytest.raises(PasskeyRefused):
        judge(broken)


@given(st.recursive(st.none() | st.text() | st.integers(), lambda inner: st.dictionaries(st.text(), inner)))
def test_nonsense_is_refused(nonsense: Any) -> None:
    for credential in (nonsense, {"id": "x", "rawId": "x", "type": "public-key", "response": nonsense}):
        with pytest.raises(PasskeyRefused):
            ceremony.verify_creation(credential, CHALLENGE)

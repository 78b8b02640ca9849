"""The second factor: authenticator app, recovery codes, and what is asked of whom."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import Client

from egret.accounts.actions import second_factor as actions
from egret.accounts.errors.factors import TotpNotStarted
from egret.accounts.models import Person, RecoveryCode, Session, SignInFlow, TotpDevice
from egret.accounts.sms.memory import MemorySms
from egret.accounts.tasks import drop_unproved_totp
from egret.kernel import clock, policy
from egret.kernel.purpose import under
from tests import factories
from tests.accounts.visitors import (
    GOOD,
    add_passkey,
    begin_by_sms,
    by_password,
    call,
    code_of,
    enrol_totp,
    post,
    signed_up,
    who,
)

pytestmark = pytest.mark.django_db
STEP = 30


@pytest.fixture(autouse=True)
def early_in_a_step() -> Iterator[None]:
    """No test sees the codes change between making one and proving it."""
    with clock.travel(timedelta(seconds=STEP - clock.now().timestamp() % STEP)):
        yield


def enrolled(client: Client) -> tuple[Person, str, list[str]]:
    person = signed_up(client)
    return person, *enrol_totp(client)


def second(client: Client, person: Person) -> str:
    """A sign-in by SMS that waits for its second factor."""
    assert person.phone is not None
    status, body = begin_by_sms(client, person.phone)
    assert (status, body["state"], body["person"]) == (200, "second_factor", None)
    return str(body["flow"])


def prove(client: Client, flow: str, code: str, method: str = "totp") -> tuple[int, Any]:
    return post(client, f"/sign-in/{flow}/second-factor", {"method": method, "code": code})


def test_enrol_sign_out_sign_in_with_the_next_code(client: Client) -> None:
    person, secret, codes = enrolled(client)
    assert len(set(codes)) == 10
    assert call(client, "GET", "/second-factor")[1]["fresh"] is True
    fresh = Client()
    fresh.cookies["egret_session"] = "planted-by-somebody-else-0000000"
    flow = second(fresh, person)
    assert who(fresh) is None
    status, body = prove(fresh, flow, code_of(secret, 1))
    assert (status, body["state"], who(fresh)) == (200, "signed_in", str(person.id))
    assert fresh.cookies["egret_session"].value != "planted-by-somebody-else-0000000"
    assert Session.objects.filter(person=person, second_factor_at__isnull=False).count() == 2


def test_what_an_app_scans_is_what_it_can_type(client: Client) -> None:
    person = signed_up(client)
    made = post(client, "/second-factor/totp")[1]
    assert made["uri"].startswith("otpauth://totp/Egret:")
    assert f"secret={made['secret']}" in made["uri"]
    assert str(person.phone) not in made["uri"]
    kind, _, picture = made["qr"].partition(",")
    assert kind == "data:image/svg+xml;base64"
    assert b"<svg" in base64.b64decode(picture)
    stored = TotpDevice.objects.get().secret
    assert made["secret"] not in stored


def test_it_counts_only_once_a_code_was_typed(client: Client) -> None:
    person = signed_up(client)
    made = post(client, "/second-factor/totp")[1]
    assert post(client, "/second-factor/totp/confirm", {"code": "000000"})[1]["type"] == "urn:egret:second-factor-wrong"
    assert person.phone is not None
    assert begin_by_sms(Client(), person.phone)[1]["state"] == "signed_in"
    assert post(client, "/second-factor/totp/confirm", {"code": code_of(made["secret"])})[0] == 200
    assert post(client, "/second-factor/totp")[1]["type"] == "urn:egret:totp-enrolled"
    assert post(client, "/second-factor/totp/confirm", {"code": "000000"})[1]["type"] == "urn:egret:totp-enrolled"


def test_a_set_up_that_was_left_is_forgotten(client: Client) -> None:
    signed_up(client)
    made = post(client, "/second-factor/totp")[1]
    drop_unproved_totp.func()
    assert TotpDevice.objects.exists()
    with clock.travel(actions.ENROLMENT + timedelta(seconds=1)):
        with pytest.raises(TotpNotStarted):
            actions.do_confirm_totp(Person.objects.get().id, code_of(made["secret"]))
        drop_unproved_totp.func()
    assert not TotpDevice.objects.exists()


def test_a_finished_one_stays(client: Client) -> None:
    enrolled(client)
    with clock.travel(timedelta(days=400)):
        drop_unproved_totp.func()
    assert TotpDevice.objects.exists()


def test_a_step_is_taken_once(client: Client) -> None:
    person, secret, _ = enrolled(client)
    # The code of the enrolment is spent as well.
    assert prove(Client(), second(Client(), person), code_of(secret))[0] == 422
    code = code_of(secret, 1)
    assert prove(Client(), second(Client(), person), code)[0] == 200
    status, body = prove(Client(), second(Client(), person), code)
    assert (status, body["type"]) == (422, "urn:egret:second-factor-wrong")


@pytest.mark.parametrize(("steps", "right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_off(client: Client, steps: int, right: bool) -> None:
    person, secret, _ = enrolled(client)
    with clock.travel(timedelta(minutes=5)):
        assert (prove(Client(), second(Client(), person), code_of(secret, steps))[0] == 200) is right


def test_codes_may_have_spaces(client: Client) -> None:
    person, secret, _ = enrolled(client)
    code = code_of(secret, 1)
    assert prove(Client(), second(Client(), person), f" {code[:3]} {code[3:]} ")[0] == 200


def test_five_guesses_end_a_sign_in(client: Client) -> None:
    person, secret, _ = enrolled(client)
    flow = second(client, person)
    for _ in range(5):
        assert prove(client, flow, "no")[1]["type"] == "urn:egret:second-factor-wrong"
    status, body = prove(client, flow, code_of(secret, 1))
    assert (status, body["type"]) == (429, "urn:egret:code-attempts-exhausted")


def test_guesses_are_limited_per_person_too(client: Client) -> None:
    person, secret, _ = enrolled(client)
    answers = []
    for _ in range(3):
        flow = second(client, person)
        answers += [prove(client, flow, "no")[0] for _ in range(5)]
    assert answers[-1] == 429
    status, body = prove(client, second(client, person), code_of(secret, 1))
    assert (status, body["type"]) == (429, "urn:egret:too-many-guesses")


def test_a_recovery_code_works_once_however_it_is_typed(client: Client) -> None:
    person, _, codes = enrolled(client)
    typed = codes[3].upper().replace("-", " ").replace("0", "O").replace("1", "l")
    assert prove(client, second(client, person), typed, "recovery")[0] == 200
    assert call(client, "GET", "/second-factor")[1]["recovery_codes_left"] == 9
    assert prove(client, second(client, person), codes[3], "recovery")[0] == 422
    assert prove(client, second(client, person), codes[4], "recovery")[0] == 200


def test_recovery_codes_are_kept_as_hashes_and_are_ones_own(client: Client) -> None:
    _, _, codes = enrolled(client)
    other = Client()
    stranger, _, _ = enrolled(other)
    assert not RecoveryCode.objects.filter(code_hash__in=[code.replace("-", "") for code in codes]).exists()
    assert prove(other, second(other, stranger), codes[0], "recovery")[0] == 422


def test_new_recovery_codes_replace_the_old(client: Client) -> None:
    person, _, old = enrolled(client)
    status, body = post(client, "/second-factor/recovery-codes")
    assert (status, len(body["recovery_codes"])) == (201, 10)
    fresh = Client()
    assert prove(fresh, second(fresh, person), old[0], "recovery")[0] == 422
    assert prove(fresh, second(fresh, person), body["recovery_codes"][0], "recovery")[0] == 200


def test_no_recovery_codes_for_nothing(client: Client) -> None:
    signed_up(client)
    assert post(client, "/second-factor/recovery-codes")[1]["type"] == "urn:egret:no-second-factor"


def test_no_method_that_one_does_not_have(client: Client) -> None:
    person, _, _ = enrolled(client)
    flow = second(client, person)
    assert prove(client, flow, "", "passkey")[1]["type"] == "urn:egret:no-second-factor"
    assert post(client, f"/sign-in/{flow}/second-factor", {"method": "sms", "code": "1"})[0] == 422


def test_the_second_factor_cannot_be_walked_around(client: Client) -> None:
    person, secret, _ = enrolled(client)
    fresh = Client()
    flow = second(fresh, person)
    for path in (f"/sign-in/{flow}/continue", f"/sign-in/{flow}/register"):
        post(fresh, path, {"birth_date": "1990-01-01"} if path.endswith("register") else None)
        assert who(fresh) is None
    assert call(fresh, "GET", f"/sign-in/{flow}")[1]["state"] == "second_factor"
    status, body = post(fresh, f"/sign-in/{flow}/register", {"birth_date": "1990-01-01"})
    assert (status, body["type"]) == (410, "urn:egret:code-used")
    assert prove(fresh, flow, code_of(secret, 1))[0] == 200
    assert prove(fresh, flow, code_of(secret, 2))[1]["type"] == "urn:egret:code-used"


def test_no_second_proof_without_a_first(client: Client) -> None:
    _, secret, _ = enrolled(client)
    fresh = Client()
    sent = post(fresh, "/sign-in/codes", {"phone": factories.new_phone(), "policy_version": policy.version()})[1]
    assert prove(fresh, sent["flow"], code_of(secret, 1))[1]["type"] == "urn:egret:code-not-confirmed"


def test_what_changes_the_factors_asks_for_a_fresh_second_one(client: Client) -> None:
    _, secret, _ = enrolled(client)
    with clock.travel(timedelta(minutes=11)):
        for method, path in (
            ("DELETE", "/second-factor/totp"),
            ("POST", "/second-factor/recovery-codes"),
            ("POST", "/passkeys/options"),
        ):
            status, body = call(client, method, path)
            assert (status, body["type"], body["methods"]) == (403, "urn:egret:proof-needed", ["totp", "recovery"])
        assert post(client, "/second-factor/verify", {"method": "totp", "code": "no"})[0] == 422
        assert post(client, "/second-factor/verify", {"method": "totp", "code": code_of(secret)})[0] == 204
        assert call(client, "DELETE", "/second-factor/totp")[0] == 204
    assert not TotpDevice.objects.exists()
    assert not RecoveryCode.objects.exists()


def test_an_sms_code_is_no_second_factor(client: Client) -> None:
    enrolled(client)
    with clock.travel(timedelta(minutes=11)):
        sent = post(client, "/proof/codes")[1]
        code = MemorySms.outbox[-1][1].split()[0]
        assert post(client, "/proof/confirm", {"flow": sent["flow"], "code": code})[0] == 204
        assert call(client, "DELETE", "/second-factor/totp")[1]["type"] == "urn:egret:proof-needed"


def test_recovery_codes_stay_while_a_passkey_does(client: Client) -> None:
    enrolled(client)
    add_passkey(client)
    assert call(client, "DELETE", "/second-factor/totp")[0] == 204
    assert RecoveryCode.objects.count() == 10


def test_a_password_session_has_no_fresh_proof_for_enrolling(client: Client) -> None:
    person = signed_up(client)
    assert call(client, "PUT", "/password", {"password": GOOD})[0] == 204
    stolen = Client()
    by_password(stolen, person.phone, GOOD)
    assert post(stolen, "/second-factor/totp")[1]["type"] == "urn:egret:proof-needed"


def test_no_evidence_stays_in_any_row_of_a_sign_in(client: Client) -> None:
    person, secret, _ = enrolled(client)
    add_passkey(client)
    flow = second(client, person)
    post(client, f"/sign-in/{flow}/second-factor/options")
    assert SignInFlow.objects.get(id=flow).challenge != ""
    prove(client, flow, "wrong")
    assert SignInFlow.objects.get(id=flow).challenge == ""
    prove(client, flow, code_of(secret, 1))
    assert (
        not SignInFlow.objects.exclude(code_hash="", challenge="", subject="")
        .filter(finished_at=None)
        .exclude(confirmed_at=None)
        .exists()
    )
    assert not SignInFlow.objects.filter(confirmed_at__isnull=False).exclude(code_hash="", challenge="").exists()


def test_security_page_of_who_is_signed_in_only(client: Client) -> None:
    for method, path in (
        ("GET", "/second-factor"),
        ("POST", "/second-factor/totp"),
        ("POST", "/second-factor/options"),
        ("GET", "/passkeys"),
        ("DELETE", "/password"),
        ("POST", "/proof/codes"),
    ):
        assert call(client, method, path)[0] == 401, path


def together(action: Any, times: int = 2) -> list[int]:
    """The statuses of the same request made by several browsers at the same moment."""
    start, statuses = threading.Barrier(times), []

    def run() -> None:
        try:
            start.wait()
            statuses.append(action(Client())[0])
        finally:
            connections.close_all()

    threads = [threading.Thread(target=under("tests.arrange")(run)) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(statuses)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_and_one_gets_in() -> None:
    client = Client()
    person, secret, codes = enrolled(client)
    flow, code = second(Client(), person), code_of(secret, 1)
    assert together(lambda browser: prove(browser, flow, code)) in ([200, 410], [200, 422])
    first, another = second(Client(), person), second(Client(), person)
    flows = iter([first, another])
    assert together(lambda browser: prove(browser, next(flows), codes[0], "recovery")) == [200, 422]


def test_the_operator_lets_in_who_lost_everything(client: Client) -> None:
    person, _, _ = enrolled(client)
    add_passkey(client)
    MemorySms.outbox.clear()
    call_command("forget_second_factor", person.phone, reason="asked in person")
    assert who(client) is None
    assert [recipient for recipient, _ in MemorySms.outbox] == [person.phone]
    assert person.phone is not None
    assert begin_by_sms(Client(), person.phone)[1]["state"] == "signed_in"
    with pytest.raises(CommandError):
        call_command("forget_second_factor", "+447700900999", reason="asked in person")

"""The clauses about proving who one is: F04, C14, C59."""

from __future__ import annotations

import pyotp
from django.db.models import Q

from egret.accounts import flows, passwords, synthetic
from egret.accounts.models import Person, SignInFlow
from egret.kernel import clock
from egret.kernel.installation import Installation, Visitor
from egret.kernel.promises import Finding, promise

WEAK = ("pears", "1234567890", "Password2024!")
PASSPHRASE = "ripe pears on a cold shore"  # noqa: S105  # of nobody: its person is gone when the probe is over
# No passkey made this; that it is refused is what the probe wants.
FORGED = {
    "id": "cHJvYmU",
    "rawId": "cHJvYmU",
    "type": "public-key",
    "response": {"clientDataJSON": "e30", "authenticatorData": "AA", "signature": "AA", "userHandle": None},
}


def _code(secret: str, steps: int = 0) -> str:
    """What an authenticator app shows, now or so many half minutes from now."""
    return pyotp.TOTP(secret).generate_otp(int(clock.now().timestamp()) // 30 + steps)


def _enrol(visitor: Visitor) -> str:
    """Set an authenticator app up; its secret."""
    secret: str = visitor.post("/api/v1/second-factor/totp", {}).body["secret"]
    reply = visitor.post("/api/v1/second-factor/totp/confirm", {"code": _code(secret)})
    if reply.status != 200:
        raise RuntimeError(f"a synthetic person could not set an app up: {reply.status} {reply.body}")
    return secret


def _is_in(visitor: Visitor) -> bool:
    return visitor.get("/api/v1/session").body["person"] is not None


def probe_second_factor(installation: Installation) -> Finding:
    """Whoever set an authenticator app up is not signed in by a code from SMS alone, and is by both."""
    phone = synthetic.new_phone()
    with synthetic.signed_up(installation, phone) as visitor:
        secret = _enrol(visitor)
        visitor.request("DELETE", "/api/v1/session")
        flow, code = synthetic.flow_with_code(phone)
        asked = visitor.post(f"/api/v1/sign-in/{flow.id}/confirm", {"code": code}).body["state"]
        without = _is_in(visitor)
        proof = {"method": "totp", "code": _code(secret, 1)}
        proved = visitor.post(f"/api/v1/sign-in/{flow.id}/second-factor", proof).status
        with_it = _is_in(visitor)
    return Finding(
        asked == "second_factor" and not without and proved == 200 and with_it,
        f"after the SMS code: {asked}, signed in: {without}; after the app's code: {proved}, signed in: {with_it}",
    )


def probe_evidence(installation: Installation) -> Finding:
    """After results right and wrong, no row of a sign-in holds a code's hash or a challenge."""
    phone = synthetic.new_phone()
    with synthetic.signed_up(installation, phone) as visitor:
        secret = _enrol(visitor)
        flow, code = synthetic.flow_with_code(phone)
        visitor.post(f"/api/v1/sign-in/{flow.id}/confirm", {"code": code})
        visitor.post(f"/api/v1/sign-in/{flow.id}/second-factor", {"method": "totp", "code": _code(secret, 1)})
        guessed, right = synthetic.flow_with_code(phone)
        wrong = "000000" if right != "000000" else "111111"
        for _ in range(flows.CODE_ATTEMPTS):
            visitor.post(f"/api/v1/sign-in/{guessed.id}/confirm", {"code": wrong})
        asked = visitor.post("/api/v1/sign-in/passkey/options", {"policy_version": flow.policy_version}).body["flow"]
        try:
            held = SignInFlow.objects.get(id=asked).challenge != ""
            refused = visitor.post(f"/api/v1/sign-in/{asked}/passkey", {"credential": FORGED}).status
            rows = SignInFlow.objects.filter(Q(phone=phone) | Q(id=asked))
            seen, left = rows.count(), rows.exclude(code_hash="", challenge="", subject="").count()
        finally:
            SignInFlow.objects.filter(id=asked).delete()
    return Finding(
        held and refused == 422 and left == 0,
        f"a challenge was held: {held}, a forged answer: {refused}; of {seen} sign-ins {left} still hold evidence",
    )


def probe_passwords(installation: Installation) -> Finding:
    """Short, counting and common passwords are refused, a long one of plain words is taken, and kept as argon2id."""
    phone = synthetic.new_phone()
    with synthetic.signed_up(installation, phone) as visitor:
        person = Person.objects.get(phone=phone)
        # A change is told by SMS, and this number is nobody's.
        Person.objects.filter(id=person.id).update(phone=None)
        try:
            refused = [visitor.request("PUT", "/api/v1/password", {"password": each}).status for each in WEAK]
            taken = visitor.request("PUT", "/api/v1/password", {"password": PASSPHRASE}).status
            person.refresh_from_db()
            hashed = person.password.startswith("argon2$argon2id$")
        finally:
            Person.objects.filter(id=person.id).update(phone=phone)
    return Finding(
        refused == [422] * len(WEAK) and taken == 204 and hashed,
        f"short, counting, common: {refused}; a passphrase without digits: {taken}, kept as argon2id: {hashed}",
    )


promise("F04", control=flows.next_of, probe=probe_second_factor)
promise("C14", control=flows.judge_code, probe=probe_evidence)
promise("C59", control=passwords.require_fit, probe=probe_passwords)

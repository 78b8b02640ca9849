"""Signing in and out over HTTP, as the tests of factors need it."""

from __future__ import annotations

import json
from typing import Any

import pyotp
from django.test import Client

from egret.accounts.models import Person
from egret.accounts.sms.memory import MemorySms
from egret.kernel import clock, policy
from tests import factories
from tests.accounts.authenticator import Authenticator

GOOD = "ripe pears on a cold shore"


def call(client: Client, method: str, path: str, body: object = None) -> tuple[int, Any]:
    """One request below /api/v1; its status, and its body when it has one."""
    response = client.generic(method, f"/api/v1{path}", b"" if body is None else json.dumps(body), "application/json")
    return response.status_code, response.json() if response.content else None


def post(client: Client, path: str, body: object = None) -> tuple[int, Any]:
    return call(client, "POST", path, {} if body is None else body)


def begin_by_sms(client: Client, phone: str) -> tuple[int, Any]:
    """The answer to the right code."""
    status, sent = post(client, "/sign-in/codes", {"phone": phone, "policy_version": policy.version()})
    assert status == 202, sent
    return post(client, f"/sign-in/{sent['flow']}/confirm", {"code": MemorySms.outbox[-1][1].split()[0]})


def signed_up(client: Client) -> Person:
    """Somebody new, signed in by SMS just now."""
    person = factories.person()
    assert person.phone is not None
    assert begin_by_sms(client, person.phone)[1]["state"] == "signed_in"
    return person


def by_password(client: Client, phone: str | None, password: str) -> tuple[int, Any]:
    return post(client, "/sign-in/password", {"phone": phone, "password": password, "policy_version": policy.version()})


def code_of(secret: str, steps: int = 0) -> str:
    """What the app shows now, or so many half minutes from now."""
    return pyotp.TOTP(secret).generate_otp(int(clock.now().timestamp()) // 30 + steps)


def enrol_totp(client: Client) -> tuple[str, list[str]]:
    """The secret and the recovery codes."""
    status, made = post(client, "/second-factor/totp")
    assert status == 201, made
    status, confirmed = post(client, "/second-factor/totp/confirm", {"code": code_of(made["secret"])})
    assert status == 200, confirmed
    return made["secret"], confirmed["recovery_codes"]


def add_passkey(client: Client, key: Authenticator | None = None, label: str = "Laptop") -> tuple[Authenticator, Any]:
    key = key or Authenticator()
    status, asked = post(client, "/passkeys/options")
    assert status == 201, asked
    status, added = post(
        client, "/passkeys", {"flow": asked["flow"], "label": label, "credential": key.create(asked["options"])}
    )
    assert status == 201, added
    return key, added


def by_passkey(client: Client, key: Authenticator) -> tuple[int, Any]:
    status, asked = post(client, "/sign-in/passkey/options", {"policy_version": policy.version()})
    assert status == 201, asked
    return post(client, f"/sign-in/{asked['flow']}/passkey", {"credential": key.get(asked["options"])})


def who(client: Client) -> str | None:
    """The signed-in person's id."""
    person = client.get("/api/v1/session").json()["person"]
    return person and str(person["id"])

"""F04, C14 and C59 are kept on a live installation, and broken once their control is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from pytest_django.live_server_helper import LiveServer

from egret.accounts import flows
from egret.accounts.actions import passkeys
from egret.accounts.models import Person, SignInFlow
from egret.accounts.sms.memory import MemorySms
from egret.kernel.installation import Installation
from egret.kernel.promises import State, check

pytestmark = pytest.mark.django_db(transaction=True)

CLAUSES = ["F04", "C14", "C59"]


@pytest.fixture
def installation(live_server: LiveServer) -> Installation:
    settings.EGRET_TRUST_PROXY = True
    return Installation(live_server.url, live_server.url)


@pytest.mark.parametrize("clause", CLAUSES)
def test_kept_and_nobody_left_behind(installation: Installation, clause: str) -> None:
    result = check(clause, installation)
    assert result.state is State.KEPT, result.evidence
    assert not Person.objects.exists()
    assert not SignInFlow.objects.exists()
    assert not MemorySms.outbox


def break_second_factor(patch: pytest.MonkeyPatch) -> None:
    original = flows.next_of
    patch.setattr(
        "egret.accounts.actions.sign_in.next_of",
        lambda flow, has_second_factor: original(flow, has_second_factor=False),
    )


def break_purge_of_codes(patch: pytest.MonkeyPatch) -> None:
    original = flows.judge_code

    def keep(flow: SignInFlow, *given: Any) -> Any:
        before = flow.code_hash
        verdict = original(flow, *given)
        flow.code_hash = before
        return verdict

    patch.setattr("egret.accounts.actions.sign_in.judge_code", keep)


def break_purge_of_challenges(patch: pytest.MonkeyPatch) -> None:
    original = passkeys._spend_challenge

    def keep(flow_id: Any, person_id: Any) -> str:
        challenge = original(flow_id, person_id)
        SignInFlow.objects.filter(id=flow_id).update(challenge=challenge)
        return challenge

    patch.setattr(passkeys, "_spend_challenge", keep)


def break_passwords(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("egret.accounts.passwords.require_fit", lambda *_: None)


@pytest.mark.parametrize(
    ("clause", "spoil"),
    [
        ("F04", break_second_factor),
        ("C14", break_purge_of_codes),
        ("C14", break_purge_of_challenges),
        ("C59", break_passwords),
    ],
)
def test_broken(
    installation: Installation,
    clause: str,
    spoil: Callable[[pytest.MonkeyPatch], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    spoil(monkeypatch)
    result = check(clause, installation)
    assert result.state is State.BROKEN, (result.state, result.evidence)

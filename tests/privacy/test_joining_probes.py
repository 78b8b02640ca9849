"""The probes of entering others: kept on a live installation, broken once their control is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from pytest_django.live_server_helper import LiveServer

from egret.accounts.models import Person
from egret.accounts.sms.memory import MemorySms
from egret.kernel.installation import Installation
from egret.kernel.promises import State, check
from egret.organizations.models import ExpectedMember, Import, LegalEntity, Organization

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def installation(live_server: LiveServer) -> Installation:
    settings.EGRET_TRUST_PROXY = True
    return Installation(live_server.url, live_server.url)


@pytest.mark.parametrize("clause", ["C13", "C21"])
def test_kept_and_leaves_nothing_behind(installation: Installation, clause: str) -> None:
    result = check(clause, installation)
    assert result.state is State.KEPT, result.evidence
    for model in (Person, Organization, LegalEntity, ExpectedMember, Import):
        assert not model._default_manager.exists()
    assert not MemorySms.outbox


def any_source_will_do(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("egret.organizations.actions.imports.parse_source", lambda typed: typed or "?")


def any_source_by_phone(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("egret.organizations.actions.expected.parse_source", lambda typed: typed or "?")


def tell_nobody(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("egret.organizations.queries.joining.expected_for", lambda _: [])


def tell_another_source(patch: pytest.MonkeyPatch) -> None:
    original = ExpectedMember.__init__

    def forgetful(self: ExpectedMember, *args: object, **kwargs: object) -> None:
        original(self, *args, **{**kwargs, **({"source_detail": "?"} if "source_detail" in kwargs else {})})

    patch.setattr(ExpectedMember, "__init__", forgetful)


@pytest.mark.parametrize(
    ("clause", "break_it"),
    [
        ("C13", any_source_will_do),
        ("C13", any_source_by_phone),
        ("C21", tell_nobody),
        ("C21", tell_another_source),
    ],
)
def test_broken(
    installation: Installation,
    clause: str,
    break_it: Callable[[pytest.MonkeyPatch], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    break_it(monkeypatch)
    result = check(clause, installation)
    assert result.state is State.BROKEN, (result.state, result.evidence)
    monkeypatch.undo()
    assert not Organization.objects.exists()

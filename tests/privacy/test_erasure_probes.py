"""C43, C69, C72 and the drill of C51: kept on a live installation, broken once the control is broken."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from egret.accounts.models import Person
from egret.kernel import gate
from egret.kernel.installation import Installation
from egret.kernel.promises import State, check
from egret.privacy.erasures.models import Erasure, Notice
from egret.project.promises import drill

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def installation(live_server: LiveServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    settings.EGRET_TRUST_PROXY = True
    monkeypatch.setenv("EGRET_JOURNAL", str(tmp_path / "journal"))
    # The routes are loaded before a probe's clock runs.
    Client().get("/api/v1/session")
    return Installation(live_server.url, live_server.url)


def keys_stay(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("egret.kernel.vault.destroying.owners.destroy_key", lambda _: None)


def nothing_is_written_down(patch: pytest.MonkeyPatch) -> None:
    class Line:
        number = 1

    patch.setattr("egret.privacy.erasures.actions.gate.write_down", lambda _: Line)


def no_grace(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("egret.privacy.erasures.actions.GRACE", timedelta(0))


def nobody_is_told(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("egret.privacy.erasures.notices.egress.recipients", list)


def test_kept_and_leaves_nothing_behind(installation: Installation) -> None:
    for clause in ("C43", "C69", "C72"):
        result = check(clause, installation)
        assert result.state is State.KEPT, (clause, result.evidence)
    assert not Person.objects.exists() and not Erasure.objects.exists() and not Notice.objects.exists()
    for clause, break_it in BREAKS:
        with pytest.MonkeyPatch.context() as patch:
            break_it(patch)
            result = check(clause, installation)
        assert result.state is State.BROKEN, (clause, break_it.__name__, result.evidence)
        Person.objects.all().delete()


BREAKS: tuple[tuple[str, Callable[[pytest.MonkeyPatch], None]], ...] = (
    ("C43", nobody_is_told),
    ("C69", keys_stay),
    ("C69", nothing_is_written_down),
    ("C72", no_grace),
)


def test_the_drill_passes_and_notices_an_open_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    found = drill.drill()
    assert found.passed, found
    monkeypatch.setattr(gate, "behind", lambda *_, **__: "")
    assert not drill.drill().passed

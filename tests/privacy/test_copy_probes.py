"""The probe of the offline copy says kept, and broken once its control is broken."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from pytest_django.live_server_helper import LiveServer

from egret.accounts.models import Person
from egret.cloud.archive.copy import Copy
from egret.cloud.models import FileVersion, Node
from egret.kernel.installation import Installation
from egret.kernel.promises import State, check

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def installation(live_server: LiveServer) -> Installation:
    settings.EGRET_TRUST_PROXY = True
    return Installation(live_server.url, live_server.url)


def test_kept_and_nobody_left_behind(installation: Installation) -> None:
    result = check("C56", installation)
    assert result.state is State.KEPT, result.evidence
    assert not Person.objects.exists() and not Node.objects.exists()


def earlier_versions_are_left_out(patch: pytest.MonkeyPatch) -> None:
    original = Copy._line
    patch.setattr(Copy, "_line", lambda self, node, versions, *rest: original(self, node, versions[-1:], *rest))


def contents_are_not_what_was_stored(patch: pytest.MonkeyPatch) -> None:
    def empty_ones(self: Copy, node: Node, version: FileVersion, path: str, trashed: bool) -> object:
        empty = FileVersion.objects.filter(size=0).first() or version
        return original(self, node, empty, path, trashed)

    original = Copy._version
    patch.setattr(Copy, "_version", empty_ones)


@pytest.mark.parametrize("broken", [earlier_versions_are_left_out, contents_are_not_what_was_stored])
def test_broken(
    installation: Installation, broken: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(monkeypatch)
    result = check("C56", installation)
    assert result.state is State.BROKEN, result.evidence

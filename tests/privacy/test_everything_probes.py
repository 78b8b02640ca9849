"""The probes of the copy, of taking it elsewhere and of correction say kept, and broken once a control is broken."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from pytest_django.live_server_helper import LiveServer

from egret.accounts.models import Person
from egret.kernel import copying, correcting
from egret.kernel.installation import Installation
from egret.kernel.models import Blob
from egret.kernel.promises import State, check
from egret.privacy.copies import pages, presenting

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def installation(live_server: LiveServer) -> Installation:
    settings.EGRET_TRUST_PROXY = True
    return Installation(live_server.url, live_server.url)


@pytest.mark.parametrize("clause", ["C67", "C68", "C73"])
def test_kept_and_nobody_left_behind(installation: Installation, clause: str) -> None:
    result = check(clause, installation)
    assert result.state is State.KEPT, result.evidence
    assert not Person.objects.exists()
    assert not Blob.objects.exclude(state=Blob.State.DOOMED).exists()


def the_trash_is_left_out(patch: pytest.MonkeyPatch) -> None:
    find = copying.CONTENTS["cloud.file"]
    without = lambda person_id: (each for each in find(person_id) if not each.path.startswith("trash/"))  # noqa: E731
    patch.setitem(copying.CONTENTS, "cloud.file", without)


def a_table_is_left_out(patch: pytest.MonkeyPatch) -> None:
    less = {label: table for label, table in presenting.tables().items() if label != "meetings.participant"}
    patch.setattr(presenting, "tables", lambda: less)


def pages_say_nothing(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(pages, "_value", lambda word: "")


def versions_are_not_restored(patch: pytest.MonkeyPatch) -> None:
    from egret.cloud import copying as drive

    patch.setattr(drive._Copied, "_version", lambda self, row, member: original(self, {**row, "label": "x"}, member))


from egret.cloud.copying import _Copied  # noqa: E402

original = _Copied._version


def the_profile_is_not_restored(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(copying.RESTORERS, "accounts", lambda *_: None)


def nobody_follows(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(correcting, "_followers", {"name": [], "phone": []})


@pytest.mark.parametrize(
    ("clause", "broken"),
    [
        ("C67", the_trash_is_left_out),
        ("C67", a_table_is_left_out),
        ("C67", pages_say_nothing),
        ("C68", nobody_follows),
        ("C73", versions_are_not_restored),
        ("C73", the_profile_is_not_restored),
    ],
)
def test_broken(
    installation: Installation,
    clause: str,
    broken: Callable[[pytest.MonkeyPatch], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    broken(monkeypatch)
    result = check(clause, installation)
    assert result.state is State.BROKEN, result.evidence

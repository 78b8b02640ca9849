"""C22, C23, C52, C53: kept on a live installation, broken once the door, or what stands beside it, is taken off."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import connections
from pytest_django.live_server_helper import LiveServer

from egret.accounts.models import Person
from egret.kernel import cases, door, jobs, personal, purpose
from egret.kernel.installation import Installation
from egret.kernel.promises import State, check
from egret.privacy.cases.models import Case

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def installation(live_server: LiveServer) -> Installation:
    settings.EGRET_TRUST_PROXY = True
    return Installation(live_server.url, live_server.url)


@pytest.mark.parametrize("clause", ["C22", "C23", "C52", "C53"])
def test_kept_and_leaves_nothing_behind(
    installation: Installation, clause: str, caplog: pytest.LogCaptureFixture
) -> None:
    result = check(clause, installation)
    assert result.state is State.KEPT, result.evidence
    assert not Person.objects.exists()
    assert not Case.objects.exists()
    # An operator would look for the fault.
    assert [line for line in caplog.messages if "refused" in line] == []


def take_the_door_off(patch: pytest.MonkeyPatch) -> None:
    connection = connections["default"]
    connection.ensure_connection()
    patch.setattr(connection, "execute_wrappers", [each for each in connection.execute_wrappers if each != door.door])


def let_everything_in(patch: pytest.MonkeyPatch) -> None:
    every = frozenset(door.personal_tables())
    patch.setattr(door, "reach", lambda purpose_id: every)


def say_nothing(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(door, "refused", lambda *_, **__: None)
    patch.setattr(door, "case_refused", lambda *_, **__: None)
    patch.setattr(jobs, "job_refused", lambda *_, **__: None)


def ask_for_no_case(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(door, "require_case", lambda *_: None)


def look_at_anybody(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(cases.Case, "is_about", lambda *_: True)


def never_end(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(cases.Case, "is_open", lambda _: True)


def keep_it_open(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("egret.privacy.cases.actions.do_close", lambda _: None)


def begin_any_job(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(jobs, "require_registered", lambda _: None)


def excuse_nobody(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("egret.project.views.healthz.__without_purpose__", "")


def no_basis(patch: pytest.MonkeyPatch) -> None:
    known = purpose.PURPOSES["cloud.keep"]
    patch.setitem(purpose.PURPOSES, "cloud.keep", purpose.Purpose(known.id, None, known.text))


def let_a_stranger_in(patch: pytest.MonkeyPatch) -> None:
    declared = personal.DECLARATIONS["cloud.node"]
    changed = personal.Declaration(**{**vars(declared), "also": ("advertising",)})
    patch.setitem(personal.DECLARATIONS, "cloud.node", changed)


Break = Callable[[pytest.MonkeyPatch], None]
BREAKS: list[tuple[str, Break]] = [
    ("C22", no_basis),
    ("C22", let_a_stranger_in),
    ("C23", take_the_door_off),
    ("C23", let_everything_in),
    ("C23", say_nothing),
    ("C52", take_the_door_off),
    ("C52", ask_for_no_case),
    ("C52", look_at_anybody),
    ("C52", never_end),
    ("C52", keep_it_open),
    ("C52", say_nothing),
    ("C53", take_the_door_off),
    ("C53", begin_any_job),
    ("C53", excuse_nobody),
    ("C53", say_nothing),
]


@pytest.mark.parametrize(("clause", "break_it"), BREAKS, ids=lambda each: getattr(each, "__name__", each))
def test_broken(installation: Installation, clause: str, break_it: Break, monkeypatch: pytest.MonkeyPatch) -> None:
    break_it(monkeypatch)
    result = check(clause, installation)
    assert result.state is State.BROKEN, (result.state, result.evidence)

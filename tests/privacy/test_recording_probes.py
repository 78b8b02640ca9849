"""The probes of recordings: kept on a live installation, broken once their control is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from pytest_django.live_server_helper import LiveServer

from egret.accounts.models import Person
from egret.kernel.installation import Installation
from egret.kernel.models import BlobKey
from egret.kernel.promises import State, check
from egret.media.recorder import native
from egret.meetings.recordings import actions, policies, queries
from egret.meetings.recordings.models import Recording

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def installation(live_server: LiveServer, engine: str) -> Installation:
    settings.EGRET_TRUST_PROXY = True
    return Installation(live_server.url, live_server.url)


@pytest.mark.parametrize("clause", ["F10", "C18", "C30"])
def test_kept_and_nothing_left_behind(installation: Installation, clause: str) -> None:
    result = check(clause, installation)
    assert result.state is State.KEPT, result.evidence
    assert not Person.objects.exists() and not Recording.objects.exists() and not BlobKey.objects.exists()


def break_who_records(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(policies, "can_record", lambda *_: True)


def break_the_recorder(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(native, "is_there", lambda: False)


def break_the_choice(patch: pytest.MonkeyPatch) -> None:
    original = actions.do_show_notice
    patch.setattr(actions, "do_show_notice", lambda recording, participant, unseen: original(recording, participant))


def break_the_list(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(queries, "my_recordings", lambda *_: ([], None))


def break_ones_own_tracks(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(policies, "can_manage", lambda *_: True)


def break_the_end_of_an_account(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(actions, "forget_participant", lambda *_: None)


def break_who_plays(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(queries, "is_in", lambda *_: True)


def break_the_record(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(actions, "do_note_access", lambda *_: None)


BROKEN: list[tuple[str, Callable[[pytest.MonkeyPatch], Any]]] = [
    ("F10", break_who_records),
    ("F10", break_the_recorder),
    ("F10", break_the_choice),
    ("C18", break_the_list),
    ("C18", break_ones_own_tracks),
    ("C18", break_the_end_of_an_account),
    ("C30", break_who_plays),
    ("C30", break_the_record),
]


@pytest.mark.parametrize(("clause", "break_it"), BROKEN, ids=lambda each: getattr(each, "__name__", each))
def test_broken(
    installation: Installation,
    monkeypatch: pytest.MonkeyPatch,
    clause: str,
    break_it: Callable[[pytest.MonkeyPatch], Any],
) -> None:
    break_it(monkeypatch)
    result = check(clause, installation)
    assert result.state is State.BROKEN, (result.state, result.evidence)


def test_a_recorder_that_asks_nobody_is_found(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    assert check("C29", installation).state is State.KEPT
    monkeypatch.setattr(queries, "may_be_recorded", lambda *_: True)
    result = check("C29", installation)
    assert result.state is State.BROKEN
    assert "who was not told: True" in result.evidence

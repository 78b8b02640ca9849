"""The probes of profile and preferences say kept, and broken once their control is broken."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from pytest_django.live_server_helper import LiveServer

from egret.accounts import actions
from egret.accounts.models import Person, Preferences, ProfilePicture
from egret.kernel import blobs, erasure
from egret.kernel.blobs import releasing
from egret.kernel.installation import Installation
from egret.kernel.promises import State, check
from egret.kernel.vault import codec
from egret.meetings.errors import NicknameUnusable
from tests.privacy.test_vault_probes import NoCipher

pytestmark = pytest.mark.django_db(transaction=True)

CLAUSES = ["F03", "C11", "C26", "C27"]


@pytest.fixture
def installation(live_server: LiveServer, engine: str) -> Installation:
    settings.EGRET_TRUST_PROXY = True
    return Installation(live_server.url, live_server.url)


@pytest.mark.parametrize("clause", CLAUSES)
def test_kept_and_nobody_left_behind(installation: Installation, clause: str) -> None:
    result = check(clause, installation)
    assert result.state is State.KEPT, result.evidence
    assert not Person.objects.exists() and not ProfilePicture.objects.exists() and not Preferences.objects.exists()


def nothing_is_removed(patch: pytest.MonkeyPatch) -> None:
    original = actions.do_change_profile

    def only_adding(person_id: uuid.UUID, **changes: str) -> None:
        original(person_id, **{field: value for field, value in changes.items() if value})

    patch.setattr(actions, "do_change_profile", only_adding)


def a_meeting_wants_a_name(patch: pytest.MonkeyPatch) -> None:
    from egret.meetings.actions import lifecycle
    from egret.meetings.nickname import parse_nickname

    def demanding(typed: str) -> str:
        if not Person.objects.filter(profile__name__gt="").exists():
            raise NicknameUnusable(field="nickname", reason="no name", maximum_length=0)
        return parse_nickname(typed)

    patch.setattr(lifecycle, "parse_nickname", demanding)


def pictures_are_hidden_only(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(actions, "do_remove_picture", lambda _: None)


def a_meeting_brings_a_time_zone(patch: pytest.MonkeyPatch) -> None:
    from egret.meetings import actions as meetings

    original = meetings.do_start

    def guessing(host_id: uuid.UUID, *given: Any, **more: Any) -> Any:
        Preferences.objects.update_or_create(person_id=host_id, defaults={"time_zone": "Europe/London"})
        return original(host_id, *given, **more)

    patch.setattr(meetings, "do_start", guessing)


BREAKS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "F03": nothing_is_removed,
    "C11": a_meeting_wants_a_name,
    "C26": pictures_are_hidden_only,
    "C27": a_meeting_brings_a_time_zone,
}


@pytest.mark.parametrize("clause", CLAUSES)
def test_broken(installation: Installation, clause: str, monkeypatch: pytest.MonkeyPatch) -> None:
    BREAKS[clause](monkeypatch)
    result = check(clause, installation)
    assert result.state is State.BROKEN, (result.state, result.evidence)


def the_row_alone_goes(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(blobs, "release", lambda _: 0)


def the_object_stays(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(releasing, "remove_doomed", lambda: 0)


def nothing_is_encrypted(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(codec, "AESGCM", NoCipher)


@pytest.mark.parametrize("fault", [the_row_alone_goes, the_object_stays, nothing_is_encrypted])
def test_a_picture_left_in_the_vault_is_found(
    installation: Installation, fault: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    fault(monkeypatch)
    result = check("C26", installation)
    assert result.state is State.BROKEN, (result.state, result.evidence)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the files of PostgreSQL are its own")
def test_bytes_left_in_the_log_are_found(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasure, "flush_deleted", lambda using="default": None)
    # As in life, where the server's connections stay open: the last one that closes would empty the log itself.
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as other:
        other.execute("SELECT count(*) FROM sqlite_master")
        result = check("C26", installation)
    assert result.state is State.BROKEN, result.evidence
    assert "-wal" in result.evidence

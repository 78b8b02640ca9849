"""A start skips `migrate` only when it could find nothing to do."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from egret.cli import prepared
from egret.project.instance import Instance


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Instance:
    monkeypatch.delenv("EGRET_DATABASE_URL", raising=False)
    monkeypatch.delenv("EGRET_KEYRING_URL", raising=False)
    made = Instance(tmp_path / "data")
    made.prepare()
    connection = sqlite3.connect(made.database)
    with connection:
        connection.execute("CREATE TABLE django_migrations (id INTEGER PRIMARY KEY, app TEXT, name TEXT)")
        connection.execute("INSERT INTO django_migrations (app, name) VALUES ('accounts', '0001_initial')")
    connection.close()
    return made


def execute(instance: Instance, statement: str) -> None:
    connection = sqlite3.connect(instance.database)
    with connection:
        connection.execute(statement)
    connection.close()


def test_a_new_database_is_prepared(instance: Instance) -> None:
    assert not prepared.still_prepared(instance)
    prepared.remember(instance)
    assert prepared.still_prepared(instance)


def test_changed_code_is_checked_again(instance: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    prepared.remember(instance)
    monkeypatch.setattr(prepared, "_program", lambda: "another")
    assert not prepared.still_prepared(instance)


def test_an_older_or_missing_database_is_prepared_again(instance: Instance) -> None:
    prepared.remember(instance)
    execute(instance, "DELETE FROM django_migrations")
    assert not prepared.still_prepared(instance)
    prepared.remember(instance)
    instance.database.unlink()
    assert not prepared.still_prepared(instance)
    instance.database.write_bytes(b"not a database, but long enough to be looked at")
    assert not prepared.still_prepared(instance)


def test_a_missing_keyring_is_prepared_again(instance: Instance) -> None:
    sqlite3.connect(instance.keyring).executescript("CREATE TABLE django_migrations (id, app, name)").connection.close()
    prepared.remember(instance)
    assert prepared.still_prepared(instance)
    instance.keyring.unlink()
    assert not prepared.still_prepared(instance)


@pytest.mark.parametrize("variable", ["EGRET_DATABASE_URL", "EGRET_KEYRING_URL"])
def test_another_databases_state_is_never_assumed(
    instance: Instance, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    prepared.remember(instance)
    monkeypatch.setenv(variable, "postgres://elsewhere/egret")
    assert not prepared.still_prepared(instance)


def test_a_broken_note_is_no_note(instance: Instance) -> None:
    prepared.remember(instance)
    (instance.run / "prepared.json").write_text("{")
    assert not prepared.still_prepared(instance)

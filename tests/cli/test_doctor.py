"""`egret doctor`: every line has a mark, what, and what to do."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import uuid
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from egret.cli.doctor import CHECKS, audit, children, installation, machine, messages
from egret.cli.doctor.finding import State
from egret.project.instance import Instance, Running
from tests.cli.support import egret
from tests.prepared import prepare


@pytest.fixture
def dist(tmp_path: Path) -> str:
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "index.html").touch()
    return str(tmp_path / "dist")


def test_healthy_machine_has_nothing_to_do(tmp_path: Path, dist: str) -> None:
    done = egret("doctor", "--data", str(tmp_path / "data"), "--port", "42817", EGRET_WEB_DIST=dist)
    assert done.returncode == 0, done.stdout
    assert all(line[0] in "✓▲ N\n" for line in done.stdout.splitlines() if line)
    assert not (tmp_path / "data").exists()


def test_everything_wrong_is_said_at_once_in_the_persons_language(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = str(holder.getsockname()[1])
        done = egret(
            *("doctor", "--json", "--data", str(file), "--port", port),
            LANG="zh_CN.UTF-8",
            EGRET_LIVEKIT_BIN="/nowhere",
            EGRET_WEB_DIST=str(tmp_path),
        )
    assert done.returncode == 1
    bad = {finding["name"]: finding for finding in json.loads(done.stdout) if finding["state"] == "bad"}
    assert bad.keys() == {"data-directory", "ports", "engine", "pages"}
    assert port in bad["ports"]["what"] and "被占用" in bad["ports"]["what"]
    assert all(finding["what_to_do"] for finding in bad.values())


def test_data_that_others_can_read_is_bad(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    (finding,) = installation.data_directory(Instance(tmp_path), 8000)
    assert finding.state is State.BAD
    tmp_path.chmod(0o700)
    (finding,) = installation.data_directory(Instance(tmp_path), 8000)
    assert finding.state is State.GOOD


def test_installation_that_runs_but_does_not_answer_is_bad(tmp_path: Path) -> None:
    instance = Instance(tmp_path)
    instance.prepare()
    instance.set_running(Running(os.getpid(), "http://localhost:1", "http://127.0.0.1:1", "http://127.0.0.1:1"))
    (finding,) = installation.running(instance, 8000)
    assert finding.state is State.BAD
    assert [found.state for found in installation.engine(instance, 8000)][-1] is State.BAD


def test_full_disk_is_bad(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (finding,) = machine.disk(Instance(tmp_path / "not" / "yet"), 8000)
    assert finding.state is not State.BAD
    monkeypatch.setattr(machine, "DISK_BAD_BYTES", 10**18)
    (finding,) = machine.disk(Instance(tmp_path), 8000)
    assert finding.state is State.BAD


# An authority's certificate as Caddy makes it: valid 2026-11-23 to 2036-10-01, P-256.
CERTIFICATE = """-----BEGIN CERTIFICATE-----
MIIBpDCCAUqgAwIBAgIRAMdzZ5GKUFlHLO9Elkn5iaYwCgYIKoZIzj0EAwIwMDEu
MCwGA1UEAxMlQ2FkZHkgTG9jYWwgQXV0aG9yaXR5IC0gMjAyNiBFQ0MgUm9vdDAe
Fw0yNjExMjMyMDQ2MDNaFw0zNjEwMDEyMDQ2MDNaMDAxLjAsBgNVBAMTJUNhZGR5
IExvY2FsIEF1dGhvcml0eSAtIDIwMjYgRUNDIFJvb3QwWTATBgcqhkjOPQIBBggq
hkjOPQMBBwNCAASrYqRzzR6b+D1tI8OEn+Or/DJBoXL6IXSLzntTJWAwTVAc3EQk
q/Yz+/BEpw3bWuDGyD9MHpWHAlhTMc4fMOAvo0UwQzAOBgNVHQ8BAf8EBAMCAQYw
EgYDVR0TAQH/BAgwBgEB/wIBATAdBgNVHQ4EFgQUyGJJUl6WKKBLlXCc+TMzKkiR
dnUwCgYIKoZIzj0EAwIDSAAwRQIhAJ5ycUKg6IIWQ/r4V3HMSyPPQn1v9YyrKNHg
9YKittqEAiA1u0RnRhTHYQGBTsa7a+gQeaKhEsfZJIHV7Aoze7ozSA==
-----END CERTIFICATE-----
"""
ISSUED, ENDS = 1795466763, 2106506763


def test_certificates_are_dated(tmp_path: Path) -> None:
    root = tmp_path / "root.crt"
    root.write_text(CERTIFICATE)
    day = 86400

    def state(now: float) -> State:
        (finding,) = installation.certificate(root, 90 * day, now)
        return finding.state

    assert state(ISSUED + day) is State.GOOD
    assert state(ENDS - 30 * day) is State.NOTE
    assert state(ENDS + day) is State.BAD
    assert state(ISSUED - day) is State.BAD  # a clock that went back


def test_findings_name_themselves_once(tmp_path: Path) -> None:
    names = [finding.name for check in CHECKS for finding in check(Instance(tmp_path), 42817)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("reason", "state"),
    [
        (None, State.GOOD),
        ("status 500: no credit", State.NOTE),
        ("the installation's daily cap (EGRET_SMS_DAILY_CAP) is reached", State.BAD),
    ],
)
def test_messages_that_were_not_handed_over_are_told(
    tmp_path: Path, reason: str | None, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "egret.project.settings")
    assert messages.sms(Instance(tmp_path), 8000) == []
    prepare(tmp_path)
    if reason is not None:
        with closing(sqlite3.connect(tmp_path / "egret.sqlite3")) as database, database:
            row = (uuid.uuid4().hex, datetime.now(UTC).isoformat(sep=" "), 44, reason)
            database.execute("INSERT INTO accounts_smsdelivery (id, at, country_code, reason) VALUES (?, ?, ?, ?)", row)
    (finding,) = messages.sms(Instance(tmp_path), 8000)
    assert finding.state is state
    assert "{" not in finding.what.say("zh-Hans", **finding.facts)


def test_reports_about_children_wait_no_longer_than_their_deadline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "egret.project.settings")
    assert children.reports(Instance(tmp_path), 8000) == []
    prepare(tmp_path)
    found = children.reports(Instance(tmp_path), 8000)
    for due_in_hours in (72, -1):
        with closing(sqlite3.connect(tmp_path / "egret.sqlite3")) as database, database:
            reported = datetime.now(UTC)
            due = reported + timedelta(hours=due_in_hours)
            row = (uuid.uuid4().hex, reported.isoformat(sep=" "), due.isoformat(sep=" "))
            database.execute(
                "INSERT INTO accounts_childreport (id, reporter_contact, relation, explanation, state, reported_at,"
                " due_at) VALUES (?, '', 'parent', '', 'open', ?, ?)",
                row,
            )
        found += children.reports(Instance(tmp_path), 8000)
    assert [finding.state for finding in found] == [State.GOOD, State.NOTE, State.BAD]
    assert not any("{" in finding.what.say("zh-Hans", **finding.facts) for finding in found)


def test_entries_of_the_audit_log_are_signed_soon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "egret.project.settings")
    prepare(tmp_path)
    states = []
    for minutes in (0, 20):
        with closing(sqlite3.connect(tmp_path / "egret.sqlite3")) as database, database:
            at = int((datetime.now(UTC) - timedelta(minutes=minutes)).timestamp() * 1_000_000)
            database.execute("UPDATE privacy_audit_entry SET at = ?", [at])
            row = "(at, act, actor, subject, about, salt) VALUES (?, 'tests.done', '', '', '', 'ab')"
            database.execute(f"INSERT INTO privacy_audit_entry {row}", [at])
        (finding,) = audit.heads(Instance(tmp_path), 8000)
        states.append(finding.state)
    assert states == [State.GOOD, State.NOTE]


def test_a_database_older_than_the_program_is_said(tmp_path: Path) -> None:
    instance = Instance(tmp_path)
    sqlite3.connect(instance.database).close()
    instance.database.touch()
    (finding,) = children.reports(instance, 8000)
    assert finding.state is State.NOTE

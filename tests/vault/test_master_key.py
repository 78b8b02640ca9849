"""The master key: where it comes from, what is refused, and what a start says about it."""

from __future__ import annotations

import base64
import os
import re
import subprocess
from pathlib import Path

import pytest

from egret.cli import preflight
from egret.cli.doctor import vault as doctor
from egret.cli.doctor.finding import State
from egret.kernel.keyring import errors, master
from egret.kernel.keyring.errors import MasterKeyUnusable
from egret.project.instance import Instance
from tests.cli.support import egret
from tests.prepared import prepare

MAKE_KEY = "import uuid; from egret.kernel.vault.owners import Owner, _make; _make(Owner('person', uuid.uuid4()))"
FIRST, SECOND = (base64.b64encode(bytes([number]) * 32).decode() for number in (1, 2))


@pytest.fixture
def instance(tmp_path: Path) -> Instance:
    made = Instance(tmp_path / "data")
    made.prepare()
    return made


def manage(data: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command with the product's own settings, as an operator runs it."""
    return egret(*arguments, "--data", str(data), DJANGO_SETTINGS_MODULE="egret.project.settings", **environment)


def refusal(instance: Instance) -> MasterKeyUnusable:
    with pytest.raises(MasterKeyUnusable) as refused:
        preflight.require_master_key(instance)
    return refused.value


def test_a_first_start_makes_the_file_and_later_ones_keep_it(instance: Instance) -> None:
    preflight.require_master_key(instance)
    made = instance.master_key.read_text()
    assert instance.master_key.stat().st_mode & 0o777 == 0o600
    preflight.require_master_key(instance)
    assert instance.master_key.read_text() == made
    assert len(base64.b64decode(made)) == 32


def test_value_file_and_command(instance: Instance, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(master.VALUE, f"{FIRST},{SECOND}")
    by_value = master.master_keys(instance)
    assert [key.secret[0] for key in by_value.keys] == [1, 2]
    monkeypatch.delenv(master.VALUE)
    file = tmp_path / "key"
    file.write_text(f"{FIRST}\n{SECOND}\n")
    file.chmod(0o600)
    monkeypatch.setenv(master.FILE, str(file))
    assert master.master_keys(instance) == by_value
    monkeypatch.delenv(master.FILE)
    monkeypatch.setenv(master.COMMAND, f"cat {file}")
    assert master.master_keys(instance) == by_value
    assert not instance.master_key.exists()


def test_a_replaced_file_is_read_anew(instance: Instance) -> None:
    preflight.require_master_key(instance)
    before = master.master_keys(instance).current
    master.write_whole(instance.master_key, f"{FIRST}\n", replace=True)
    assert master.master_keys(instance).current != before


@pytest.mark.parametrize(
    ("environment", "what"),
    [
        ({master.VALUE: "short"}, errors.MALFORMED),
        ({master.VALUE: FIRST[:-4] + "===="}, errors.MALFORMED),
        ({master.VALUE: ","}, errors.MALFORMED),
        ({master.FILE: "/nowhere/key"}, errors.MISSING),
        ({master.COMMAND: "false"}, errors.COMMAND_FAILED),
        ({master.COMMAND: "no-such-program"}, errors.COMMAND_FAILED),
        ({master.COMMAND: "true"}, errors.MALFORMED),
        ({master.VALUE: FIRST, master.COMMAND: "true"}, errors.SEVERAL),
    ],
)
def test_what_is_wrong_is_said(
    instance: Instance, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], what: object
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    refused = refusal(instance)
    assert refused.what is what
    assert FIRST not in str(refused)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o700])
def test_a_key_that_others_can_read_is_refused(instance: Instance, mode: int) -> None:
    preflight.require_master_key(instance)
    instance.master_key.chmod(mode)
    assert refusal(instance).what is errors.TOO_OPEN
    (finding,) = doctor.master_key(instance, 8000)
    assert finding.state is State.BAD and finding.remedy is errors.CLOSE


def test_a_key_in_use_is_never_silently_replaced(instance: Instance) -> None:
    prepare(instance.data)
    assert manage(instance.data, "manage", "shell", "-c", MAKE_KEY).returncode == 0
    assert doctor.master_key(instance, 8000)[0].state is State.GOOD

    kept = instance.master_key.read_text()
    instance.master_key.unlink()
    assert refusal(instance).what is errors.MISSING
    done = manage(instance.data, "migrate")
    assert done.returncode != 0 and re.search(r"master\.key is missing", done.stderr)

    master.write_whole(instance.master_key, f"{FIRST}\n", replace=True)
    assert refusal(instance).what is errors.WRONG
    done = manage(instance.data, "migrate")
    assert done.returncode != 0 and "egret.E041" in done.stderr

    # The right one behind a newer one is as good.
    master.write_whole(instance.master_key, f"{FIRST}\n{kept}", replace=True)
    preflight.require_master_key(instance)
    assert manage(instance.data, "migrate").returncode == 0


def test_two_settings_at_once_are_said_by_every_command(tmp_path: Path) -> None:
    done = manage(tmp_path, "migrate", EGRET_MASTER_KEY=FIRST, EGRET_MASTER_KEY_COMMAND="true")
    assert done.returncode == 2 and "EGRET_MASTER_KEY, EGRET_MASTER_KEY_COMMAND" in done.stderr


def test_the_key_is_never_shown() -> None:
    key = master.MasterKey(os.urandom(32))
    assert base64.b64encode(key.secret).decode() not in repr(key) and repr(key.secret) not in repr(key)

"""kill -9 in the middle of a restore, of a copy, of the daily deletion: each is begun again, or carried on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.prepared import prepare
from tests.privacy.place import Place

# Where each is killed, in lines of our own code from its beginning.
IN_A_RESTORE = (325, 350, 385, 405)
IN_A_COPY = (300, 900, 2000)
IN_THE_DELETION = (300, 2000)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """An installation with one row of everything, and its backup."""
    place = Place(tmp_path_factory.mktemp("planted"))
    prepare(place.data)
    place.living("plant", "+447700900873")
    place.egret("backup", str(place.folder / "backup"), "--keyring", str(place.folder / "keys"))
    return place


def contents(data: Path) -> dict[str, bytes]:
    """Each file, but for the mark, which tells the time, and the lock of who looked."""
    files = {str(path.relative_to(data)): path.read_bytes() for path in data.rglob("*") if path.is_file()}
    return {name: content for name, content in files.items() if name not in ("restored.json", "lock")}


def test_a_restore_begins_anew(planted: Place, tmp_path: Path) -> None:
    arguments = ("restore", str(planted.folder / "backup"), str(planted.folder / "keys"))
    assert planted.living(*arguments, data=tmp_path / "whole")
    data, kills = tmp_path / "killed", 0
    for lines in IN_A_RESTORE:
        if not planted.killed(*arguments, str(lines), data=data):
            continue
        kills += 1
        assert json.loads((data / "restored.json").read_text())["state"] == "filling"
    assert kills >= 3
    assert "interrupted" in planted.egret("up", data=data, code=2)
    assert planted.living(*arguments, data=data)
    assert contents(data) == contents(tmp_path / "whole")


def test_a_copy_goes_on(tmp_path: Path) -> None:
    place = Place(tmp_path)
    prepare(place.data)
    mine = place.living("keep", "+447700900874")
    kills = sum(place.killed("build", mine["copy"], str(lines)) for lines in IN_A_COPY)
    assert kills >= 2
    assert place.living("build", mine["copy"])
    found = place.living("archive", mine["person"], mine["copy"])
    assert {f"files/{number}.txt" for number in range(10)} | {"files/long.bin", "index.html"} <= set(found)


def test_the_daily_deletion_is_carried_on(planted: Place, tmp_path: Path) -> None:
    place = planted.copied(tmp_path / "place")
    kills = sum(place.killed("expire", str(lines)) for lines in IN_THE_DELETION)
    assert kills >= 1
    assert place.living("expire") == 0

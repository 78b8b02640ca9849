"""On real files: nothing of an erased person is left in a data directory, nor in one that an older backup filled; and
whoever is killed in the middle of it only interrupts it."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from egret.kernel import erasure
from tests import with_postgres
from tests.prepared import prepare
from tests.privacy.place import Place

PHONE = "+447700900871"
# Points of an erasure, in lines of our own code: before the journal, in it, in the transaction, after it, at its end.
KILLED_BETWEEN = "338"  # a restore, between the two databases
KILLED_AFTER = (5, 60, 160, 260, 340, 420)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, dict[str, Any]]:
    """An installation in which somebody has a canary everywhere, and its backup of before."""
    place = Place(tmp_path_factory.mktemp("planted"))
    prepare(place.data)
    found = place.living("plant", PHONE)
    place.egret("backup", str(place.folder / "backup"), "--keyring", str(place.folder / "keys"))
    return place, found


def holding(data: Path, wanted: dict[str, str]) -> set[str]:
    """The canaries that stand in any file, byte by byte."""
    files = [path.read_bytes() for path in data.rglob("*") if path.is_file()]
    return {name for name, canary in wanted.items() if any(canary.encode() in content for content in files)}


def itemised() -> tuple[str, ...]:
    return tuple({table for each in erasure.KEPT.values() for table in each.tables})


def left(place: Place, data: Path, found: dict[str, Any]) -> set[str]:
    """Canaries in the files, or in what remaining keys decrypt, of tables that no rule keeps."""
    canaries = found["canaries"]
    decrypted = [bytes.fromhex(each) for each in place.living("contents", data=data)]
    seen = holding(data, canaries)
    seen |= {name for name, canary in canaries.items() if any(canary.encode() in each for each in decrypted)}
    return {name for name in seen if not name.lower().startswith(tuple(f"{table}." for table in itemised()))}


def test_nothing_is_left_in_the_files_and_nothing_comes_back_with_a_backup(
    planted: tuple[Place, dict[str, Any]], tmp_path: Path
) -> None:
    place, found = planted
    place = place.copied(tmp_path / "place")
    assert len(holding(place.data, found["canaries"])) > 30, "the search finds what is there"
    order = place.living("order", found["person"])
    assert place.living("run", order) == "done"
    assert left(place, place.data, found) == set()
    assert found["person"] not in (place.data / "journal" / "erasures.jsonl").read_text()

    back = tmp_path / "back"
    arguments = ("restore", str(place.folder / "backup"), "--keyring", str(place.folder / "keys"))
    # The copied installation tells the place it knows; its own copy beside it stands for that.
    shutil.copy(place.data / "journal" / "erasures.jsonl", place.folder / "backup" / "erasures.jsonl")
    said = place.egret(*arguments, data=back)
    assert "1 erasures" in said
    shutil.copy(place.data / "master.key", back / "master.key")
    assert found["canaries"]["accounts.Person.phone"].encode() in (back / "egret.sqlite3").read_bytes()
    assert "erasures of the journal are younger" in place.living("state", order, data=back)["closed"]
    served = place.run([sys.executable, "-c", "import egret.project.wsgi"], back)
    assert served.returncode == 1 and "GateClosed" in served.stderr
    place.egret("migrate", "--no-input", data=back)
    after = place.living("state", order, data=back)
    assert after["closed"] == "" and after["people"] == 1
    assert left(place, back, found) == set()
    place.egret(*arguments, data=back, code=2)


def test_rows_and_keys_in_postgresql(tmp_path: Path) -> None:
    """The same by PostgreSQL's own tools: dumped while it runs, filled into other databases, caught up there."""
    with with_postgres.server() as address:

        def databases(suffix: str) -> dict[str, str]:
            names = {"EGRET_DATABASE_URL": f"egret_{suffix}", "EGRET_KEYRING_URL": f"keyring_{suffix}"}
            return {each: with_postgres.create_database(address, name) for each, name in names.items()}

        place = Place(tmp_path / "place", databases("first"))
        place.egret("migrate", "--no-input")
        found = place.living("plant", PHONE)
        arguments = (str(place.folder / "backup"), "--keyring", str(place.folder / "keys"))
        place.egret("backup", *arguments)
        order = place.living("order", found["person"])
        assert place.living("run", order) == "done"
        shutil.copy(place.data / "journal" / "erasures.jsonl", place.folder / "backup" / "erasures.jsonl")

        other = Place(tmp_path / "other", databases("second"))
        # Killed when the keys were there and the rows were not.
        assert other.killed("restore", str(place.folder / "backup"), str(place.folder / "keys"), KILLED_BETWEEN)
        other.egret("restore", *arguments)
        refused = Place(tmp_path / "third", other.variables).egret("restore", *arguments, code=2)
        assert "already exists" in refused and not (tmp_path / "third" / "data" / "restored.json").exists()
        shutil.copy(place.data / "master.key", other.data / "master.key")
        before = other.living("state", order)
        assert before["people"] == 2 and "younger" in before["closed"]
        other.egret("migrate", "--no-input")
        after = other.living("state", order)
        assert after["people"] == 1 and after["closed"] == ""
        assert left(other, other.data, found) == set()


def test_a_restore_refuses_what_it_must(planted: tuple[Place, dict[str, Any]], tmp_path: Path) -> None:
    place, _ = planted
    place = place.copied(tmp_path / "place")
    backup, keys = place.folder / "backup", place.folder / "keys"
    arguments = ("restore", str(backup), "--keyring", str(keys))
    newest = max(path for path in backup.iterdir() if path.is_dir())

    manifest = newest / "manifest.json"
    whole = manifest.read_text()
    for change, expected in (
        (whole.replace('"0002_people"', '"9999_tomorrow"'), "newer Egret"),
        (whole.replace('"format": 1', '"format": 2'), "newer Egret"),
        ("{", "not a backup"),
    ):
        manifest.write_text(change)
        assert expected in place.egret(*arguments, data=tmp_path / "new", code=2)
    manifest.write_text(whole)

    part = next(path for path in (newest / "blobs").rglob("*") if path.is_file())
    content = part.read_bytes()
    part.unlink()
    assert "damaged" in place.egret(*arguments, data=tmp_path / "new", code=2)
    part.write_bytes(content)

    for path in (backup / "erasures.jsonl", newest / "erasures.jsonl"):
        path.rename(path.with_suffix(".away"))
    assert "journal" in place.egret(*arguments, data=tmp_path / "new", code=2)
    assert not (tmp_path / "new").exists()
    (newest / "erasures.away").rename(newest / "erasures.jsonl")

    # Killed in the middle: no installation, and the next attempt begins anew.
    half = tmp_path / "half"
    half.mkdir()
    (half / "restored.json").write_text('{"state": "filling"}')
    (half / "egret.sqlite3").write_bytes(b"half")
    assert "interrupted" in place.egret("up", data=half, code=2)
    place.egret(*arguments, data=half)
    assert json.loads((half / "restored.json").read_text())["state"] == "restored"


def test_killed_at_any_point_it_is_carried_on_once(planted: tuple[Place, dict[str, Any]], tmp_path: Path) -> None:
    original, found = planted
    place = original.copied(tmp_path / "place")
    order = place.living("order", found["person"])
    kills = sum(place.killed("run", order, str(lines)) for lines in KILLED_AFTER)
    assert kills >= 3
    assert place.living("run", order) == "done"
    assert place.living("state", order) == {"state": "done", "people": 1, "closed": "", "certificate": True}
    journal = (place.data / "journal" / "erasures.jsonl").read_text().splitlines()
    assert len(journal) == 2, "once, whoever was killed"
    assert left(place, place.data, found) == set()

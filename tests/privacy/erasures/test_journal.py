"""The journal of erasures: whole or damaged, never silently shorter; written once however often it is asked."""

from __future__ import annotations

import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egret.kernel import journal
from egret.kernel.journal import JournalDamaged
from egret.project.instance import Instance


def instance(folder: Path) -> Instance:
    made = Instance(folder / "data")
    made.prepare()
    return made


def test_it_knows_again_whom_it_does_not_name(tmp_path: Path) -> None:
    live = instance(tmp_path)
    assert journal.of(live) is None
    first = journal.append(live, "person:1")
    assert journal.append(live, "person:1") == first
    assert journal.append(live, "person:2").number == 2
    content = journal.path_of(live).read_text()
    assert "person" not in content
    found = journal.read(journal.path_of(live))
    assert found.find("person:1") == first and found.find("person:3") is None
    assert (journal.path_of(live).stat().st_mode & 0o077) == 0


def test_half_a_line_is_written_over(tmp_path: Path) -> None:
    live = instance(tmp_path)
    journal.append(live, "person:1")
    with journal.path_of(live).open("ab") as file:
        file.write(b'{"n": 2, "at": "20')
    assert len(journal.read(journal.path_of(live)).entries) == 1
    assert journal.append(live, "person:2").number == 2
    assert len(journal.read(journal.path_of(live)).entries) == 2


def test_many_at_once_write_each_line_once(tmp_path: Path) -> None:
    live = instance(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: journal.append(live, f"person:{number % 10}"), range(40)))
    assert len(journal.read(journal.path_of(live)).entries) == 10


@given(st.data())
def test_any_change_is_noticed(data: st.DataObject) -> None:
    """But in the last line, which nothing vouches for yet: the database holds its hash."""
    content = SAMPLE
    lines = content.split(b"\n")
    last = len(content) - len(lines[-2]) - 1
    at = data.draw(st.integers(0, last - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != content[at]))
    changed = content[:at] + bytes([byte]) + content[at + 1 :]
    with pytest.raises(JournalDamaged):
        journal.parse(changed)


@given(st.integers(0, 5), st.integers(1, 4))
def test_a_line_taken_out_of_the_middle_is_noticed(at: int, count: int) -> None:
    lines = SAMPLE.split(b"\n")
    left = lines[:at] + lines[at + count :]
    if at + count < len(lines) - 1:
        with pytest.raises(JournalDamaged):
            journal.parse(b"\n".join(left))


def _sample() -> bytes:

    with tempfile.TemporaryDirectory() as folder:
        live = Instance(Path(folder) / "data")
        live.prepare()
        path = live.data / "journal" / journal.NAME
        with pytest.MonkeyPatch.context() as patch:
            patch.delenv("EGRET_JOURNAL", raising=False)
            for number in range(6):
                journal.append(live, f"person:{number}")
            return path.read_bytes()


SAMPLE = _sample()

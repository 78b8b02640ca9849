"""The probes of what is kept in a browser say kept on a real installation, and broken with faulty pages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.installation import Egret

pytestmark = pytest.mark.e2e

DIST = Path(__file__).parents[2] / "web" / "dist"
CLAUSES = ["F17", "C20", "C38"]
FAULTS = {
    # What a script of a third party would do.
    "C20": "indexedDB.open('visitors'); sessionStorage.setItem('visit', '1');",
    # A page that keeps what was refused.
    "C38": "addEventListener('load', () => setTimeout(() => localStorage.setItem('egret.theme', 'dark'), 500));",
    # A page that keeps it in spite of the choice.
    "F17": "Storage.prototype.removeItem = () => {};",
}


@pytest.fixture(scope="module")
def egret(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Egret]:
    running = Egret(tmp_path_factory.mktemp("storage") / "data")
    yield running
    running.stop()


@pytest.mark.parametrize("clause", CLAUSES)
def test_kept(egret: Egret, clause: str) -> None:
    (row,) = egret.probe(clause)
    assert row["state"] == "kept", row


@pytest.mark.parametrize("clause", CLAUSES)
def test_a_broken_page_is_seen(tmp_path: Path, clause: str) -> None:
    dist = shutil.copytree(DIST, tmp_path / "dist")
    for packed in dist.glob("boot.js.*"):
        packed.unlink()
    with (dist / "boot.js").open("a") as script:
        script.write(FAULTS[clause])
    faulty = Egret(tmp_path / "data", EGRET_WEB_DIST=str(dist))
    try:
        (row,) = faulty.probe(clause)
    finally:
        faulty.stop()
    assert row["state"] == "broken", row

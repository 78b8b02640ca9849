"""The probes of camera and microphone say broken when the pages break their promise."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.e2e.installation import Egret

DIST = Path(__file__).parents[2] / "web" / "dist"
ASKS_BY_ITSELF = "navigator.mediaDevices.getUserMedia({ audio: true });"
NEVER_STOPS = "MediaStreamTrack.prototype.stop = () => {};"


@pytest.mark.parametrize(("clause", "fault"), [("C34", ASKS_BY_ITSELF), ("F16", NEVER_STOPS)], ids=["C34", "F16"])
def test_a_broken_control_is_seen(tmp_path: Path, clause: str, fault: str) -> None:
    dist = shutil.copytree(DIST, tmp_path / "dist")
    for packed in dist.glob("boot.js.*"):
        packed.unlink()
    with (dist / "boot.js").open("a") as script:
        script.write(fault)
    egret = Egret(tmp_path / "data", EGRET_WEB_DIST=str(dist))
    try:
        (row,) = egret.probe(clause)
    finally:
        egret.stop()
    assert row["state"] == "broken", row

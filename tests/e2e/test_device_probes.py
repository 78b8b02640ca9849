"""The probes of camera, microphone and screen say broken when the pages break their promise."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.e2e.installation import Egret

DIST = Path(__file__).parents[2] / "web" / "dist"
ASKS_BY_ITSELF = "navigator.mediaDevices.getUserMedia({ audio: true });"
NEVER_STOPS = "MediaStreamTrack.prototype.stop = () => {};"
# What is sent comes from where no permission reaches, and the page cannot take it from its sender.
GOES_ON = """
const add = RTCPeerConnection.prototype.addTransceiver;
RTCPeerConnection.prototype.addTransceiver = function (track, ...rest) {
  if (track.kind !== "audio") return add.call(this, track, ...rest);
  const sounds = new AudioContext();
  const source = sounds.createOscillator();
  const out = sounds.createMediaStreamDestination();
  source.connect(out);
  source.start();
  return add.call(this, out.stream.getAudioTracks()[0], ...rest);
};
RTCRtpSender.prototype.replaceTrack = async () => {};
"""
# The browser is asked for a screen, and what it gives has no sound any more when the page gets it.
IN_SILENCE = """
const choose = MediaDevices.prototype.getDisplayMedia;
MediaDevices.prototype.getDisplayMedia = async function (...wanted) {
  return new MediaStream((await choose.apply(this, wanted)).getVideoTracks());
};
"""
NO_SCREEN = 'MediaDevices.prototype.getDisplayMedia = async () => { throw new DOMException("", "NotAllowedError"); };'


@pytest.mark.parametrize(
    ("clause", "fault"),
    [
        pytest.param("C34", ASKS_BY_ITSELF, id="C34"),
        pytest.param("F16", NEVER_STOPS, id="F16"),
        pytest.param("C35", GOES_ON, id="C35"),
        pytest.param("F09", IN_SILENCE, id="F09 in silence"),
        pytest.param("F09", NO_SCREEN, id="F09 refused"),
    ],
)
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

"""Camera and microphone in a real browser: F16 (first half), C34, C35."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from egret.accounts import synthetic
from egret.kernel.browser import PATIENCE, Page, headless
from egret.kernel.installation import Installation
from egret.kernel.promises import Finding, promise

# The page's part that opens devices; nothing else may.
CONTROL = "web/src/features/meetings/prejoin/usePreview.ts"

# Remembers every request for a device, whether a person had acted before it, and what was opened.
WATCH = """
window.asked = []; window.opened = [];
for (const name of ["getUserMedia", "getDisplayMedia"]) {
  const original = MediaDevices.prototype[name];
  MediaDevices.prototype[name] = async function (...given) {
    window.asked.push({name, acted: navigator.userActivation.hasBeenActive});
    const stream = await original.apply(this, given);
    window.opened.push(...stream.getTracks());
    return stream;
  };
}
"""
# Keeps every connection, and counts what has left over them.
COUNT = """
window.peers = [];
window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(...given) { super(...given); window.peers.push(this); }
};
window.sent = async () => {
  let packets = 0;
  for (const peer of window.peers)
    for (const report of (await peer.getStats()).values())
      if (report.type === "outbound-rtp") packets += report.packetsSent;
  return packets;
};
"""
# Longer than the pauses of a codec that is merely silent.
LISTEN = 2.0
# Long enough for a page that asks by itself to have done so.
STILLNESS = 1.5
# Seconds in which a page answers a press, on a busy machine too.
REACTION = 5.0

CHECK = '[data-testid="check-devices"]'
NICKNAME = '[data-testid="nickname"]'


@contextmanager
def _at_the_door(
    installation: Installation, permission: str, watch: str = "", *, at: str | None = None
) -> Iterator[Page]:
    """A guest's browser on the page of a synthetic meeting; loopback is a secure origin whatever the front does.

    `at`: the address to use instead, where the engine must answer too.
    """
    address = at or installation.web_url
    with synthetic.signed_up(installation) as host, headless() as page:
        code = host.post("/api/v1/meetings", {}).body["code"]
        page.trust_any_certificate()
        page.set_permissions(address, permission, "camera", "microphone")
        page.before_every_script(WATCH + watch)
        page.open(f"{address}/m/{code}")
        page.wait_for(f"document.querySelector('{NICKNAME}') !== null")
        yield page


def probe_asked_when_needed(installation: Installation) -> Finding:
    """The page asks for no device until a person switches one on."""
    with _at_the_door(installation, "granted") as page:
        time.sleep(STILLNESS)
        early = page.evaluate("window.asked")
        page.click(CHECK)
        page.wait_for("window.opened.length > 0")
        after = page.evaluate("window.asked")
    return Finding(
        not early and bool(after) and all(request["acted"] for request in after),
        f"asked before anybody acted: {early}; after a click: {after}",
    )


def probe_switched_on_and_off(installation: Installation) -> Finding:
    """Off really stops the device; a refusal is explained, and joining without devices stays possible."""
    with _at_the_door(installation, "granted") as page:
        page.click(CHECK)
        page.wait_for("window.opened.filter(track => track.readyState === 'live').length >= 2")
        for name in ("camera-toggle", "mic-toggle"):
            page.click(f'[data-testid="{name}"]')
        stopped = page.becomes("window.opened.every(track => track.readyState === 'ended')", REACTION)
        tracks = page.evaluate("window.opened.map(track => `${track.kind} ${track.readyState}`)")
    with _at_the_door(installation, "denied") as page:
        page.click(CHECK)
        explained = page.becomes("document.querySelectorAll('ol li').length > 0", REACTION)
        page.type_into(NICKNAME, "Probe")
        page.click('[data-testid="accept-policy"]')
        joinable = page.becomes("!document.querySelector('[data-testid=\"join\"]').disabled", REACTION)
    return Finding(
        bool(stopped) and bool(explained) and bool(joinable),
        f"switched off: {tracks}; after a refusal: explained {explained}, join possible {joinable}",
    )


def probe_revoked_sends_nothing(installation: Installation) -> Finding:
    """In a call, once the browser's permission is withdrawn, no packet of sound or picture leaves any more."""
    with _at_the_door(installation, "granted", COUNT, at=installation.origin) as page:
        page.click(CHECK)
        page.wait_for("window.opened.filter(track => track.readyState === 'live').length >= 2")
        page.type_into(NICKNAME, "Probe")
        page.click('[data-testid="accept-policy"]')
        page.click('[data-testid="join"]')
        page.wait_for("window.sent().then(packets => packets > 20)")
        page.set_permissions(installation.origin, "denied", "camera", "microphone")
        said = page.becomes("document.querySelector('[data-testid=\"trouble\"]') !== null", REACTION)
        sent = _still_sent(page)
        tracks = page.evaluate("window.opened.map(track => `${track.kind} ${track.readyState}`)")
    return Finding(
        bool(said) and sent == 0 and not any("live" in track for track in tracks),
        f"after the permission was withdrawn: said {said}, packets sent in {LISTEN:.0f} s: {sent}, {tracks}",
    )


def _still_sent(page: Page) -> int:
    """Packets in LISTEN seconds, once a slow line has brought out what was taken before."""
    deadline = time.monotonic() + PATIENCE
    while True:
        before = page.evaluate("window.sent()")
        time.sleep(LISTEN)
        sent: int = page.evaluate("window.sent()") - before
        if sent == 0 or time.monotonic() > deadline:
            return sent


promise("F16", control=CONTROL, probe=probe_switched_on_and_off)
promise("C34", control=CONTROL, probe=probe_asked_when_needed)
promise("C35", control="web/src/features/meetings/call/devices/inputs.ts", probe=probe_revoked_sends_nothing)

"""Camera and microphone in a real browser: F16 (first half), C34."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from egret.accounts import synthetic
from egret.kernel.browser import Page, headless
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
# Long enough for a page that asks by itself to have done so.
STILLNESS = 1.5
# Seconds in which a page answers a press, on a busy machine too.
REACTION = 5.0

CHECK = '[data-testid="check-devices"]'
NICKNAME = '[data-testid="nickname"]'


@contextmanager
def _at_the_door(installation: Installation, permission: str) -> Iterator[Page]:
    """A guest's browser on the page of a synthetic meeting; loopback is a secure origin whatever the front does."""
    with synthetic.signed_up(installation) as host, headless() as page:
        code = host.post("/api/v1/meetings", {}).body["code"]
        page.set_permissions(installation.web_url, permission, "camera", "microphone")
        page.before_every_script(WATCH)
        page.open(f"{installation.web_url}/m/{code}")
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
            page.wait_for(f"!document.querySelector('[data-testid=\"{name}\"]').disabled")
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


promise("F16", control=CONTROL, probe=probe_switched_on_and_off)
promise("C34", control=CONTROL, probe=probe_asked_when_needed)

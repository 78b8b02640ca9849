"""What people do in a browser, and what can be measured of what they see and hear."""

from __future__ import annotations

import itertools
import re
import shutil
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect

from egret.kernel.browser import PROGRAMS
from tests.e2e.installation import Egret, wait_until

CHROMIUM = next(filter(None, map(shutil.which, PROGRAMS)), None)
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
]
# Keeps every peer connection, so that a test can read its statistics.
WATCH = """
window.peers = [];
const Original = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Original {
  constructor(...given) { super(...given); window.peers.push(this); }
};
"""
RECEIVED = """async () => {
  const sum = {frames: 0, energy: 0, packets: 0};
  for (const peer of window.peers) {
    if (peer.connectionState === "closed") continue;
    for (const report of (await peer.getStats()).values()) {
      if (report.type !== "inbound-rtp") continue;
      sum.packets += report.packetsReceived;
      if (report.kind === "video") sum.frames += report.framesDecoded;
      if (report.kind === "audio") sum.energy += report.totalAudioEnergy;
    }
  }
  return sum;
}"""
_numbers = itertools.count(1)


def new_phone() -> str:
    return f"+44770091{next(_numbers):04}"


def new_context(browser: Browser, **options: Any) -> BrowserContext:
    context = browser.new_context(**{"locale": "en-GB", "viewport": {"width": 1280, "height": 800}, **options})
    context.add_init_script(WATCH)
    return context


def sign_up(page: Page, egret: Egret, phone: str | None = None) -> str:
    """Sign up by phone, from the landing page to one's meetings."""
    phone = phone or new_phone()
    page.goto(f"{egret.origin}/sign-in")
    page.get_by_test_id("phone").fill(phone)
    expect(page.get_by_test_id("send-code")).to_be_disabled()
    page.get_by_test_id("accept-policy").check()
    egret.forget_codes()
    page.get_by_test_id("send-code").click()
    page.get_by_test_id("code").locator("input").first.click()
    page.keyboard.type(egret.code_for(phone))
    born = page.get_by_test_id("birth-date").locator("input")
    born.first.wait_for()
    for field in born.all():
        field.fill({"day": "17", "month": "5", "year": "1990"}[birth_part(field.get_attribute("autocomplete"))])
    page.get_by_test_id("register").click()
    expect(page).to_have_url(re.compile("/meetings$"))
    return phone


def birth_part(autocomplete: str | None) -> str:
    assert autocomplete is not None
    return autocomplete.removeprefix("bday-")


def start_meeting(page: Page) -> str:
    """Start a meeting; the link that others use."""
    page.get_by_test_id("start-meeting").click()
    expect(page).to_have_url(re.compile(r"/m/[a-z-]{14}$"))
    return page.url


def enter(page: Page, nickname: str, *, link: str | None = None, devices: bool = True) -> None:
    """From the device check into the call."""
    if link is not None:
        page.goto(link)
    page.get_by_test_id("nickname").fill(nickname)
    if devices:
        page.get_by_test_id("check-devices").click()
        expect(page.locator("video")).to_be_visible()
    if page.get_by_test_id("accept-policy").count():
        page.get_by_test_id("accept-policy").check()
    page.get_by_test_id("join").click()
    expect(page.get_by_test_id("call")).to_be_visible(timeout=15_000)


def received(page: Page) -> dict[str, float]:
    """Decoded frames, audio energy and packets of everything this page receives, since it connected."""
    sums: dict[str, float] = page.evaluate(RECEIVED)
    return sums


def sees_and_hears(page: Page, seconds: float = 30) -> None:
    """Somebody else's picture moves and their sound is above silence."""
    remote = page.locator('[data-testid="tile"][data-local="false"] video')
    expect(remote.first).to_be_visible(timeout=seconds * 1000)
    before, time_before = received(page), remote.first.evaluate("video => video.currentTime")

    def alive() -> bool:
        now = received(page)
        # The fake microphone beeps at full scale; silence gains nothing at all.
        return (
            now["frames"] > before["frames"] + 5
            and now["energy"] > before["energy"] + 0.001
            and remote.first.evaluate("video => video.currentTime") > time_before
        )

    wait_until(alive, seconds, f"picture and sound, got {received(page)} after {before}")

"""A call over a bad line: packets lost, hardly any room for them, and none for a while; the other's line is good."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Playwright, expect

from tests.e2e import line as lines
from tests.e2e.installation import Egret, wait_until
from tests.e2e.line import SERVER, Line, inside
from tests.e2e.people import CHROMIUM, FLAGS, enter, new_context, received, sees_and_hears, sign_up, start_meeting

# Minutes of real time on a line of our own: nightly.
pytestmark = pytest.mark.nightly

# Later than the flag of the same name, so that it holds: the line shall be what is short, not the machine.
SLOW_PICTURES = "--use-fake-device-for-media-stream=fps=5"
# The engine judges a line over some seconds, and lets a picture come back after some more.
NOTICED = 60_000
REMOTE = '[data-testid="tile"][data-local="false"]'
WEAK = re.compile("poor|lost")
LOST = """async () => {
  const sum = {lost: 0, got: 0};
  for (const peer of window.peers)
    for (const report of (await peer.getStats()).values())
      if (report.type === "inbound-rtp") { sum.lost += report.packetsLost; sum.got += report.packetsReceived; }
  return sum.lost / (sum.lost + sum.got);
}"""


class Away(Egret):
    """In the namespace at the server's end."""

    def __init__(self, namespace: str, data: Path) -> None:
        self._namespace = namespace
        super().__init__(data, "--host", SERVER, "--media-ip", SERVER)

    def start(self) -> None:
        self.origin = f"http://{SERVER}:{self.port}"
        if self.up[0] != "ip":
            self.up = [*inside(self._namespace), *self.up]
        super().start()


class Call:
    """Hana beside the server, Gus at the other end of the line, both with camera and microphone."""

    def __init__(self, line: Line, egret: Egret, near: Browser, far: Browser) -> None:
        self.line = line
        self.hana, self.gus = (new_context(browser).new_page() for browser in (near, far))
        sign_up(self.hana, egret)
        link = start_meeting(self.hana)
        enter(self.hana, "Hana")
        enter(self.gus, "Gus", link=link)
        sees_and_hears(self.hana)
        sees_and_hears(self.gus)

    def mark(self, page: Page) -> Locator:
        """Of Gus' line, as a page shows it."""
        return page.get_by_test_id("tile").filter(has_text="Gus").locator("[data-quality]")

    def close(self) -> None:
        for page in (self.gus, self.hana):
            page.context.close()


@pytest.fixture(scope="module")
def ends(
    playwright_driver: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Line, Egret, Browser, Browser]]:
    reason = lines.missing()
    if reason:
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("line")
    with lines.laid() as (line, server, browser):
        egret = Away(server, folder / "data")
        try:
            # Camera and microphone are for secure origins; an address on a line of our own counts as one.
            flags = [*FLAGS, f"--unsafely-treat-insecure-origin-as-secure={egret.origin}", SLOW_PICTURES]
            near, far = (
                playwright_driver.chromium.launch(executable_path=within(folder, name), args=flags)
                for name in (server, browser)
            )
            yield line, egret, near, far
            near.close()
            far.close()
        finally:
            egret.stop()


def within(folder: Path, namespace: str) -> Path:
    """A program that starts Chromium in a namespace."""
    program = folder / f"chromium-{namespace}"
    program.write_text(f'#!/bin/sh\nexec {" ".join(inside(namespace))} "{CHROMIUM}" "$@"\n')
    program.chmod(0o700)
    return program


@pytest.fixture
def call(ends: tuple[Line, Egret, Browser, Browser]) -> Iterator[Call]:
    made = Call(*ends)
    yield made
    made.close()
    made.line.loss, made.line.rate, made.line.cut = 0.0, None, False


def test_a_lossy_line_is_marked_for_both_and_the_call_goes_on(call: Call) -> None:
    call.line.loss = 0.15
    for page in (call.hana, call.gus):
        expect(call.mark(page)).to_have_attribute("data-quality", WEAK, timeout=NOTICED)
        sees_and_hears(page)
    assert call.gus.evaluate(LOST) > 0.02, "the line loses packets"
    call.line.loss = 0.0
    for page in (call.hana, call.gus):
        expect(call.mark(page)).not_to_have_attribute("data-bad", "true", timeout=NOTICED)
        expect(page.get_by_test_id("call")).to_have_attribute("data-phase", "live")


def test_a_thin_line_keeps_the_sound(call: Call) -> None:
    """Room for a voice with its repairs, and for nothing beside it."""
    call.line.rate = 130_000
    starved = call.gus.locator(REMOTE).get_by_text("too weak for a picture")
    expect(starved).to_be_visible(timeout=NOTICED)
    for page in (call.gus, call.hana):
        hears(page)
    call.line.rate = None
    expect(starved).to_have_count(0, timeout=NOTICED)
    sees_and_hears(call.gus, 60)


def test_nobody_loses_their_place_in_an_outage(call: Call) -> None:
    """Eight seconds are bridged; after half a minute another connection is made, and all is as it was."""
    call.gus.get_by_test_id("camera-toggle").click()
    expect(call.gus.get_by_test_id("camera-toggle")).to_have_attribute("data-off", "true")
    identity = call.hana.locator(REMOTE).get_attribute("data-identity")
    for seconds in (8, 30):
        call.line.cut = True
        call.gus.wait_for_timeout(seconds * 1000)
        if seconds == 30:
            expect(call.gus.get_by_test_id("reconnecting")).to_be_visible()
        call.line.cut = False
        expect(call.gus.get_by_test_id("call")).to_have_attribute("data-phase", "live", timeout=NOTICED)
        for page in (call.gus, call.hana):
            expect(page.get_by_test_id("tile")).to_have_count(2, timeout=NOTICED)
            hears(page)
        expect(call.hana.locator(REMOTE)).to_have_attribute("data-identity", str(identity))
        expect(call.hana.locator(f"{REMOTE} video")).to_have_count(0)
        expect(call.gus.get_by_test_id("camera-toggle")).to_have_attribute("data-off", "true")
        expect(call.gus.get_by_test_id("mic-toggle")).to_have_attribute("data-on", "true")
    call.gus.get_by_test_id("camera-toggle").click()
    for page in (call.gus, call.hana):
        sees_and_hears(page, 60)


def hears(page: Page) -> None:
    """Counted from now on: a new connection counts from nothing."""
    before = received(page)["energy"]

    def more() -> bool:
        nonlocal before
        now = received(page)["energy"]
        grown, before = now > before + 0.0005, now
        return grown

    wait_until(more, 30, "the sound")

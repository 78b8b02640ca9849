"""A meeting of forty-nine: what the page shows, what it receives of what is sent, and how busy it is."""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

from livekit import rtc
from playwright.sync_api import Page, ViewportSize, expect
from tests.e2e.installation import wait_until
from tests.e2e.people import enter, new_context, sign_up, start_meeting
from tests.media.publisher import Act, picture

from benchmarks.figures import Figure, program, say
from benchmarks.installation import chromium, installation
from benchmarks.join import signer
from benchmarks.stage import PLAYING, busy
from egret.project.instance import Instance

PEOPLE = 49
# A press is answered within this: what people feel as at once.
GOAL_SECONDS = 0.2
SECONDS = 10.0
PRESSES = 10
ACT = Act(width=160, height=90, fps=5)
# A desk that shows all forty-nine, and one whose gallery has pages.
ALL, PAGED = ViewportSize(width=1920, height=1080), ViewportSize(width=1024, height=640)
# Pictures that arrive over two seconds.
ARRIVING = """async () => {
  const counted = async () => {
    const packets = new Map();
    for (const peer of window.peers)
      for (const report of (await peer.getStats()).values())
        if (report.type === "inbound-rtp" && report.kind === "video") packets.set(report.id, report.packetsReceived);
    return packets;
  };
  const before = await counted();
  await new Promise((wake) => setTimeout(wake, 2000));
  return [...(await counted())].filter(([id, packets]) => packets > (before.get(id) ?? 0)).length;
}"""


def measure(options: argparse.Namespace) -> list[Figure]:
    with installation() as egret, chromium() as browser:
        page = new_context(browser, viewport=ALL).new_page()
        sign_up(page, egret)
        link = start_meeting(page)
        enter(page, "Hana", devices=False)
        running = Instance(egret.data).running()
        assert running is not None
        others = options.people - 1
        with crowd(running.engine_url.replace("http", "ws", 1), signer(egret, link, page), others):
            tiles = page.get_by_test_id("tile")
            expect(tiles).to_have_count(options.people, timeout=120_000)
            wait_until(lambda: page.evaluate(PLAYING, others), 180, f"{others} moving pictures")
            shown, arriving = tiles.count(), arrives(page, others)
            session = page.context.new_cdp_session(page)
            session.send("Performance.enable", {"timeDomain": "threadTicks"})
            before, began = busy(session), time.monotonic()
            page.wait_for_timeout(options.seconds * 1000)
            share = 100 * (busy(session) - before) / (time.monotonic() - began)
            answered = [press(page) for _ in range(PRESSES)]
            page.set_viewport_size(PAGED)
            expect(page.get_by_test_id("page-after")).to_be_visible(timeout=30_000)
            page.wait_for_timeout(5000)
            visible = tiles.count() - 1
            paged = arrives(page, visible)
    return [
        Figure("tiles in the gallery", shown, "tiles", options.people, "at least"),
        Figure("  pictures that arrive", arriving, "pictures", others),
        Figure("  the main thread's share", share, "%"),
        Figure("  from a press to what it shows", sorted(answered)[len(answered) // 2], "s", GOAL_SECONDS),
        Figure(f"pictures that arrive with {visible} others on the page", paged, "pictures", visible),
    ]


def arrives(page: Page, most: int) -> int:
    """How many pictures arrive, once those that are no longer seen have stopped."""
    counts: list[int] = []

    def settled() -> bool:
        counts.append(page.evaluate(ARRIVING))
        return counts[-1] <= most

    wait_until(settled, 60, f"at most {most} pictures")
    return counts[-1]


def press(page: Page) -> float:
    """The people's panel opened and closed: seconds until it is there."""
    began = time.monotonic()
    page.keyboard.press("u")
    page.get_by_test_id("panel-people").wait_for()
    seconds = time.monotonic() - began
    page.keyboard.press("u")
    page.get_by_test_id("panel-people").wait_for(state="hidden")
    return seconds


@contextmanager
def crowd(engine: str, token: Callable[[], str], people: int) -> Iterator[None]:
    """So many who show a small picture, by LiveKit's SDK."""
    loop = asyncio.new_event_loop()
    Thread(target=loop.run_forever, daemon=True).start()

    def run(work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, loop).result(120)

    async def come() -> tuple[rtc.Room, rtc.VideoSource]:
        room = rtc.Room()
        await room.connect(engine, token(), rtc.RoomOptions(auto_subscribe=False))
        source = rtc.VideoSource(ACT.width, ACT.height)
        options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_CAMERA, simulcast=False)
        await room.local_participant.publish_track(rtc.LocalVideoTrack.create_video_track("camera", source), options)
        return room, source

    async def show(sources: list[rtc.VideoSource]) -> None:
        number = 0
        while True:
            frame = picture(number % 65536, ACT.width, ACT.height)
            for source in sources:
                source.capture_frame(frame)
            number += 1
            await asyncio.sleep(1 / ACT.fps)

    there = []
    for number in range(people):
        there.append(run(come()))
        if number % 12 == 11:
            say(f"{number + 1} are there")
    showing = asyncio.run_coroutine_threadsafe(show([source for _, source in there]), loop)
    try:
        yield
    finally:
        showing.cancel()
        for room, _ in there:
            run(room.disconnect())


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--people", type=int, default=PEOPLE, metavar="N", help=f"in the meeting ({PEOPLE})")
    parser.add_argument("--seconds", type=float, default=SECONDS, metavar="S", help=f"of the sample ({SECONDS:.0f})")


if __name__ == "__main__":
    sys.exit(program(measure, add_options))

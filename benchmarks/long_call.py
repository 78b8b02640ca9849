"""Memory of a long call, shortened by load: people come, speak, write and go, and the page is used, many times over.

An hour of a lively meeting has some fifty comings and goings; each cycle here has one, with what belongs to it. The
page's heap is measured after its garbage was collected, with nobody else there: what is left then was left behind.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread
from typing import Any

import psutil
from livekit import rtc
from playwright.sync_api import CDPSession, Page, expect
from tests.e2e.installation import Egret
from tests.e2e.people import enter, sign_up, start_meeting
from tests.media.publisher import Act, picture

from benchmarks.figures import Figure, program, say
from benchmarks.installation import chromium, installation
from benchmarks.join import signer
from benchmarks.memory import MEGABYTE, part_of
from egret.project.instance import Instance

CYCLES = 120
# Caches fill and code is compiled in these; then the first look is taken.
WARM_UP = 20
# The heap at the end over that after half of the cycles: what grows with the call shows here, what is made once not.
GOAL_GROWTH = 1.1
AT_ONCE = 3
REMOTE = '[data-testid="tile"][data-local="false"]'
COUNTS = {"JSHeapUsedSize": "heap", "Nodes": "nodes", "JSEventListeners": "listeners"}


@dataclass(frozen=True)
class Look:
    page: dict[str, float]
    processes: dict[str, float]  # megabytes, proportional


def measure(options: argparse.Namespace) -> list[Figure]:
    with installation() as egret, chromium() as browser:
        context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 800})
        page = context.new_page()
        sign_up(page, egret)
        link = start_meeting(page)
        enter(page, "Hana")
        running = Instance(egret.data).running()
        assert running is not None
        guests = Guests(running.engine_url.replace("http", "ws", 1), signer(egret, link, page))
        session = context.new_cdp_session(page)
        session.send("Performance.enable")
        live(page, guests, WARM_UP)
        looks = [look(egret, page, session)]
        for half in range(2):
            live(page, guests, options.cycles // 2)
            looks.append(look(egret, page, session))
            say(f"{(half + 1) * (options.cycles // 2)} cycles: {looks[-1]}")
    first, middle, last = looks
    note = (
        f"{first.page['heap']:.1f} MB before, {middle.page['heap']:.1f} after half, {last.page['heap']:.1f} at the end"
    )
    figures = [
        Figure(
            f"page's heap after {options.cycles} cycles over that after half",
            last.page["heap"] / middle.page["heap"],
            "×",
            GOAL_GROWTH,
            note=note,
        )
    ]
    for name in ("nodes", "listeners"):
        # The browser keeps the nodes of a panel that is closed, one time: the chat's grow by what was said.
        note = (
            f"{first.page[name]:.0f}, {middle.page[name]:.0f}, {last.page[name]:.0f}: the chat's lines are among them"
        )
        figures.append(Figure(f"  its {name}", last.page[name] / middle.page[name], "×", note=note))
    for name in ("web", "worker", "engine"):
        note = ", ".join(f"{each.processes[name]:.0f}" for each in looks) + " MB"
        figures.append(Figure(f"  {name}", last.processes[name] / middle.processes[name], "×", GOAL_GROWTH, note=note))
    return figures


def live(page: Page, guests: Guests, cycles: int) -> None:
    for cycle in range(cycles):
        guests.come()
        use(page, cycle)
        if cycle % AT_ONCE == AT_ONCE - 1:
            guests.go()
    guests.go()
    expect(page.locator(REMOTE)).to_have_count(0, timeout=60_000)


def use(page: Page, cycle: int) -> None:
    """Mute and unmute, panels, layouts, a hand, a sign, something said in the chat."""
    for key in ("m", "m", "g", "g", "h", "h"):
        page.keyboard.press(key)
    if cycle % 4 == 0:
        page.keyboard.press("v")
        page.keyboard.press("v")
        page.keyboard.press("y")
        page.keyboard.press("y")
    page.keyboard.press("u")
    expect(page.get_by_test_id("panel-people")).to_be_visible()
    page.keyboard.press("c")
    expect(page.get_by_test_id("panel-chat")).to_be_visible()
    page.get_by_test_id("chat-text").fill(f"Cycle {cycle}")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.locator(REMOTE).first.wait_for(timeout=30_000)
    pin = page.locator(REMOTE).first.get_by_test_id("pin")
    pin.click(force=True)
    page.get_by_test_id("pin").first.click(force=True)


def look(egret: Egret, page: Page, session: CDPSession) -> Look:
    page.wait_for_timeout(5000)  # signs and toasts pass
    for _ in range(3):
        session.send("HeapProfiler.collectGarbage")
    metrics = {each["name"]: float(each["value"]) for each in session.send("Performance.getMetrics")["metrics"]}
    found = {name: metrics[metric] for metric, name in COUNTS.items()}
    found["heap"] /= MEGABYTE
    processes: dict[str, float] = {}
    for process in psutil.Process(egret.process.pid).children(recursive=True):
        part = part_of(process)
        processes[part] = processes.get(part, 0.0) + process.memory_full_info().pss / MEGABYTE
    return Look(found, processes)


class Guests:
    """LiveKit's SDK, in a loop of its own."""

    def __init__(self, engine: str, token: Callable[[], str]) -> None:
        self._engine = engine
        self._token = token
        self._there: list[rtc.Room] = []
        self._loop = asyncio.new_event_loop()
        Thread(target=self._loop.run_forever, daemon=True).start()

    def come(self) -> None:
        """One more, who shows a picture, opens a microphone, mutes and unmutes it, and writes."""
        self._there.append(self._run(self._come()))

    def go(self) -> None:
        for room in self._there:
            self._run(room.disconnect())
        self._there.clear()

    def _run(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    async def _come(self) -> rtc.Room:
        room = rtc.Room()
        await room.connect(self._engine, self._token(), rtc.RoomOptions(auto_subscribe=False))
        act = Act(width=160, height=90)
        source = rtc.VideoSource(act.width, act.height)
        camera = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_CAMERA, simulcast=False)
        await room.local_participant.publish_track(rtc.LocalVideoTrack.create_video_track("camera", source), camera)
        microphone = rtc.LocalAudioTrack.create_audio_track("microphone", rtc.AudioSource(48_000, 1))
        opened = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE)
        await room.local_participant.publish_track(microphone, opened)
        for number in range(10):
            source.capture_frame(picture(number, act.width, act.height))
            await asyncio.sleep(0.05)
        microphone.mute()
        message = {"id": str(uuid.uuid4()), "text": "What somebody writes", "file": None, "aside": False}
        await room.local_participant.publish_data(json.dumps(message), topic="chat")
        microphone.unmute()
        return room


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--cycles", type=int, default=CYCLES, metavar="N", help=f"comings and goings ({CYCLES})")


if __name__ == "__main__":
    sys.exit(program(measure, add_options))

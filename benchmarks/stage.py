"""Main-thread time of the call's page with 2, 4 and 9 tiles, against LiveKit's own React example in the same room.

The others are LiveKit's SDK with moving pictures (320×180, 15 a second) and beeping microphones. Both pages look on.
"""

from __future__ import annotations

import argparse
import functools
import http.server
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, CDPSession, Page
from tests.e2e.installation import wait_until
from tests.e2e.people import enter, sign_up, start_meeting
from tests.media.publisher import Act, publishing

from benchmarks.figures import Figure, program, say
from benchmarks.installation import chromium, installation
from benchmarks.join import signer
from egret.project.instance import Instance

TILES = (2, 4, 9)
GOAL_RATIO = 1.2
SECONDS = 8.0
# Joining is the figure of `join`; until then our bar has hidden, and the way of the media was looked up.
SETTLING = 6.0
ROUNDS = 3
WEB = Path(__file__).parents[1] / "web"
PLAYING = "n => [...document.querySelectorAll('video')].filter(video => video.currentTime > 0).length >= n"


def measure(options: argparse.Namespace) -> list[Figure]:
    figures = []
    with installation() as egret, example() as origin, chromium() as browser:
        host = browser.new_context(locale="en-GB").new_page()
        sign_up(host, egret)
        link = start_meeting(host)
        token = signer(egret, link, host)
        running = Instance(egret.data).running()
        assert running is not None
        engine = running.engine_url.replace("http", "ws", 1)

        def ours(page: Page) -> None:
            enter(page, "Viewer", link=link, devices=False)

        def theirs(page: Page) -> None:
            page.goto(f"{origin}/#{quote(json.dumps({'url': engine, 'token': token()}))}")

        # A room is made by whoever joins first, with a token of the product's own.
        enter(host, "Hana", devices=False)
        host.get_by_test_id("leave").click()
        for tiles in TILES:
            with ExitStack() as senders:
                for index in range(tiles - 1):
                    act = Act(width=320, height=180, frequency=300.0 + 100 * index)
                    senders.enter_context(publishing(running.engine_url, token(), act))
                shares: dict[str, list[float]] = {"egret": [], "livekit": []}
                for _ in range(options.rounds):
                    for name, prepare in (("egret", ours), ("livekit", theirs)):
                        shares[name].append(sample(browser, prepare, tiles - 1, options.seconds))
                        say(f"{tiles} tiles, {name}: {shares[name][-1]:.1f} % of the main thread")
            mine, other = statistics.median(shares["egret"]), statistics.median(shares["livekit"])
            note = (
                f"{mine:.1f} % of a core against {other:.1f} %, medians of {options.rounds} × {options.seconds:.0f} s"
            )
            figures.append(
                Figure(f"main thread, {tiles} tiles, over LiveKit's example", mine / other, "×", GOAL_RATIO, note=note)
            )
    return figures


def sample(browser: Browser, prepare: Callable[[Page], None], videos: int, seconds: float) -> float:
    """Percent of the time in which the page's main thread was busy, in a call that goes on."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 800})
    try:
        page = context.new_page()
        prepare(page)
        wait_until(lambda: page.evaluate(PLAYING, videos), 40, f"{videos} moving pictures")
        page.wait_for_timeout(SETTLING * 1000)
        session = context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        before, began = busy(session), time.monotonic()
        page.wait_for_timeout(seconds * 1000)
        return 100 * (busy(session) - before) / (time.monotonic() - began)
    finally:
        context.close()


def busy(session: CDPSession) -> float:
    """Seconds of work of the main thread so far."""
    metrics = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
    seconds: float = metrics["TaskDuration"]
    return seconds


@contextmanager
def example() -> Iterator[str]:
    """LiveKit's example, built as ours is, on loopback."""
    with tempfile.TemporaryDirectory(prefix="egret-benchmark-") as folder:
        command = [
            "npx",
            "vite",
            "build",
            "--config",
            "benchmark/vite.config.ts",
            "--outDir",
            folder,
            "--logLevel",
            "error",
        ]
        subprocess.run(command, cwd=WEB, check=True)
        handler = functools.partial(Quiet, directory=folder)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://localhost:{server.server_port}"
        finally:
            server.shutdown()
            server.server_close()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the standard library
        pass


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seconds", type=float, default=SECONDS, metavar="S", help=f"of each sample ({SECONDS:.0f})")
    parser.add_argument("--rounds", type=int, default=ROUNDS, metavar="N", help=f"of each page ({ROUNDS})")


if __name__ == "__main__":
    sys.exit(program(measure, add_options))

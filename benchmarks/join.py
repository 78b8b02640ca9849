"""From the click on Join to the first remote frame: Egret, and a bare livekit-client page on the same engine."""

from __future__ import annotations

import argparse
import functools
import http.server
import json
import os
import statistics
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Browser, Page, expect
from tests.e2e.installation import Egret, wait_until
from tests.e2e.people import enter, sign_up, start_meeting

from benchmarks.figures import Figure, program, say
from benchmarks.installation import chromium, installation
from egret.project.instance import DATA_VARIABLE, Instance

GOAL_SECONDS = 1.0
GOAL_RATIO = 1.5
SAMPLES = 7
ROOT = Path(__file__).parents[1]
LIBRARY = ROOT / "web" / "node_modules" / "livekit-client" / "dist" / "livekit-client.esm.mjs"
REMOTE = '[data-testid="tile"][data-local="false"] video'
# The same code in both pages: when the button was pressed, and when a frame of the remote video was first shown.
WATCH = """
window.pressed = window.shown = null;
addEventListener("click", event => {
  if (event.target.closest(%(button)s)) window.pressed ??= event.timeStamp;
}, true);
const look = () => {
  const video = document.querySelector(%(video)s);
  if (video) video.requestVideoFrameCallback(now => { window.shown ??= now; });
  else requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""
# What the library's own introduction shows, and nothing more: open, connect, publish, attach.
BARE = """<!doctype html>
<title>bare</title>
<button id="join" disabled>Join</button>
<script type="module">
  import { Room, RoomEvent, VideoPresets, createLocalTracks } from "/livekit-client.esm.mjs";
  const { url, token } = JSON.parse(decodeURIComponent(location.hash.slice(1)));
  const tracks = await createLocalTracks({ audio: true, video: { resolution: VideoPresets.h720.resolution } });
  const room = new Room();
  room.on(RoomEvent.TrackSubscribed, track => {
    const element = track.attach();
    element.classList.add("remote");
    document.body.append(element);
  });
  const join = document.querySelector("#join");
  join.onclick = async () => {
    await room.connect(url, token);
    await Promise.all(tracks.map(track => room.localParticipant.publishTrack(track)));
  };
  join.disabled = false;
</script>
"""


def measure(options: argparse.Namespace) -> list[Figure]:
    times: dict[str, list[float]] = {"egret": [], "bare": []}
    with installation() as egret, bare_pages() as bare_origin, chromium() as browser:
        host = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 800}).new_page()
        sign_up(host, egret)
        link = start_meeting(host)
        enter(host, "Hana")
        join_token = signer(egret, link, host)
        running = Instance(egret.data).running()
        assert running is not None
        engine = running.engine_url.replace("http", "ws", 1)

        def bare(page: Page) -> None:
            given = json.dumps({"url": engine, "token": join_token()})
            page.goto(f"{bare_origin}/#{quote(given)}")
            page.locator("#join:enabled").wait_for()

        def ours(page: Page) -> None:
            page.goto(link)
            page.get_by_test_id("nickname").fill("Gustav")
            page.get_by_test_id("check-devices").click()
            expect(page.locator("video")).to_be_visible()
            page.get_by_test_id("accept-policy").check()
            # The person looks at the preview; meanwhile the page loads the code of the call.
            page.wait_for_load_state("networkidle")

        ways: dict[str, tuple[Callable[[Page], None], str, str]] = {
            "egret": (ours, "[data-testid=join]", REMOTE),
            "bare": (bare, "#join", "video.remote"),
        }
        for number in range(options.samples + 1):
            for name, (prepare, button, video) in ways.items():
                seconds = sample(browser, prepare, button, video)
                say(f"{name}: {seconds:.3f} s{'' if number else ' (warming up, not counted)'}")
                if number:
                    times[name].append(seconds)
                # The next one finds the room as this one did.
                expect(host.locator(REMOTE)).to_have_count(0, timeout=30_000)
    ours_median, bare_median = statistics.median(times["egret"]), statistics.median(times["bare"])
    note = f"median of {options.samples}, {min(times['egret']):.2f}–{max(times['egret']):.2f} s"
    bare_note = f"median of {options.samples}, {min(times['bare']):.2f}–{max(times['bare']):.2f} s"
    return [
        Figure("click on Join to first remote frame", ours_median, "s", GOAL_SECONDS, note=note),
        Figure("the same in a bare livekit-client page", bare_median, "s", note=bare_note),
        Figure("Egret over bare", ours_median / bare_median, "×", GOAL_RATIO),
    ]


def sample(browser: Browser, prepare: Callable[[Page], None], button: str, video: str) -> float:
    """One visit in a browser profile of its own: seconds from the press to the picture."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 800})
    try:
        context.add_init_script(WATCH % {"button": json.dumps(button), "video": json.dumps(video)})
        page = context.new_page()
        prepare(page)
        page.locator(button).click()
        wait_until(lambda: page.evaluate("window.shown"), 30, "the remote picture")
        pressed, shown = page.evaluate("[window.pressed, window.shown]")
    finally:
        context.close()
    seconds: float = (shown - pressed) / 1000
    return seconds


def signer(egret: Egret, link: str, host: Page) -> Callable[[], str]:
    """Tokens for the meeting's room as Egret makes them. The engine's reports of unknown identities are ignored."""
    os.environ[DATA_VARIABLE] = str(egret.data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "egret.project.settings"
    from egret.kernel.ids import new_id
    from egret.media import tokens

    code = link.rsplit("/", 1)[1]
    room: str = host.request.get(f"{egret.origin}/api/v1/meetings/{code}").json()["id"]
    return lambda: tokens.join_token(room=room, identity=str(new_id()), nickname="Bare")


@contextmanager
def bare_pages() -> Iterator[str]:
    """The bare page and the library it imports, on loopback."""
    files = {"/": ("text/html", BARE.encode()), "/livekit-client.esm.mjs": ("text/javascript", LIBRARY.read_bytes())}
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, files))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class Handler(http.server.BaseHTTPRequestHandler):
    """Serves what it was given."""

    def __init__(self, files: dict[str, tuple[str, bytes]], *given: Any) -> None:
        self._files = files
        super().__init__(*given)

    def do_GET(self) -> None:
        kind, content = self._files.get(self.path, ("text/plain", b""))
        self.send_response(200 if content else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name in the standard library
        pass


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--samples", type=int, default=SAMPLES, metavar="N", help=f"of each page ({SAMPLES})")


if __name__ == "__main__":
    sys.exit(program(measure, add_options))

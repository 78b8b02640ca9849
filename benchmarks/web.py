"""The first load of the web app through the front: bytes, requests, time until a person can act, hosts asked."""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser
from tests.e2e.installation import Egret, wait_until

from benchmarks.figures import Figure, program, say
from benchmarks.installation import chromium, installation

GOAL_KILOBYTES = 250
LOADS = 5
# The page, and what a person comes to it for.
PAGES = {"/": "main a[href^='/sign-in'], a[href^='/sign-in']", "/sign-in": "[data-testid=phone]"}
# When what a person comes for is there and can be used, and when the last long task ended.
WATCH = """
window.ready = null;
window.busyUntil = 0;
new PerformanceObserver(list => {
  for (const task of list.getEntries()) window.busyUntil = Math.max(window.busyUntil, task.startTime + task.duration);
}).observe({type: "longtask", buffered: true});
const look = () => {
  const found = document.querySelector(%s);
  if (found && !found.disabled && found.getClientRects().length) window.ready = performance.now();
  else requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""


@dataclass(frozen=True)
class Load:
    bytes_received: float
    requests: int
    interactive_seconds: float
    hosts: frozenset[str]
    paths: tuple[str, ...]


def measure(options: argparse.Namespace) -> list[Figure]:
    figures = []
    with installation() as egret, chromium() as browser:
        load(browser, egret, "/sign-in", "gzip")  # the browser's own first start is not the page's
        for path in PAGES:
            say(f"{LOADS} loads of {path} …")
            loads = [load(browser, egret, path, "gzip") for _ in range(LOADS)]
            best = load(browser, egret, path, "gzip, br, zstd")
            hosts = frozenset().union(*(each.hosts for each in loads))
            early = [each for each in loads[0].paths if each.startswith("/assets/call-")]
            seconds = statistics.median(each.interactive_seconds for each in loads)
            figures += [
                Figure(f"{path} transferred, gzip", loads[0].bytes_received / 1000, "kB", GOAL_KILOBYTES),
                Figure(f"{path} transferred, brotli", best.bytes_received / 1000, "kB"),
                Figure(f"{path} requests", loads[0].requests, "requests"),
                Figure(f"{path} media code loaded", len(early), "files", 0.0, note="the call page's, loaded apart"),
                Figure(f"{path} hosts asked", len(hosts), "hosts", 1, note=", ".join(sorted(hosts))),
                Figure(f"{path} time to interactive", seconds, "s", note=f"median of {LOADS}, empty cache"),
            ]
    return figures


def load(browser: Browser, egret: Egret, path: str, encodings: str) -> Load:
    """One load with an empty cache; headers count, as they do on the wire."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 800})
    page = context.new_page()
    session = context.new_cdp_session(page)
    received: list[float] = []
    addresses: list[str] = []
    used: set[str] = set()

    def finished(event: dict[str, Any]) -> None:
        received.append(event["encodedDataLength"])

    def asked(event: dict[str, Any]) -> None:
        if not event["request"]["url"].startswith(("data:", "blob:")):
            addresses.append(event["request"]["url"])

    def answered(event: dict[str, Any]) -> None:
        headers = {name.lower(): value for name, value in event["response"]["headers"].items()}
        used.add(headers.get("content-encoding", ""))

    session.on("Network.responseReceived", answered)
    session.on("Network.loadingFinished", finished)
    session.on("Network.requestWillBeSent", asked)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.send("Network.setExtraHTTPHeaders", {"headers": {"Accept-Encoding": encodings}})
    page.add_init_script(WATCH % json.dumps(PAGES[path]))
    page.goto(egret.origin + path, wait_until="networkidle")
    wait_until(lambda: page.evaluate("window.ready"), 30, f"{PAGES[path]} on {path}")
    ready, busy = page.evaluate("[window.ready, window.busyUntil]")
    context.close()
    if not used <= {"", *encodings.split(", ")}:
        raise RuntimeError(f"{encodings} was asked for, the front sent {used}")
    split = [urlsplit(address) for address in addresses]
    return Load(
        sum(received),
        len(addresses),
        max(ready, busy) / 1000,
        frozenset(each.netloc for each in split),
        tuple(each.path for each in split),
    )


if __name__ == "__main__":
    sys.exit(program(measure))

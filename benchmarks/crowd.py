"""Fifty guests who join a meeting within five seconds: the API's answers, and the engine's, by raw signalling."""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import threading
import time
import urllib.request
from contextlib import ExitStack
from urllib.parse import urlencode

from livekit.protocol import rtc
from playwright.sync_api import Page
from tests.e2e.people import sign_up, start_meeting
from websockets.sync.client import connect

from benchmarks.figures import Figure, program, say
from benchmarks.installation import chromium, installation

GUESTS = 50
WITHIN = 5.0
GOAL_SECONDS = 1.0
TIMEOUT = 30.0


def measure(options: argparse.Namespace) -> list[Figure]:
    with installation() as egret, chromium() as browser, ExitStack() as connections:
        host: Page = browser.new_context(locale="en-GB").new_page()
        sign_up(host, egret)
        code = start_meeting(host).rsplit("/", 1)[1]
        policy = host.request.get(f"{egret.origin}/api/v1/policy").json()["version"]
        begin = time.monotonic() + 0.5
        answered: list[float] = []
        inside: list[float] = []

        def guest(number: int) -> None:
            time.sleep(max(0.0, begin + number * WITHIN / options.guests - time.monotonic()))
            asked = time.monotonic()
            token = _join(egret.origin, code, f"Guest {number}", policy)
            answered.append(time.monotonic() - asked)
            _enter(egret.origin, token, connections)
            inside.append(time.monotonic() - asked)

        threads = [threading.Thread(target=guest, args=(number,)) for number in range(options.guests)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        # Who comes last is told by the engine who is there.
        last = _enter(egret.origin, _join(egret.origin, code, "Who counts", policy), connections)
        there = len(last.other_participants)
    say(f"{len(inside)} of {options.guests} let in, {there} there by the engine's word")
    note = f"median {statistics.median(answered):.2f} s"
    return [
        Figure("guests who came within 5 s and are all in", there, "guests", options.guests, "at least"),
        Figure("their join request, p95", _p95(answered), "s", GOAL_SECONDS, note=note),
        Figure("from the request to the engine's join, p95", _p95(inside), "s"),
    ]


def _join(origin: str, code: str, nickname: str, policy: str) -> str:
    body = json.dumps({"nickname": nickname, "policy_version": policy}).encode()
    request = urllib.request.Request(
        f"{origin}/api/v1/meetings/{code}/join", body, {"Content-Type": "application/json", "Origin": origin}
    )
    with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
        token: str = json.loads(answer.read())["token"]
    return token


def _enter(origin: str, token: str, connections: ExitStack) -> rtc.JoinResponse:
    """Signalling through the front until the engine's first word, which is its join; no media."""
    query = urlencode({"access_token": token, "protocol": 15, "auto_subscribe": 0, "sdk": "python"})
    address = f"{origin.replace('http', 'ws', 1)}/rtc?{query}"
    connection = connections.enter_context(connect(address, open_timeout=TIMEOUT))
    word = connection.recv(TIMEOUT)
    assert isinstance(word, bytes)
    first = rtc.SignalResponse()
    first.ParseFromString(word)
    if first.WhichOneof("message") != "join":
        raise RuntimeError(f"the engine said {first.WhichOneof('message')}")
    return first.join


def _p95(values: list[float]) -> float:
    return sorted(values)[max(0, len(values) * 95 // 100 - 1)]


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--guests", type=int, default=GUESTS, metavar="N", help=f"how many ({GUESTS})")


if __name__ == "__main__":
    sys.exit(program(measure, add_options))

"""A network that drops UDP, and one that drops all media: a network namespace in which the kernel really does so."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from tests.e2e.installation import Egret
from tests.e2e.people import CHROMIUM, FLAGS, enter, new_context, sees_and_hears, sign_up, start_meeting

NAME = f"egret-{os.getpid()}"
ADDRESS = "10.77.0.1"
INSIDE = ("ip", "netns", "exec", NAME)
# Engines and browsers wait this long for a way before they say that there is none.
GIVES_UP = 45_000


def run(*command: str) -> bool:
    return subprocess.run(command, capture_output=True).returncode == 0


def drop(protocol: str, port: int) -> None:
    assert run(*INSIDE, "ip", "rule", "add", "prio", "10", "ipproto", protocol, "dport", str(port), "blackhole")


@pytest.fixture
def namespace() -> Iterator[None]:
    if shutil.which("ip") is None or not run("ip", "netns", "add", NAME):
        pytest.skip("needs the right to make a network namespace")
    try:
        run(*INSIDE, "ip", "link", "set", "lo", "up")
        # Browsers try TCP by interfaces that lead somewhere only.
        run(*INSIDE, "ip", "link", "add", "wan", "type", "veth", "peer", "name", "far")
        run(*INSIDE, "ip", "addr", "add", f"{ADDRESS}/24", "dev", "wan")
        run(*INSIDE, "ip", "link", "set", "wan", "up")
        run(*INSIDE, "ip", "link", "set", "far", "up")
        run(*INSIDE, "ip", "route", "add", "default", "dev", "wan")
        # Ours must come before the rule that finds loopback.
        run(*INSIDE, "ip", "rule", "add", "prio", "100", "lookup", "local")
        run(*INSIDE, "ip", "rule", "del", "prio", "0")
        yield
    finally:
        run("ip", "netns", "del", NAME)


class Enclosed(Egret):
    def start(self) -> None:
        if self.up[: len(INSIDE)] != [*INSIDE]:
            self.up = [*INSIDE, *self.up]
        super().start()


def test_tcp_takes_over_and_a_closed_network_is_named(
    namespace: None, playwright_driver: Playwright, tmp_path: Path
) -> None:
    assert CHROMIUM is not None
    inside = tmp_path / "chromium"
    inside.write_text(f'#!/bin/sh\nexec {" ".join(INSIDE)} "{CHROMIUM}" "$@"\n')
    inside.chmod(0o700)
    egret = Enclosed(tmp_path / "data", "--media-ip", ADDRESS)
    browser = playwright_driver.chromium.launch(executable_path=inside, args=FLAGS)
    try:
        media = egret.port + 10_000
        host = new_context(browser).new_page()
        sign_up(host, egret)
        link = start_meeting(host)
        drop("udp", media)
        enter(host, "Hana")
        guest = new_context(browser).new_page()
        enter(guest, "Gus", link=link)
        sees_and_hears(guest)
        expect(guest.get_by_test_id("tcp")).to_be_visible(timeout=30_000)

        drop("tcp", media)
        late = new_context(browser).new_page()
        enter(late, "Lea", link=link, devices=False)
        expect(late.get_by_test_id("blocked")).to_be_visible(timeout=GIVES_UP)
    finally:
        browser.close()
        egret.stop()

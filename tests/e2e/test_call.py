"""Two people see and hear each other, and the host reads who was there."""

from __future__ import annotations

import re
import signal
import time
from pathlib import Path

import psutil
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.e2e.installation import Egret, wait_until
from tests.e2e.people import (
    CHROMIUM,
    FLAGS,
    enter,
    new_context,
    received,
    sees_and_hears,
    sign_up,
    start_meeting,
)

REMOTE = '[data-testid="tile"][data-local="false"]'


def begin(browser: Browser, egret: Egret) -> tuple[Page, str]:
    """A host in a call of their own, and its link."""
    host = new_context(browser).new_page()
    sign_up(host, egret)
    link = start_meeting(host)
    enter(host, "Hana")
    return host, link


def attendance(page: Page, egret: Egret, link: str) -> list[dict[str, object]]:
    """The rows of the meeting's attendance, over the host's session."""
    code = link.rsplit("/", 1)[1]
    rows: list[dict[str, object]] = page.request.get(f"{egret.origin}/api/v1/meetings/{code}/attendance").json()[
        "participants"
    ]
    return rows


def leave_of(page: Page, egret: Egret, link: str, nickname: str) -> object:
    return next(row["left_at"] for row in attendance(page, egret, link) if row["nickname"] == nickname)


def test_two_browsers_see_and_hear_each_other(browser: Browser, egret: Egret) -> None:
    host, link = begin(browser, egret)
    guest = new_context(browser).new_page()
    foreign: list[str] = []
    guest.on("request", lambda request: foreign.append(request.url))
    enter(guest, "Gustav", link=link)
    sees_and_hears(host)
    sees_and_hears(guest)

    # Muted: the host hears nothing more; camera off: the picture is gone.
    guest.get_by_test_id("mic-toggle").click()
    guest.get_by_test_id("camera-toggle").click()
    expect(host.locator(f"{REMOTE} video")).to_have_count(0, timeout=10_000)
    time.sleep(1)
    silent = received(host)
    time.sleep(1.5)
    assert received(host)["energy"] - silent["energy"] < 0.0005
    guest.get_by_test_id("mic-toggle").click()
    guest.get_by_test_id("camera-toggle").click()
    sees_and_hears(host)

    # Leaving is one click; ending for all is two.
    other = new_context(browser).new_page()
    enter(other, "Olga", link=link, devices=False)
    expect(host.get_by_test_id("tile")).to_have_count(3)
    # The engine tells whole seconds: a shorter stay would last none.
    time.sleep(1.2)
    other.get_by_test_id("leave").click()
    expect(host.get_by_test_id("tile")).to_have_count(2)
    host.get_by_test_id("more").click()
    host.get_by_test_id("end-for-all").click()
    host.get_by_test_id("end-confirm").click()
    expect(guest.get_by_test_id("call")).to_have_count(0)
    expect(host.get_by_test_id("call")).to_have_count(0)
    guest.goto(link)
    expect(guest.get_by_test_id("join")).to_have_count(0)

    wait_until(lambda: all(row["left_at"] for row in attendance(host, egret, link)), 20, "everybody's leave")
    rows = {row["nickname"]: row for row in attendance(host, egret, link)}
    assert set(rows) == {"Hana", "Gustav", "Olga"}
    assert rows["Hana"]["is_host"]
    assert rows["Gustav"]["is_guest"]
    assert int(str(rows["Hana"]["duration_seconds"])) >= int(str(rows["Olga"]["duration_seconds"])) > 0
    host.goto(link.replace("/m/", "/meetings/"))
    expect(host.get_by_test_id("attendance-row")).to_have_count(3)
    assert not [url for url in foreign if not re.match(rf"(http|ws)://localhost:{egret.port}/|blob:|data:", url)]
    assert foreign


def test_a_killed_browser_gets_its_leave_time(
    browser: Browser, playwright_driver: Playwright, egret: Egret, tmp_path: Path
) -> None:
    host, link = begin(browser, egret)
    doomed = playwright_driver.chromium.launch_persistent_context(
        tmp_path / "profile", executable_path=CHROMIUM, args=FLAGS, locale="en-GB"
    )
    enter(doomed.pages[0], "Dora", link=link)
    wait_until(lambda: len(attendance(host, egret, link)) == 2, 20, "both to be reported")
    assert leave_of(host, egret, link, "Dora") is None
    killed_at = time.time()
    for process in psutil.process_iter(["cmdline"]):
        if any(str(tmp_path / "profile") in word for word in process.info["cmdline"] or []):
            process.send_signal(signal.SIGKILL)
    left_at = wait_until(lambda: leave_of(host, egret, link, "Dora"), 60, "the killed browser's leave")
    assert str(left_at) >= time.strftime("%Y-%m-%dT%H:%M", time.gmtime(killed_at - 60))
    expect(host.locator(REMOTE)).to_have_count(0, timeout=30_000)
    host.get_by_test_id("leave").click()


def test_reloading_is_one_participant_with_two_spells(browser: Browser, egret: Egret) -> None:
    host, link = begin(browser, egret)
    guest = new_context(browser).new_page()
    enter(guest, "Rita", link=link)
    sees_and_hears(host)
    guest.reload()
    expect(guest.get_by_test_id("nickname")).to_have_value("Rita")
    enter(guest, "Rita")
    sees_and_hears(host)

    def two_spells() -> bool:
        rows = [row for row in attendance(host, egret, link) if row["nickname"] == "Rita"]
        return len(rows) == 1 and len(list(rows[0]["spells"])) == 2  # type: ignore[call-overload]

    wait_until(two_spells, 20, "two spells of one participant")
    guest.get_by_test_id("leave").click()
    host.get_by_test_id("leave").click()


def test_both_come_back_when_the_engine_is_killed(browser: Browser, egret: Egret) -> None:
    host, link = begin(browser, egret)
    guest = new_context(browser).new_page()
    enter(guest, "Vera", link=link)
    sees_and_hears(host)
    sees_and_hears(guest)
    host.get_by_test_id("mic-toggle").click()
    host.get_by_test_id("share-toggle").click()
    expect(guest.get_by_test_id("share")).to_be_visible()
    egret.child("livekit").send_signal(signal.SIGKILL)
    expect(host.get_by_test_id("reconnecting").or_(host.get_by_test_id("call")).first).to_be_visible()
    time.sleep(3)
    # As everything was: shared, and muted until the button is pressed.
    expect(guest.get_by_test_id("share")).to_be_visible(timeout=90_000)
    expect(host.get_by_test_id("mic-toggle")).to_have_attribute("data-on", "false")
    host.get_by_test_id("mic-toggle").click()
    sees_and_hears(host, 90)
    sees_and_hears(guest, 90)
    assert egret.said("engine")

    def closed() -> bool:
        spells = [spell for row in attendance(host, egret, link) for spell in row["spells"]]  # type: ignore[attr-defined]
        return len(spells) == 4 and sum(spell["left_at"] is None for spell in spells) == 2

    wait_until(closed, 40, "the first spells' end")
    guest.get_by_test_id("leave").click()
    host.get_by_test_id("leave").click()

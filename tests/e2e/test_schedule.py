"""A meeting from its time to its end: set, invite, answer, join, move one occurrence, cancel, undo."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.installation import Egret
from tests.e2e.people import enter, new_context, new_phone, sign_up
from tests.e2e.test_organizations import call
from tests.e2e.test_pages import PHONE, complaints


@pytest.fixture
def host(browser: Browser, egret: Egret) -> Page:
    page = new_context(browser, timezone_id="Europe/London").new_page()
    sign_up(page, egret)
    return page


def test_from_setting_a_meeting_to_cancelling_it(host: Page, browser: Browser, egret: Egret) -> None:
    heard = complaints(host)
    guest = new_context(browser, timezone_id="Asia/Shanghai").new_page()
    phone = new_phone()
    sign_up(guest, egret, phone)
    host.get_by_test_id("schedule-meeting").first.click()
    host.get_by_test_id("meeting-title").fill("Marsh survey")
    start = datetime.now() + timedelta(days=1)  # noqa: DTZ005  # as the form's own clock shows it
    host.get_by_test_id("meeting-date").fill(f"{start:%Y-%m-%d}")
    host.get_by_test_id("meeting-time").fill("09:30")
    host.get_by_test_id("meeting-repeat").select_option("WEEKLY")
    expect(host.get_by_test_id("times-in-words")).to_contain_text("Every week on")
    host.get_by_test_id("invite").fill(phone)
    host.get_by_test_id("invite-offer").first.click()
    host.get_by_test_id("set-meeting").click()
    expect(host).to_have_url(re.compile(r"/meetings/set/[0-9a-f-]{36}$"))
    expect(host.get_by_test_id("occurrence")).to_have_count(5)
    assert call(host, "GET", "/preferences")["body"]["time_zone"] == "Europe/London"

    # Whoever has the number finds the meeting in their own agenda, and its time by both clocks.
    guest.reload()
    expect(guest.get_by_test_id("notices")).to_have_accessible_name("1 new notice")
    item = guest.get_by_test_id("agenda-item").first
    expect(item.get_by_test_id("other-zone")).to_have_text("09:30 in Europe/London")
    item.get_by_role("link", name="Marsh survey").click()
    guest.get_by_test_id("answer").get_by_text("Yes").click()
    expect(guest.get_by_test_id("answer").get_by_role("radio", name="Yes")).to_be_checked()
    code = call(guest, "GET", f"/schedules/{guest.url.split('?')[0].rsplit('/', 1)[1]}")["body"]["code"]
    enter(guest, "Bo", link=f"{egret.origin}/m/{code}", devices=False)

    outsider = new_context(browser).new_page()
    outsider.goto(f"{egret.origin}/m/{code}")
    expect(outsider.get_by_role("heading", level=1)).to_have_text("There is no such meeting")

    host.reload()
    expect(host.get_by_text("1 yes")).to_be_visible()
    second = host.get_by_test_id("occurrence").nth(1)
    second.get_by_test_id("move").click()
    host.get_by_test_id("meeting-time").fill("14:00")
    host.get_by_test_id("save-times").click()
    expect(host.get_by_test_id("occurrence").nth(1)).to_contain_text("14:00")
    expect(host.get_by_test_id("occurrence").nth(2)).to_contain_text("09:30")
    second.get_by_test_id("cancel").click()
    host.get_by_test_id("scope-following").check()
    host.get_by_test_id("scope-go").click()
    expect(host.get_by_test_id("occurrence")).to_have_count(1)
    host.get_by_test_id("undo").click()
    expect(host.get_by_test_id("occurrence")).to_have_count(5)
    assert heard == []


def test_a_number_read_out_leads_to_a_personal_room(host: Page, browser: Browser, egret: Egret) -> None:
    host.get_by_test_id("other-ways").click()
    host.get_by_role("menuitem", name="Link and number of your personal room").click()
    expect(host.get_by_role("heading", level=1)).to_have_text("Your personal room")
    number = host.get_by_text("Meeting number").inner_text().removeprefix("Meeting number ")
    host.get_by_role("link", name="Join").click()
    expect(host).to_have_url(re.compile("/m/[a-z0-9-]{14}$"))
    guest = new_context(browser).new_page()
    guest.goto(egret.origin)
    given = guest.get_by_test_id("join-given")
    given.fill("000 000 0000")
    given.press("Enter")
    expect(guest.get_by_text("There is no meeting with this number.")).to_be_visible()
    given.fill(number)
    given.press("Enter")
    expect(guest).to_have_url(host.url)


@pytest.mark.parametrize("size", [PHONE, {}])
def test_the_agenda_and_its_pages_at_both_widths(browser: Browser, egret: Egret, size: dict[str, object]) -> None:
    page = new_context(browser, **size, timezone_id="Europe/London").new_page()
    heard = complaints(page)
    sign_up(page, egret)
    expect(page.get_by_text("Nothing is scheduled here")).to_be_visible()
    start = datetime.now() + timedelta(days=1)  # noqa: DTZ005  # as the browser's clock shows it
    body = {"title": "Reed cutting", "zone": "Europe/London", "start": f"{start:%Y-%m-%dT10:00}", "minutes": 45}
    made = call(page, "POST", "/schedules", {**body, "rule": "FREQ=DAILY"})["body"]
    for address in ("/meetings?view=week", "/meetings?view=day", "/meetings", "/meetings/new"):
        page.goto(f"{egret.origin}{address}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto(f"{egret.origin}/meetings/set/{made['id']}")
    expect(page.get_by_test_id("occurrence")).to_have_count(5)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto(f"{egret.origin}/meetings")
    page.get_by_test_id("calendar-apps").click()
    page.get_by_test_id("make-feed").click()
    address = page.get_by_test_id("feed-address").locator("p").inner_text()
    assert "Reed cutting" in page.evaluate("async (url) => (await fetch(url)).text()", address)
    assert heard == []

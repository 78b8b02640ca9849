"""A host with a lobby, rules and a guest who is let in, silenced, asked to speak, removed and kept out."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.installation import Egret
from tests.e2e.people import enter, new_context, sign_up, start_meeting

REMOTE = '[data-testid="tile"][data-local="false"]'


def knock(page: Page, link: str, nickname: str) -> None:
    """At the door of a meeting with a lobby, with camera and microphone on."""
    page.goto(link)
    page.get_by_test_id("nickname").fill(nickname)
    page.get_by_test_id("check-devices").click()
    expect(page.locator("video")).to_be_visible()
    page.get_by_test_id("accept-policy").check()
    page.get_by_test_id("join").click()
    expect(page.get_by_test_id("waiting")).to_be_visible()


def act(host: Page, name: str, action: str) -> None:
    """One action on somebody in the people panel."""
    host.get_by_test_id("person").filter(has_text=name).get_by_test_id("person-menu").click()
    host.get_by_test_id(action).click()


def switch(host: Page, rule: str, *, on: bool) -> None:
    """Flip a rule, and wait until the server has it."""
    with host.expect_response(lambda each: each.url.endswith("/conduct") and each.request.method == "PATCH"):
        host.get_by_test_id(rule).set_checked(on, force=True)


def test_lobby_rules_and_removal(browser: Browser, egret: Egret) -> None:
    host = new_context(browser).new_page()
    sign_up(host, egret)
    link = start_meeting(host)
    enter(host, "Hana", devices=False)
    host.keyboard.press("u")
    host.get_by_test_id("open-rules").click()
    switch(host, "rule-lobby", on=True)
    host.get_by_test_id("lobby-message").fill("We begin at nine.")
    host.get_by_test_id("lobby-message-send").click()
    host.keyboard.press("Escape")

    # Waiting beside one's own preview; let in by the host, and in the call without another press.
    guest, other = (new_context(browser).new_page() for _ in range(2))
    knock(guest, link, "Gustav")
    expect(guest.get_by_test_id("waiting")).to_contain_text("We begin at nine.")
    expect(guest.locator("video")).to_be_visible()
    knock(other, link, "Olga")
    expect(host.get_by_test_id("waiting-person")).to_have_count(2)
    host.get_by_test_id("waiting-person").filter(has_text="Olga").get_by_test_id("deny").click()
    expect(other.get_by_test_id("turned-away")).to_have_attribute("data-why", "entry-denied")
    host.get_by_test_id("admit").click()
    expect(guest.get_by_test_id("call")).to_be_visible(timeout=15_000)
    row = host.get_by_test_id("person").filter(has_text="Gustav")
    expect(row).to_have_attribute("data-role", "guest")
    expect(guest.locator(f"{REMOTE} [aria-label=Host]")).to_be_visible()

    # Muted by the host; then by rule, which the guest's page cannot pass; then asked, which the guest accepts.
    speaking = guest.get_by_test_id("mic-toggle")
    expect(speaking).to_have_attribute("data-on", "true")
    act(host, "Gustav", "person-mute")
    expect(speaking).to_have_attribute("data-off", "true")
    host.get_by_test_id("open-rules").click()
    switch(host, "rule-unmute", on=False)
    switch(host, "rule-share", on=False)
    host.keyboard.press("Escape")
    speaking.click()
    expect(guest.get_by_test_id("toast")).to_contain_text("keeps microphones off")
    expect(speaking).to_have_attribute("data-off", "true")
    act(host, "Gustav", "person-ask")
    guest.get_by_test_id("toast").filter(has_text="asks you").get_by_test_id("toast-action").click()
    expect(speaking).to_have_attribute("data-on", "true")
    expect(row.get_by_label("Microphone on")).to_be_visible()

    # A co-host leads, too; made a guest again, and removed for good.
    act(host, "Gustav", "person-appoint")
    guest.get_by_test_id("people").click()
    expect(guest.get_by_test_id("kept-out")).to_contain_text("1 kept out")
    act(host, "Gustav", "person-appoint")
    expect(guest.get_by_test_id("kept-out")).to_have_count(0)
    act(host, "Gustav", "person-remove")
    expect(guest.get_by_text("You were removed from the meeting")).to_be_visible()
    guest.goto(link)
    guest.get_by_test_id("accept-policy").check()
    guest.get_by_test_id("join").click()
    expect(guest.get_by_role("alert")).to_contain_text("You were removed")
    # The host's second thought.
    host.get_by_test_id("toast").filter(has_text="was removed").get_by_test_id("toast-action").click()
    guest.get_by_test_id("join").click()
    expect(guest.get_by_test_id("call")).to_be_visible(timeout=15_000)

    # A breakout room: sent there by hand, visited by the host, brought back; sound and picture go with them.
    host.get_by_test_id("more").click()
    host.get_by_test_id("breakouts").click()
    host.get_by_test_id("breakout-manner").get_by_text("By hand").click()
    expect(host.get_by_test_id("breakouts-open")).to_be_disabled()
    host.get_by_test_id("breakout-place").select_option("1")
    host.get_by_test_id("breakouts-open").click()
    expect(guest.get_by_test_id("breakout")).to_have_attribute("data-name", "2", timeout=15_000)
    expect(guest.get_by_test_id("tile")).to_have_count(1)
    host.get_by_test_id("visit").nth(1).click()
    expect(host.get_by_test_id("breakout")).to_be_visible(timeout=15_000)
    expect(guest.get_by_test_id("tile")).to_have_count(2)
    host.get_by_test_id("breakouts-close").click()
    for page in (guest, host):
        expect(page.get_by_test_id("breakout")).to_have_count(0, timeout=15_000)
        expect(page.get_by_test_id("tile")).to_have_count(2, timeout=15_000)


@pytest.mark.nightly
def test_the_meeting_goes_on_without_its_host(browser: Browser, egret: Egret) -> None:
    """Whoever was there longest with an account leads until the host is back; a guest does not."""
    host, guest, member = (new_context(browser).new_page() for _ in range(3))
    sign_up(host, egret)
    sign_up(member, egret)
    link = start_meeting(host)
    enter(host, "Hana", devices=False)
    enter(guest, "Gustav", link=link, devices=False)
    enter(member, "Mina", link=link, devices=False)
    member.get_by_test_id("people").click()
    expect(member.get_by_test_id("open-rules")).to_have_count(0)
    host.goto(f"{egret.origin}/meetings")
    row = member.get_by_test_id("person").filter(has_text="Mina")
    expect(row).to_have_attribute("data-role", re.compile("host"), timeout=60_000)
    expect(member.get_by_test_id("open-rules")).to_be_visible()
    act(member, "Gustav", "person-remove")
    expect(guest.get_by_text("You were removed from the meeting")).to_be_visible(timeout=15_000)
    enter(host, "Hana", link=link, devices=False)
    expect(member.get_by_test_id("open-rules")).to_have_count(0, timeout=30_000)

"""What people say beside speaking: chat, a file, hands, reactions, a poll and a timer, between three browsers."""

from __future__ import annotations

import json
import re
import uuid
from contextlib import suppress

from livekit.rtc.participant import PublishDataError
from playwright.sync_api import Browser, Page, expect

from tests.e2e.drive import own_root, put
from tests.e2e.installation import Egret
from tests.e2e.people import enter, new_context, sign_up, start_meeting
from tests.meetings.hosting.member import Member

SCRIPT = "<img src=x onerror=\"document.title='broken'\">"


def write(page: Page, text: str) -> None:
    page.get_by_test_id("chat-text").fill(text)
    page.get_by_test_id("chat-send").click()


def last_line(page: Page) -> str:
    return page.get_by_test_id("chat-line").last.inner_text()


def more(page: Page, command: str) -> None:
    page.get_by_test_id("more").click()
    page.get_by_test_id(command).click()


def test_what_people_say_beside_speaking(browser: Browser, egret: Egret) -> None:
    host = new_context(browser).new_page()
    sign_up(host, egret)
    host.goto(f"{egret.origin}/cloud")
    put(host, egret, own_root(host, egret), "plan.txt", "text/plain", b"reed")
    host.goto(f"{egret.origin}/meetings")
    link = start_meeting(host)
    enter(host, "Hana", devices=False)
    ada, bo = (new_context(browser).new_page() for _ in range(2))
    for page, name in ((ada, "Ada"), (bo, "Bo")):
        enter(page, name, link=link, devices=False)
    expect(host.get_by_test_id("tile")).to_have_count(3)

    # To all: a link is one, a script is text; the closed panel counts what is new.
    host.get_by_test_id("chat").click()
    write(host, f"See https://egret.example/marsh. {SCRIPT}")
    expect(ada.get_by_test_id("toast")).to_contain_text("Hana: See https://egret.example/marsh")
    expect(ada.get_by_test_id("chat")).to_have_attribute("aria-label", re.compile(r"\(1\)"))
    ada.get_by_test_id("toast-action").click()
    line = ada.get_by_test_id("chat-line").last
    expect(line).to_contain_text(SCRIPT)
    expect(line.get_by_role("link")).to_have_attribute("href", "https://egret.example/marsh")
    assert "broken" not in ada.title()

    # To one: the other reads nothing of it.
    host.get_by_test_id("chat-to").select_option(label="Only Ada")
    write(host, "psst")
    expect(ada.get_by_test_id("chat-line").last).to_contain_text("only to you")
    host.get_by_test_id("chat-to").select_option("")
    host.get_by_test_id("chat-text").fill("x" * 1_000_000)
    expect(host.get_by_test_id("chat-send")).to_be_disabled()
    expect(host.get_by_test_id("panel-chat")).to_contain_text("characters too many")
    write(host, "after that")
    bo.get_by_test_id("chat").click()
    expect(bo.get_by_test_id("chat-line").last).to_contain_text("after that")
    expect(bo.get_by_test_id("chat-lines")).not_to_contain_text("psst")

    # A file's card opens for whom the drive lets in, which a guest is not.
    host.get_by_test_id("chat-attach").click()
    host.get_by_test_id("pick-space").first.click()
    host.locator('[data-testid="pick-file"][data-name="plan.txt"]').click()
    card = ada.get_by_test_id("chat-card")
    expect(card).to_contain_text("plan.txt")
    node = (card.get_attribute("href") or "").rsplit("=", 1)[1]
    assert ada.request.get(f"{egret.origin}/api/v1/cloud/nodes/{node}/content").status in (401, 404)

    # Hands in order, also for who comes later; the host lowers one.
    bo.keyboard.press("Escape")
    bo.get_by_test_id("hand").click()
    expect(host.get_by_test_id("hand-mark")).to_have_text("1")
    ada.get_by_test_id("hand").click()
    expect(host.get_by_test_id("hands")).to_contain_text("Bo")
    expect(host.get_by_test_id("hand-mark")).to_have_count(2)
    host.get_by_test_id("hands").click()
    host.get_by_test_id("lower-hand").first.click()
    expect(host.get_by_test_id("hands")).to_contain_text("Ada")

    # A sign that passes by.
    bo.get_by_test_id("reactions").click()
    bo.get_by_test_id("react-heart").click()
    expect(host.get_by_test_id("reactions-passing")).to_contain_text("Bo")
    expect(host.get_by_test_id("reactions-passing")).to_be_empty(timeout=10_000)

    # An anonymous poll: results come with its end.
    more(host, "polls")
    host.get_by_test_id("new-poll").click()
    host.get_by_test_id("poll-question").fill(SCRIPT)
    host.get_by_test_id("poll-anonymous").check()
    host.get_by_test_id("poll-open").click()
    expect(ada.get_by_test_id("toast").filter(has_text="New poll")).to_be_visible()
    ada.get_by_test_id("toast").filter(has_text="New poll").get_by_test_id("toast-action").click()
    ada.get_by_test_id("poll-choice").first.check()
    ada.get_by_test_id("poll-vote").click()
    expect(ada.get_by_test_id("panel-polls")).to_contain_text("You have voted")
    expect(host.get_by_test_id("panel-polls")).to_contain_text("1 vote")
    host.get_by_test_id("poll-close").click()
    expect(ada.get_by_test_id("poll-result").first).to_contain_text("100 %")
    assert "broken" not in host.title()

    # The timer, seen by who comes later too.
    more(host, "timer")
    host.get_by_test_id("timer-5").click()
    cy = new_context(browser).new_page()
    enter(cy, "Cy", link=link, devices=False)
    expect(cy.get_by_test_id("timer-badge")).to_contain_text(re.compile(r"[45]:\d\d"))
    expect(cy.get_by_test_id("hand-mark")).to_have_text("1")
    more(host, "timer")
    host.get_by_test_id("timer-stop").click()
    expect(cy.get_by_test_id("timer-badge")).to_have_count(0)

    # Afterwards: the meeting's page has the poll's result and the file.
    more(host, "end-for-all")
    host.get_by_test_id("end-confirm").click()
    host.get_by_role("link", name="See who was there").click()
    expect(host.get_by_test_id("summary-polls")).to_contain_text("100 %")
    expect(host.get_by_test_id("summary-files").get_by_role("link")).to_have_text("plan.txt")
    expect(host.get_by_test_id("attendance-row")).to_have_count(4)


def test_a_megabyte_sent_past_our_page_is_shown_by_none(browser: Browser, egret: Egret) -> None:
    host = new_context(browser).new_page()
    sign_up(host, egret)
    link = start_meeting(host)
    enter(host, "Hana", devices=False)
    host.get_by_test_id("chat").click()
    api = f"{egret.origin}/api/v1"
    policy_version = host.request.get(f"{api}/policy").json()["version"]
    join = f"{api}/meetings/{link.rsplit('/', 1)[1]}/join"

    def member(nickname: str) -> Member:
        joining = {"nickname": nickname, "policy_version": policy_version}
        return Member(egret.origin, new_context(browser).request.post(join, data=joining).json()["token"])

    def say(who: Member, text: str) -> None:
        who.say(json.dumps({"id": str(uuid.uuid4()), "text": text}))

    talker, flood = member("Talker"), member("Flood")
    try:
        expect(host.get_by_test_id("tile")).to_have_count(3)
        # Beyond the engine's own limit: its client's library may refuse it, and closes the channel then.
        with suppress(PublishDataError, TimeoutError):
            say(flood, "x" * 1_000_000)
        for text in ("x" * 3001, "x" * 60_000, "short enough"):
            say(talker, text)
        talker.say("no message at all")
        expect(host.get_by_test_id("chat-line").last).to_contain_text("short enough")
        expect(host.get_by_test_id("chat-line")).to_have_count(1)
    finally:
        for each in (talker, flood):
            each.leave()
    # The page goes on.
    write(host, "after that")
    expect(host.get_by_test_id("chat-line").last).to_contain_text("after that")

"""Every page in both languages and themes, at phone and desktop width, keeping in the browser what is registered."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.e2e.installation import Egret
from tests.e2e.people import enter, new_context, new_phone, sign_up, start_meeting

PHONE = {"viewport": {"width": 390, "height": 844}}
COOKIES = {"egret_session", "egret_guest"}
LOCAL_STORAGE = {"egret.storage", "egret.language", "egret.theme", "egret.devices", "egret.uploads"}
KEPT = {
    "C01",
    "C02",
    "C03",
    "C05",
    "C06",
    "C08",
    "C09",
    "C11",
    "C12",
    "C13",
    "C14",
    "C15",
    "C16",
    "C17",
    "C18",
    "C19",
    "C20",
    "C21",
    "C22",
    "C23",
    "C24",
    "C25",
    "C26",
    "C27",
    "C28",
    "C29",
    "C30",
    "C31",
    "C33",
    "C34",
    "C35",
    "C36",
    "C37",
    "C38",
    "C43",
    "C51",
    "C52",
    "C53",
    "C55",
    "C56",
    "C59",
    "C61",
    "C62",
    "C63",
    "C64",
    "C65",
    "C66",
    "C67",
    "C68",
    "C69",
    "C70",
    "C71",
    "C72",
    "C73",
    "C74",
    "C75",
    "C76",
    "C77",
    "C78",
    "C79",
    "C80",
    "C81",
    "C82",
    "F01",
    "F02",
    "F03",
    "F04",
    "F05",
    "F07",
    "F08",
    "F09",
    "F10",
    "F11",
    "F12",
    "F15",
    "F16",
    "F17",
    "F18",
    "F21",
}
# Nobody has said yet whom to ask, and that it was tried: `egret manage desk contact-works`.
NOT_SET_UP = {"C07"}


def complaints(page: Page) -> list[str]:
    """Errors on the console, refusals of the content security policy among them."""
    heard: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        # The browser itself reports each 4xx; that a meeting is unknown is an answer, not a fault.
        if message.type == "error" and "Failed to load resource" not in message.text:
            heard.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def test_the_browsers_language_then_the_persons(browser: Browser, egret: Egret) -> None:
    page = new_context(browser, locale="zh-CN").new_page()
    page.goto(egret.origin)
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    assert re.search("[\u4e00-\u9fff]", page.inner_text("main"))
    page.goto(f"{egret.origin}/storage")
    page.get_by_test_id("allow-optional").check(force=True)
    page.get_by_test_id("language").click()
    page.get_by_role("menuitem", name="English").or_(page.get_by_role("menuitemradio", name="English")).click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert not re.search("[\u4e00-\u9fff]", page.inner_text("main"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_systems_colours(browser: Browser, egret: Egret, scheme: str) -> None:
    page = new_context(browser, color_scheme=scheme).new_page()
    page.goto(egret.origin)
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", scheme)
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == {"light": "rgb(251, 251, 249)", "dark": "rgb(17, 24, 28)"}[scheme]


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
def test_no_page_is_wider_than_a_phone_and_none_complains(browser: Browser, egret: Egret, locale: str) -> None:
    context = new_context(browser, locale=locale, **PHONE)
    page = context.new_page()
    heard = complaints(page)
    sign_up(page, egret)
    link = start_meeting(page)
    code = link.rsplit("/", 1)[1]
    for path in (
        "/",
        "/meetings",
        f"/meetings/{code}",
        "/privacy",
        "/privacy/status",
        f"/m/{code}",
        "/m/abcd-efgh-jkmn",
        "/m/x",
        "/nowhere",
    ):
        page.goto(egret.origin + path)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
        assert page.inner_text("body").strip(), path
    assert heard == []


def test_the_policy_says_whether_it_holds(browser: Browser, egret: Egret) -> None:
    egret.command("probe", "C05")
    page = new_context(browser).new_page()
    page.goto(f"{egret.origin}/privacy")
    page.get_by_test_id("clause-C05").first.click()
    card = page.get_by_test_id("clause-card")
    expect(card).to_contain_text("Kept")
    expect(card).to_contain_text("egret.kernel.policy.require_accepted")
    page.get_by_role("dialog").get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/privacy/status#C05$"))
    expect(page.locator("#C05").get_by_test_id("clause-card")).to_be_visible()
    page.get_by_test_id("count-not yet").click()
    expect(page.locator("#C05")).to_have_count(0)
    page.reload()
    expect(page.get_by_test_id("clauses")).to_contain_text("C54")
    expect(page.locator("#C05")).to_have_count(0)


def test_the_browser_keeps_what_is_registered_and_nothing_else(browser: Browser, egret: Egret) -> None:
    context = new_context(browser)
    page = context.new_page()
    page.goto(egret.origin)
    assert context.cookies() == [], "looking sets nothing"
    sign_up(page, egret)
    page.get_by_test_id("theme").click()
    page.get_by_role("menuitem").or_(page.get_by_role("menuitemradio")).last.click()
    link = start_meeting(page)
    enter(page, "Kim")
    guest_context = new_context(browser)
    guest = guest_context.new_page()
    enter(guest, "Lea", link=link)
    for each, inside in ((context, page), (guest_context, guest)):
        assert {cookie["name"] for cookie in each.cookies()} <= COOKIES
        assert all(cookie["httpOnly"] and cookie["sameSite"] == "Lax" for cookie in each.cookies())
        assert set(inside.evaluate("Object.keys(localStorage)")) <= LOCAL_STORAGE
        assert inside.evaluate("sessionStorage.length") == 0
        assert inside.evaluate("indexedDB.databases()") == []
        assert inside.evaluate("caches.keys()") == []
    guest.get_by_test_id("leave").click()
    page.get_by_test_id("leave").click()


def test_refusing_the_policy_stores_nothing(browser: Browser, egret: Egret) -> None:
    context = new_context(browser)
    page = context.new_page()
    phone = new_phone()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.goto(f"{egret.origin}/sign-in")
    page.get_by_test_id("phone").fill(phone)
    page.get_by_test_id("refuse-policy").click()
    page.wait_for_load_state("networkidle")
    assert set(sent) == {"GET"}
    assert context.cookies() == []
    assert not egret.said(phone)


def test_wrong_code_says_what_is_left(browser: Browser, egret: Egret) -> None:
    page = new_context(browser).new_page()
    phone = new_phone()
    page.goto(f"{egret.origin}/sign-in")
    page.get_by_test_id("phone").fill(phone)
    page.get_by_test_id("accept-policy").check()
    page.get_by_test_id("send-code").click()
    page.get_by_test_id("code").locator("input").first.click()
    right = egret.code_for(phone)
    page.keyboard.type("000000" if right != "000000" else "111111")
    expect(page.get_by_text("This is not the code we sent.")).to_be_visible()
    expect(page.get_by_text("Attempts left: 4.")).to_be_visible()


def test_every_clause_of_this_step_is_kept_live(egret: Egret) -> None:
    rows = egret.probe()
    assert {row["clause"] for row in rows if row["state"] == "kept"} == KEPT, rows
    assert {row["clause"] for row in rows if row["state"] == "broken"} == NOT_SET_UP
    assert {row["state"] for row in rows if row["clause"] not in KEPT | NOT_SET_UP} == {"not yet"}
    assert len(rows) == 103


def test_demo_says_how_to_sign_in(browser: Browser, egret: Egret) -> None:
    made = json.loads(egret.command("demo", "--json").stdout)
    phone = made["people"][0]["phone"]
    page = new_context(browser).new_page()
    page.goto(made["links"]["sign_in"])
    page.get_by_test_id("phone").fill(phone)
    page.get_by_test_id("accept-policy").check()
    egret.forget_codes()
    page.get_by_test_id("send-code").click()
    page.get_by_test_id("code").locator("input").first.click()
    page.keyboard.type(egret.code_for(phone))
    expect(page).to_have_url(re.compile("/meetings$"))
    page.goto(made["links"]["ended_meeting"])
    expect(page.get_by_test_id("attendance-row")).to_have_count(3)

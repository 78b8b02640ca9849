"""WeChat sign-in and reports about children in a real browser, against a WeChat on loopback."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.installation import Egret
from tests.e2e.people import birth_part, new_context, new_phone, sign_up
from tests.wechat_server import APP_ID, SECRET, WechatServer, wechat_server


@pytest.fixture(scope="module")
def wechat() -> Iterator[WechatServer]:
    with wechat_server() as server:
        yield server


@pytest.fixture(scope="module")
def egret(wechat: WechatServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Egret]:
    running = Egret(
        tmp_path_factory.mktemp("wechat") / "data",
        EGRET_WECHAT_APP_ID=APP_ID,
        EGRET_WECHAT_SECRET=SECRET,
        EGRET_WECHAT_AUTHORIZE_URL=f"{wechat.url}/connect/qrconnect",
        EGRET_WECHAT_API_URL=wechat.url,
    )
    yield running
    running.stop()


def leave_for_wechat(page: Page, egret: Egret) -> None:
    page.goto(f"{egret.origin}/sign-in?next=/meetings")
    expect(page.get_by_test_id("wechat")).to_be_disabled()
    page.get_by_test_id("accept-policy").check()
    page.get_by_test_id("wechat").click()


def tell_age(page: Page, year: str = "1990") -> None:
    born = page.get_by_test_id("birth-date").locator("input")
    born.first.wait_for()
    for field in born.all():
        field.fill({"day": "17", "month": "5", "year": year}[birth_part(field.get_attribute("autocomplete"))])
    page.get_by_test_id("register").click()


def test_sign_up_by_wechat_and_in_again(browser: Browser, egret: Egret, wechat: WechatServer) -> None:
    wechat.scanner = ("openid-of-zhang-1", "unionid-of-zhang-1")
    page = new_context(browser).new_page()
    leave_for_wechat(page, egret)
    expect(page.get_by_text("14")).to_be_visible()
    tell_age(page)
    expect(page).to_have_url(f"{egret.origin}/meetings")
    again = new_context(browser).new_page()
    leave_for_wechat(again, egret)
    expect(again).to_have_url(f"{egret.origin}/meetings")
    again.goto(f"{egret.origin}/settings/security")
    expect(again.get_by_test_id("wechat-card")).to_be_visible()
    expect(again.get_by_test_id("wechat-disconnect")).to_have_count(0)  # the last way in


def test_a_child_is_told_and_nothing_stays(browser: Browser, egret: Egret, wechat: WechatServer) -> None:
    wechat.scanner = ("openid-of-child-1", "unionid-of-child-1")
    page = new_context(browser).new_page()
    leave_for_wechat(page, egret)
    tell_age(page, "2020")
    expect(page.get_by_role("heading", name="14")).to_be_visible()


@pytest.mark.parametrize(("locale", "told"), [("en-GB", "You did not agree"), ("zh-CN", "未在微信中同意")])
def test_who_refuses_at_wechat_reads_so(
    browser: Browser, egret: Egret, wechat: WechatServer, locale: str, told: str
) -> None:
    wechat.scanner = None
    page = new_context(browser, locale=locale).new_page()
    leave_for_wechat(page, egret)
    expect(page.get_by_role("alert")).to_contain_text(told)


def test_connect_and_disconnect(browser: Browser, egret: Egret, wechat: WechatServer) -> None:
    wechat.scanner = ("openid-of-wang-1", "unionid-of-wang-1")
    page = new_context(browser).new_page()
    sign_up(page, egret)
    page.goto(f"{egret.origin}/settings/security")
    page.get_by_test_id("wechat-connect").click()
    page.get_by_test_id("wechat-disconnect").click()
    page.get_by_test_id("wechat-disconnect-confirm").click()
    expect(page.get_by_test_id("wechat-connect")).to_be_visible()


def test_the_limit_of_the_numbers_country_is_shown(browser: Browser, egret: Egret) -> None:
    page = new_context(browser).new_page()
    phone = "+4915112345678"
    page.goto(f"{egret.origin}/sign-in")
    page.get_by_test_id("phone").fill(phone)
    page.get_by_test_id("accept-policy").check()
    page.get_by_test_id("send-code").click()
    page.get_by_test_id("code").locator("input").first.click()
    page.keyboard.type(egret.code_for(phone))
    expect(page.get_by_text("16")).to_be_visible()


def test_anybody_can_report_a_childs_account(browser: Browser, egret: Egret) -> None:
    child = new_context(browser).new_page()
    phone = sign_up(child, egret, new_phone())
    page = new_context(browser, viewport={"width": 390, "height": 844}).new_page()
    page.goto(f"{egret.origin}/privacy#C03")
    page.get_by_role("link", name="Report a child's account").click()
    expect(page.get_by_test_id("report-send")).to_be_disabled()
    page.get_by_test_id("report-account").fill("my neighbour")
    page.get_by_label("Teacher or school").check()
    page.get_by_test_id("report-send").click()
    expect(page.get_by_text("neither a phone number")).to_be_visible()
    page.get_by_test_id("report-account").fill(phone)
    page.get_by_test_id("report-explanation").fill("In class 3b.")
    page.get_by_test_id("report-send").click()
    expect(page.get_by_test_id("reported")).to_be_visible()
    listed = egret.command("manage", "child_reports").stdout
    about = (listed.split()[0], "--reason", "a teacher wrote")
    assert "In class 3b." in egret.command("manage", "child_reports", "show", *about).stdout
    assert egret.command("doctor", "--json").stdout.count("child-reports") == 1
    assert "deleted" in egret.command("manage", "child_reports", "uphold", *about).stdout
    child.reload()
    expect(child).to_have_url(re.compile("/sign-in"))


@pytest.mark.parametrize("clause", ["F02", "C02", "C03", "C25"])
def test_the_promises_hold_here(egret: Egret, clause: str) -> None:
    (row,) = egret.probe(clause)
    assert row["state"] == "kept", row

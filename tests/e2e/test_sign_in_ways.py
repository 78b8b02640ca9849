"""The ways in and the second factor, in a real browser with Chromium's own virtual authenticator."""

from __future__ import annotations

import re
import time

import pyotp
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect

from tests.e2e.installation import Egret
from tests.e2e.people import new_context, sign_up
from tests.e2e.test_pages import complaints

PASSPHRASE = "ripe pears on a cold shore"
IN = re.compile("/meetings$")


def authenticator(page: Page, *, verified: bool = True) -> None:
    """A platform authenticator that says yes (W3C WebAuthn §11.2)."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": verified,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def open_security(page: Page, egret: Egret) -> None:
    page.goto(f"{egret.origin}/settings/security")
    expect(page.get_by_test_id("totp-card")).to_be_visible()


def open_sign_in(context: BrowserContext, page: Page, egret: Egret) -> None:
    context.clear_cookies()
    page.goto(f"{egret.origin}/sign-in")
    page.get_by_test_id("accept-policy").check()


def by_code(page: Page, egret: Egret, phone: str) -> None:
    page.get_by_test_id("phone").fill(phone)
    egret.forget_codes()
    page.get_by_test_id("send-code").click()
    page.get_by_test_id("code").locator("input").first.click()
    page.keyboard.type(egret.code_for(phone))


def enrol(page: Page) -> tuple[str, list[str]]:
    """Set an authenticator app up; its secret and the recovery codes."""
    page.get_by_test_id("set-up-totp").click()
    page.get_by_test_id("totp-card").locator("summary").click()
    secret = page.get_by_test_id("totp-secret").inner_text().replace(" ", "")
    page.get_by_test_id("totp-code").locator("input").first.click()
    page.keyboard.type(pyotp.TOTP(secret).now())
    shown = page.get_by_test_id("recovery-codes").locator("code")
    expect(shown).to_have_count(10)
    codes = shown.all_inner_texts()
    page.get_by_test_id("kept-codes").click()
    return secret, codes


def next_code(secret: str) -> str:
    """The code of the next half minute: the present one is spent."""
    return pyotp.TOTP(secret).generate_otp(int(time.time()) // 30 + 1)


def test_a_passkey_lets_in_without_typing_anything(browser: Browser, egret: Egret) -> None:
    context = new_context(browser)
    page = context.new_page()
    heard = complaints(page)
    authenticator(page)
    sign_up(page, egret)
    open_security(page, egret)
    page.get_by_test_id("add-passkey").click()
    codes = page.get_by_test_id("recovery-codes").locator("code")
    expect(codes).to_have_count(10)
    page.get_by_test_id("kept-codes").click()
    expect(page.get_by_test_id("passkey")).to_have_count(1)
    open_sign_in(context, page, egret)
    page.get_by_test_id("use-passkey").click()
    expect(page).to_have_url(IN)
    open_security(page, egret)
    page.get_by_test_id("remove-passkey").click()
    page.get_by_test_id("confirm-remove-passkey").click()
    expect(page.get_by_test_id("passkey")).to_have_count(0)
    assert heard == []
    context.close()


def test_the_app_is_asked_for_and_a_recovery_code_stands_in(browser: Browser, egret: Egret) -> None:
    context = new_context(browser)
    page = context.new_page()
    heard = complaints(page)
    phone = sign_up(page, egret)
    open_security(page, egret)
    secret, codes = enrol(page)
    assert len(set(codes)) == 10
    open_sign_in(context, page, egret)
    by_code(page, egret, phone)
    expect(page.get_by_test_id("second-factor")).to_be_visible()
    page.get_by_test_id("totp").locator("input").first.click()
    page.keyboard.type(pyotp.TOTP(secret).generate_otp(1))
    expect(page.get_by_text("This code is not right")).to_be_visible()
    page.get_by_test_id("totp").locator("input").first.click()
    page.keyboard.type(next_code(secret))
    expect(page).to_have_url(IN)
    open_sign_in(context, page, egret)
    by_code(page, egret, phone)
    page.get_by_test_id("use-recovery").click()
    page.get_by_test_id("recovery-code").fill(codes[0].upper())
    page.get_by_test_id("prove-recovery").click()
    expect(page).to_have_url(IN)
    open_security(page, egret)
    expect(page.get_by_test_id("recovery-card")).to_contain_text("9 of 10")
    assert heard == []
    context.close()


def test_a_passkey_is_the_second_factor_after_a_password(browser: Browser, egret: Egret) -> None:
    context = new_context(browser)
    page = context.new_page()
    authenticator(page)
    phone = sign_up(page, egret)
    open_security(page, egret)
    page.get_by_test_id("set-password").click()
    page.get_by_test_id("new-password").fill("password123")
    expect(page.get_by_test_id("strength")).to_have_attribute("data-score", re.compile("[01]"))
    page.get_by_test_id("save-password").click()
    expect(page.get_by_text("Too many people use this password.")).to_be_visible()
    page.get_by_test_id("new-password").fill(PASSPHRASE)
    expect(page.get_by_test_id("strength")).to_have_attribute("data-score", "4")
    page.get_by_test_id("save-password").click()
    expect(page.get_by_text("The password is saved.")).to_be_visible()
    assert egret.said(f"SMS to {phone}: The password of your Egret account")
    page.get_by_test_id("add-passkey").click()
    page.get_by_test_id("kept-codes").click()
    open_sign_in(context, page, egret)
    page.get_by_test_id("use-password").click()
    page.get_by_test_id("phone").fill(phone)
    page.get_by_test_id("password").fill("not this one at all")
    page.get_by_test_id("sign-in-by-password").click()
    expect(page.get_by_text("This number and password do not belong together.")).to_be_visible()
    page.get_by_test_id("password").fill(PASSPHRASE)
    page.get_by_test_id("sign-in-by-password").click()
    page.get_by_test_id("prove-passkey").click()
    expect(page).to_have_url(IN)
    context.close()


def test_what_is_not_fresh_is_asked_again_and_then_done(browser: Browser, egret: Egret) -> None:
    context = new_context(browser)
    page = context.new_page()
    phone = sign_up(page, egret)
    open_security(page, egret)
    page.get_by_test_id("set-password").click()
    page.get_by_test_id("new-password").fill(PASSPHRASE)
    page.get_by_test_id("save-password").click()
    expect(page.get_by_text("The password is saved.")).to_be_visible()
    # A password alone is no fresh proof.
    open_sign_in(context, page, egret)
    page.get_by_test_id("use-password").click()
    page.get_by_test_id("phone").fill(phone)
    page.get_by_test_id("password").fill(PASSPHRASE)
    page.get_by_test_id("sign-in-by-password").click()
    expect(page).to_have_url(IN)
    open_security(page, egret)
    page.get_by_test_id("remove-password").click()
    page.get_by_test_id("confirm-remove-password").click()
    egret.forget_codes()
    page.get_by_test_id("send-proof-code").click()
    page.get_by_test_id("proof-code").locator("input").first.click()
    page.keyboard.type(egret.code_for(phone))
    expect(page.get_by_text("The password is removed.")).to_be_visible()
    context.close()


def test_a_sign_in_of_another_browser_goes_no_further_here(browser: Browser, egret: Egret) -> None:
    page = new_context(browser).new_page()
    page.goto(f"{egret.origin}/sign-in?flow=00000000-0000-4000-8000-000000000000")
    expect(page.get_by_text("This sign-in does not exist.")).to_be_visible()
    page.goto(f"{egret.origin}/sign-in?problem=sso-inactive")
    expect(page.get_by_test_id("arrival-problem")).to_contain_text("switched your account off")


def test_security_fits_a_phone_in_both_languages(browser: Browser, egret: Egret) -> None:
    for locale in ("en-GB", "zh-CN"):
        context = new_context(browser, locale=locale, viewport={"width": 390, "height": 844})
        page = context.new_page()
        sign_up(page, egret)
        open_security(page, egret)
        page.get_by_test_id("set-up-totp").click()
        expect(page.get_by_test_id("totp-code")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert bool(re.search("[\u4e00-\u9fff]", page.inner_text("main"))) is (locale == "zh-CN")
        context.close()


def test_the_first_load_brings_no_word_lists(browser: Browser, egret: Egret) -> None:
    page = new_context(browser).new_page()
    sizes: dict[str, int] = {}

    def note(response: Response) -> None:
        if "/assets/" in response.url:
            sizes[response.url] = int(response.headers.get("content-length", 0))

    page.on("response", note)
    page.goto(f"{egret.origin}/sign-in")
    page.get_by_test_id("phone").wait_for()
    page.wait_for_load_state("networkidle")
    assert sum(sizes.values()) < 270_000
    assert not [name for name in sizes if "FactorForm" in name or "PasswordStep" in name]

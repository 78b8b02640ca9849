"""Deleting one's account in a browser: looked at, ordered, kept from another page, then deleted at once, certified."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.e2e.installation import Egret
from tests.e2e.people import new_context, sign_up


def test_an_account_is_kept_then_deleted_with_a_certificate(browser: Browser, egret: Egret, tmp_path: Path) -> None:
    page = new_context(browser).new_page()
    phone = sign_up(page, egret)
    page.goto(f"{egret.origin}/settings/profile")
    page.get_by_test_id("delete-account").click()
    expect(page.get_by_test_id("goes").locator("li").first).to_be_visible()
    page.get_by_test_id("order-erasure").click()
    expect(page.get_by_test_id("ordered")).to_be_visible()

    page.goto(f"{egret.origin}/meetings")
    bar = page.get_by_test_id("erasure-bar")
    expect(bar).to_be_visible()
    bar.get_by_role("button").click()
    expect(bar).to_have_count(0)

    page.goto(f"{egret.origin}/privacy/mine/delete")
    page.get_by_test_id("now").check()
    page.get_by_test_id("order-erasure").click()
    page.get_by_test_id("erase-now").click()
    expect(page).to_have_url(re.compile("/privacy/farewell/"))
    expect(page.get_by_test_id("farewell")).to_be_visible(timeout=60_000)
    with page.expect_download() as waiting:
        page.get_by_test_id("certificate").click()
    certificate = tmp_path / "certificate.json"
    waiting.value.save_as(certificate)
    checked = egret.command("verify", str(certificate))
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert phone not in certificate.read_text()
    page.goto(f"{egret.origin}/meetings")
    expect(page).to_have_url(re.compile("/sign-in"))

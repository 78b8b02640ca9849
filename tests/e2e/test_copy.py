"""A copy of everything in a browser: ordered, fetched, and taken in by another account."""

from __future__ import annotations

import zipfile
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.e2e.installation import Egret
from tests.e2e.people import new_context, sign_up

BUILT = 15_000


def test_order_fetch_and_take_in(browser: Browser, egret: Egret, tmp_path: Path) -> None:
    page = new_context(browser).new_page()
    phone = sign_up(page, egret)
    page.goto(f"{egret.origin}/privacy/mine/copy")
    expect(page.get_by_test_id("known").get_by_role("listitem")).to_have_count(12)
    page.get_by_test_id("order-copy").click()
    expect(page.get_by_test_id("copy-ready")).to_be_visible(timeout=BUILT)
    with page.expect_download() as download:
        page.get_by_test_id("fetch-copy").click()
    file = tmp_path / "copy.zip"
    download.value.save_as(file)
    archive = zipfile.ZipFile(file)
    assert archive.testzip() is None and phone in archive.read("data/accounts.person.json").decode()
    page.get_by_test_id("remove-copy").click()
    expect(page.get_by_test_id("copy-ready")).to_have_count(0)

    other = new_context(browser, viewport={"width": 390, "height": 844}).new_page()
    sign_up(other, egret)
    other.goto(f"{egret.origin}/privacy/mine/copy")
    other.get_by_test_id("bring-copy").set_input_files(file)
    expect(other.get_by_test_id("arrival-doubtful")).to_be_visible(timeout=BUILT)
    other.get_by_test_id("confirm-arrival").click()
    expect(other.get_by_test_id("arrival-report")).to_be_visible(timeout=BUILT)
    overflow = other.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0

"""Links to files, opened by somebody without an account: password, limit, drop box."""

from __future__ import annotations

import re
import zipfile

from playwright.sync_api import Browser, Page, expect

from tests.e2e.drive import ask, own_root, put
from tests.e2e.installation import Egret
from tests.e2e.people import new_context, sign_up


def owner_with(browser: Browser, egret: Egret) -> tuple[Page, str]:
    page = new_context(browser).new_page()
    sign_up(page, egret)
    return page, own_root(page, egret)


def test_a_link_with_a_password_and_a_limit(browser: Browser, egret: Egret) -> None:
    page, root = owner_with(browser, egret)
    node = put(page, egret, root, "letter.txt", "text/plain", b"Dear heron")
    page.goto(f"{egret.origin}/cloud?open={node}")
    page.get_by_test_id("share").click()
    page.get_by_test_id("new-link").click()
    page.get_by_test_id("link-password").fill("still water 9")
    page.get_by_test_id("link-most").fill("1")
    page.get_by_test_id("save-link").click()
    expect(page.get_by_test_id("link-row")).to_have_count(1)
    links = ask(page, egret, f"nodes/{node}/links")["items"]
    assert isinstance(links, list)

    guest = new_context(browser).new_page()
    guest.goto(links[0]["address"])
    assert "letter.txt" not in guest.inner_text("main"), "a locked link tells nothing"
    guest.get_by_test_id("unlock-password").fill("wrong water 9")
    guest.get_by_test_id("unlock").click()
    expect(guest.get_by_role("alert")).to_be_visible()
    guest.get_by_test_id("unlock-password").fill("still water 9")
    guest.get_by_test_id("unlock").click()
    expect(guest.get_by_role("heading", name="letter.txt")).to_be_visible()
    with guest.expect_download() as download:
        guest.get_by_test_id("linked-download").click()
    assert download.value.path().read_bytes() == b"Dear heron"
    second = new_context(browser).new_page()
    second.goto(links[0]["address"])
    expect(second.get_by_test_id("link-unknown")).to_be_visible()


def test_a_folder_by_link_and_its_files(browser: Browser, egret: Egret) -> None:
    page, root = owner_with(browser, egret)
    folder = str(ask(page, egret, f"nodes/{root}/folders", {"name": "Birds"})["id"])
    put(page, egret, folder, "egret.md", "text/markdown", b"# Egret")
    link = ask(page, egret, f"nodes/{folder}/links", {"kind": "view"})
    guest = new_context(browser).new_page()
    guest.goto(str(link["address"]))
    with guest.expect_download() as download:
        guest.get_by_test_id("linked-archive").click()
    assert download.value.suggested_filename == "Birds.zip"
    assert zipfile.ZipFile(download.value.path()).read("Birds/egret.md") == b"# Egret"
    guest.get_by_test_id("linked-entry").get_by_role("button").click()
    expect(guest.get_by_test_id("markdown")).to_contain_text("Egret")
    expect(guest).to_have_url(re.compile("open="))
    assert guest.get_by_test_id("share").count() == 0


def test_a_drop_box_takes_and_thanks(browser: Browser, egret: Egret) -> None:
    page, root = owner_with(browser, egret)
    folder = str(ask(page, egret, f"nodes/{root}/folders", {"name": "Letters"})["id"])
    put(page, egret, folder, "secret.txt", "text/plain", b"mine")
    link = ask(page, egret, f"nodes/{folder}/links", {"kind": "drop"})
    guest = new_context(browser).new_page()
    guest.goto(str(link["address"]))
    guest.get_by_test_id("link-files").set_input_files(
        {"name": "secret.txt", "mimeType": "text/plain", "buffer": b"another"}
    )
    expect(guest.get_by_test_id("thanks")).to_be_visible()
    items = ask(page, egret, f"nodes/{folder}/children")["items"]
    assert isinstance(items, list)
    assert len(items) == 2, "what was dropped stands beside what was there"


def test_an_unknown_link_is_one_honest_page(browser: Browser, egret: Egret) -> None:
    page = new_context(browser).new_page()
    page.goto(f"{egret.origin}/s/{'x' * 43}")
    expect(page.get_by_test_id("link-unknown")).to_be_visible()

"""The drive in a browser: upload, order, undo, find again; by pointer, by keyboard, on a phone, after a reload."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.installation import Egret, wait_until
from tests.e2e.people import new_context, sign_up
from tests.e2e.test_organizations import call
from tests.e2e.test_pages import PHONE, complaints
from tests.e2e.test_uploads import kill_web

# As a drop from a file manager, except for folders, of which a script can make none.
DROP = """([selector, files]) => {
  const transfer = new DataTransfer();
  for (const [name, text] of files) transfer.items.add(new File([text], name, {type: "text/plain"}));
  const at = document.querySelector(selector);
  for (const type of ["dragenter", "dragover", "drop"])
    at.dispatchEvent(new DragEvent(type, {bubbles: true, cancelable: true, dataTransfer: transfer}));
}"""
# What is on the screen after each of many steps down.
SCROLL = """async () => {
  let blank = 0, steps = 0;
  const height = document.documentElement.scrollHeight;
  for (let at = 0; at < height; at += height / 60) {
    window.scrollTo(0, at);
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    steps += 1;
    if (!document.elementFromPoint(640, 500)?.closest('[data-testid="entry"]')) blank += 1;
  }
  return {steps, blank, drawn: document.querySelectorAll('[data-testid="entry"]').length};
}"""


@pytest.fixture
def page(browser: Browser, egret: Egret) -> Page:
    page = new_context(browser).new_page()
    sign_up(page, egret)
    page.goto(f"{egret.origin}/cloud")
    expect(page.get_by_test_id("upload").first).to_be_visible()
    return page


def drop(page: Page, *files: tuple[str, str], onto: str = "main") -> None:
    page.evaluate(DROP, [onto, list(files)])


def entry(page: Page, name: str) -> Locator:
    return page.locator(f'[data-testid="entry"][data-name="{name}"]')


def names(page: Page) -> list[str]:
    return [each.get_attribute("data-name") or "" for each in page.get_by_test_id("entry").all()]


def make_folder(page: Page, name: str) -> None:
    page.get_by_test_id("new-folder").click()
    page.get_by_test_id("folder-name").fill(name)
    page.get_by_test_id("make-folder").click()
    expect(entry(page, name)).to_be_visible()
    expect(page.get_by_test_id("folder-name")).to_have_count(0)


def by_menu(page: Page, name: str, act: str) -> None:
    entry(page, name).click(button="right", position={"x": 400, "y": 20})
    page.get_by_test_id(f"act-{act}").click()


def test_a_newcomer_uploads_orders_deletes_and_takes_it_back(page: Page, egret: Egret) -> None:
    heard = complaints(page)
    drop(page, ("Report 10.txt", "ten"), ("Report 2.txt", "two"), ("minutes.txt", "m"))
    expect(page.get_by_test_id("tray-title")).to_have_text("3 files uploaded")
    expect(page.get_by_test_id("entry")).to_have_count(3)
    assert names(page) == ["minutes.txt", "Report 2.txt", "Report 10.txt"], "as a person counts"
    page.get_by_test_id("tray-away").click()
    expect(page.get_by_test_id("tray")).to_have_count(0)

    make_folder(page, "Board")
    by_menu(page, "minutes.txt", "rename")
    expect(page.get_by_test_id("rename")).to_be_focused()
    assert page.evaluate("getSelection().toString()") == "minutes", "the ending stays"
    page.keyboard.type("2026 minutes")
    page.keyboard.press("Enter")
    expect(entry(page, "2026 minutes.txt")).to_be_visible()
    page.get_by_test_id("undo").click()
    expect(entry(page, "minutes.txt")).to_be_visible()

    entry(page, "minutes.txt").drag_to(entry(page, "Board"))
    expect(entry(page, "minutes.txt")).to_have_count(0)
    expect(page.get_by_text("“minutes.txt” moved.")).to_be_visible()
    entry(page, "Board").dblclick(position={"x": 400, "y": 20})
    expect(entry(page, "minutes.txt")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Board")
    by_menu(page, "minutes.txt", "move")
    page.get_by_test_id("pick-up").click()
    page.get_by_test_id("pick").click()
    expect(entry(page, "minutes.txt")).to_have_count(0)
    page.get_by_test_id("undo").click()
    expect(entry(page, "minutes.txt")).to_be_visible()
    page.go_back()
    expect(entry(page, "Board")).to_be_visible()

    entry(page, "Report 2.txt").click(position={"x": 400, "y": 20})
    entry(page, "Report 10.txt").click(position={"x": 400, "y": 20}, modifiers=["Shift"])
    page.get_by_test_id("tool-trash").click()
    expect(page.get_by_test_id("entry")).to_have_count(1)
    page.get_by_test_id("undo").click()
    expect(page.get_by_test_id("entry")).to_have_count(3)

    by_menu(page, "Report 10.txt", "trash")
    expect(entry(page, "Report 10.txt")).to_have_count(0)
    page.get_by_test_id("place-trash").first.click()
    expect(entry(page, "Report 10.txt")).to_contain_text("30 days")
    by_menu(page, "Report 10.txt", "restore")
    expect(page.get_by_test_id("entry")).to_have_count(0)
    page.get_by_test_id("undo").click()
    by_menu(page, "Report 10.txt", "purge")
    expect(page.get_by_role("dialog")).to_contain_text("Report 10.txt")
    page.get_by_test_id("confirm").click()
    expect(page.get_by_text("The trash is empty")).to_be_visible()
    assert heard == []


def test_a_taken_name_is_asked_about_once_for_all(page: Page) -> None:
    drop(page, ("a.txt", "one"), ("b.txt", "one"), ("c.txt", "one"))
    expect(page.get_by_test_id("entry")).to_have_count(3)
    drop(page, ("a.txt", "two two"), ("b.txt", "two two"), ("c.txt", "two two"), ("d.txt", "new"))
    expect(page.get_by_role("dialog")).to_contain_text(re.compile(r"There is a “[abc]\.txt” here already"))
    first = page.get_by_role("dialog").get_by_role("heading").inner_text()
    # The second click of a double one answers nothing that was not asked yet.
    page.get_by_test_id("conflict-keep").dblclick()
    expect(page.get_by_role("dialog").get_by_role("heading")).not_to_have_text(first)
    page.get_by_test_id("conflict-all").check()
    page.get_by_test_id("conflict-replace").click()
    expect(page.get_by_test_id("tray-title")).to_have_text("4 files uploaded")
    expect(page.get_by_test_id("entry")).to_have_count(5)
    root = call(page, "GET", "/cloud/spaces")["body"]["items"][0]["root"]
    items = call(page, "GET", f"/cloud/nodes/{root}/children")["body"]["items"]
    assert sorted(each["size"] for each in items) == [3, 3, 7, 7, 7], "one kept beside, two replaced, one new"
    replaced = [each["id"] for each in items if each["size"] == 7 and each["name"] in ("a.txt", "b.txt", "c.txt")]
    kept = [len(call(page, "GET", f"/cloud/nodes/{each}/versions")["body"]["items"]) for each in replaced]
    assert kept == [2, 2], "what was replaced is an earlier version"


def test_everything_by_keyboard(page: Page) -> None:
    drop(page, ("a.txt", "a"), ("b.txt", "b"), ("c.txt", "c"))
    expect(page.get_by_test_id("entry")).to_have_count(3)
    page.keyboard.press("n")
    page.get_by_test_id("folder-name").fill("Folder")
    page.keyboard.press("Enter")
    expect(entry(page, "Folder")).to_be_visible()
    page.get_by_test_id("entries").focus()
    page.keyboard.press("Home")
    expect(entry(page, "Folder")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("F2")
    page.keyboard.type("first")
    page.keyboard.press("Enter")
    expect(entry(page, "first.txt")).to_be_visible()
    expect(page.get_by_test_id("entries")).to_be_focused()
    page.keyboard.press("Control+a")
    expect(page.get_by_test_id("toolbar")).to_contain_text("4 chosen")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("toolbar")).to_have_count(0)
    page.keyboard.press("b")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.get_by_test_id("toolbar")).to_contain_text("2 chosen")
    page.keyboard.press("Delete")
    expect(page.get_by_test_id("entry")).to_have_count(2)
    page.get_by_test_id("entries").focus()
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Folder")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("New folder")


def test_cut_and_copied_by_key(page: Page) -> None:
    drop(page, ("a.txt", "a"), ("b.txt", "b"))
    expect(page.get_by_test_id("entry")).to_have_count(2)
    make_folder(page, "plans")
    # What was named in a dialog is chosen.
    expect(page.get_by_test_id("entries")).to_be_focused()
    page.keyboard.press("a")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Control+x")
    entry(page, "plans").get_by_role("link").click()
    expect(page.get_by_test_id("crumb")).to_have_count(1)
    page.keyboard.press("Control+v")
    expect(page.get_by_test_id("entry")).to_have_count(2)
    page.get_by_test_id("entries").focus()
    page.keyboard.press("Home")
    page.keyboard.press("Control+c")
    page.keyboard.press("Control+v")
    expect(entry(page, "a (2).txt")).to_be_visible()
    page.get_by_test_id("crumb").click()
    expect(page.get_by_test_id("entry")).to_have_count(1)


def test_order_and_layout_stand_in_the_address(page: Page) -> None:
    drop(page, ("a.txt", "x" * 10), ("b.txt", "x" * 1000), ("c.txt", "x" * 100))
    expect(page.get_by_test_id("entry")).to_have_count(3)
    page.get_by_test_id("sort-size").click()
    expect(page).to_have_url(re.compile("sort=-size"))
    assert names(page) == ["b.txt", "c.txt", "a.txt"]
    page.get_by_test_id("toggle-grid").click()
    page.reload()
    expect(page.get_by_test_id("entry")).to_have_count(3)
    assert names(page) == ["b.txt", "c.txt", "a.txt"]
    boxes = [each.bounding_box() for each in page.get_by_test_id("entry").all()]
    assert len({box["y"] for box in boxes if box}) == 1, "tiles stand side by side"


def test_favourites_and_recent(page: Page, egret: Egret) -> None:
    drop(page, ("a.txt", "a"), ("b.txt", "b"))
    expect(page.get_by_test_id("entry")).to_have_count(2)
    by_menu(page, "a.txt", "favourite")
    expect(entry(page, "a.txt").get_by_label("A favourite")).to_be_visible()
    page.get_by_test_id("place-favourites").first.click()
    expect(page.get_by_test_id("entry")).to_have_count(1)
    by_menu(page, "a.txt", "locate")
    expect(entry(page, "b.txt")).to_be_visible()
    expect(entry(page, "a.txt")).to_have_attribute("aria-selected", "true")
    with page.expect_download() as downloading:
        by_menu(page, "b.txt", "download")
    assert downloading.value.suggested_filename == "b.txt"
    assert Path(downloading.value.path()).read_text() == "b"
    page.get_by_test_id("place-recent").first.click()
    expect(entry(page, "b.txt")).to_be_visible()


def test_an_upload_goes_on_after_a_reload(page: Page, egret: Egret, tmp_path: Path) -> None:
    size = 40_000_000
    source = tmp_path / "film.mp4"
    source.write_bytes(bytes(range(256)) * (size // 256) + bytes(size % 256))
    page.goto(f"{egret.origin}/storage")
    page.get_by_test_id("allow-optional").check(force=True)
    page.goto(f"{egret.origin}/cloud")
    page.on("dialog", lambda dialog: dialog.accept())
    network = page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 20, "downloadThroughput": 50_000_000, "uploadThroughput": 4_000_000}
    network.send("Network.emulateNetworkConditions", slow)
    page.get_by_test_id("pick-files").first.set_input_files(source)
    line = page.locator('[data-testid="upload-line"][data-name="film.mp4"]')
    expect(line).to_have_attribute("data-state", "sending")
    expect(page.get_by_test_id("tray-rate")).to_contain_text("left", timeout=20_000)
    # Another page of the app: it goes on there.
    page.get_by_role("link", name="Meetings").click()
    expect(page).to_have_url(re.compile("/meetings"))
    expect(line).to_be_visible()
    wait_until(lambda: _progress(page) > 40, 40, "two fifths of the file")
    page.reload()
    network.send("Network.emulateNetworkConditions", {**slow, "uploadThroughput": -1})
    expect(page.get_by_test_id("interrupted")).to_contain_text("film.mp4", timeout=15_000)
    sent: list[int] = []
    page.on("request", lambda request: sent.append(int(request.headers.get("upload-offset", "-1"))))
    page.get_by_test_id("choose-again").set_input_files(source)
    expect(line).to_have_attribute("data-state", "done", timeout=40_000)
    offsets = [each for each in sent if each >= 0]
    assert offsets and min(offsets) >= 8 * 1024 * 1024, f"it began again: {offsets}"
    expect(page.get_by_test_id("interrupted")).to_have_count(0)
    assert page.evaluate("localStorage.getItem('egret.uploads')") is None
    root = call(page, "GET", "/cloud/spaces")["body"]["items"][0]["root"]
    item = call(page, "GET", f"/cloud/nodes/{root}/children")["body"]["items"][0]
    answer = page.request.get(f"{egret.origin}/api/v1/cloud/nodes/{item['id']}/content")
    assert answer.body() == source.read_bytes()


def _progress(page: Page) -> int:
    return int(page.locator('[data-testid="tray"] [role="progressbar"]').first.get_attribute("aria-valuenow") or "0")


def test_an_upload_waits_for_the_network_and_can_be_paused(page: Page, egret: Egret, tmp_path: Path) -> None:
    source = tmp_path / "film.mp4"
    source.write_bytes(bytes(30_000_000))
    network = page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 20, "downloadThroughput": 50_000_000, "uploadThroughput": 4_000_000}
    network.send("Network.emulateNetworkConditions", slow)
    page.get_by_test_id("pick-files").first.set_input_files(source)
    line = page.get_by_test_id("upload-line")
    expect(line).to_have_attribute("data-state", "sending")
    wait_until(lambda: _progress(page) > 30, 40, "a third of the file")
    page.get_by_test_id("upload-pause").click()
    expect(line).to_have_attribute("data-state", "paused")
    page.get_by_test_id("upload-go").click()
    expect(line).to_have_attribute("data-state", "sending")
    network.send("Network.emulateNetworkConditions", {**slow, "offline": True})
    expect(line).to_have_attribute("data-state", "lost", timeout=15_000)
    network.send("Network.emulateNetworkConditions", {**slow, "uploadThroughput": -1})
    expect(line).to_have_attribute("data-state", "done", timeout=40_000)
    expect(page.get_by_test_id("entry")).to_have_count(1)
    assert page.evaluate("localStorage.getItem('egret.uploads')") is None, "nothing is kept that was not allowed"


def test_an_upload_goes_on_when_the_server_starts_again(page: Page, egret: Egret, tmp_path: Path) -> None:
    """By itself: nobody presses anything."""
    source = tmp_path / "film.mp4"
    source.write_bytes(bytes(range(256)) * 80_000)
    network = page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 20, "downloadThroughput": 50_000_000, "uploadThroughput": 8_000_000}
    network.send("Network.emulateNetworkConditions", slow)
    page.get_by_test_id("pick-files").first.set_input_files(source)
    line = page.get_by_test_id("upload-line")
    expect(line).to_have_attribute("data-state", "sending")
    wait_until(lambda: _progress(page) > 45, 40, "the first piece")
    sent: list[int] = []
    page.on("request", lambda request: sent.append(int(request.headers.get("upload-offset", "-1"))))
    kill_web(egret)
    expect(line).to_have_attribute("data-state", "lost", timeout=15_000)
    network.send("Network.emulateNetworkConditions", {**slow, "uploadThroughput": -1})
    expect(line).to_have_attribute("data-state", "done", timeout=60_000)
    assert 0 not in sent, f"it began again: {sent}"
    root = call(page, "GET", "/cloud/spaces")["body"]["items"][0]["root"]
    (item,) = call(page, "GET", f"/cloud/nodes/{root}/children")["body"]["items"]
    answer = page.request.get(f"{egret.origin}/api/v1/cloud/nodes/{item['id']}/content")
    assert answer.body() == source.read_bytes()


def test_ten_thousand_entries(page: Page, egret: Egret) -> None:
    root = call(page, "GET", "/cloud/spaces")["body"]["items"][0]["root"]
    fill(egret, root, 10_000)
    page.reload()
    expect(page.get_by_test_id("entries")).to_have_attribute("aria-rowcount", "10000", timeout=20_000)
    expect(page.get_by_test_id("entry").first).to_be_visible()
    measured: dict[str, Any] = page.evaluate(SCROLL)
    assert measured["blank"] == 0, measured
    assert measured["drawn"] < 100, "only what is seen is drawn"
    page.get_by_test_id("entries").focus()
    page.keyboard.press("End")
    expect(entry(page, "file 10000.txt")).to_be_in_viewport()
    page.keyboard.press("Control+a")
    expect(page.get_by_test_id("toolbar")).to_contain_text("10000 chosen")


def fill(egret: Egret, root: str, count: int) -> None:
    """Entries by the thousand, as their rows stand in the database; they are looked at, not read."""
    program = (
        "import uuid\n"
        "from egret.cloud.models import Node\n"
        "from egret.kernel.purpose import running\n"
        "with running('cloud.keep'):\n"
        f"    root = Node.objects.get(id=uuid.UUID({root!r}))\n"
        "    Node.objects.bulk_create([Node(space_id=root.space_id, parent=root, is_folder=False, "
        f"name=f'file {{each}}.txt', size=each, media_type='text/plain') for each in range(1, {count + 1})])\n"
    )
    done = egret.command("manage", "shell", "-c", program)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
def test_on_a_phone(browser: Browser, egret: Egret, locale: str, tmp_path: Path) -> None:
    page = new_context(browser, locale=locale, has_touch=True, is_mobile=True, **PHONE).new_page()
    heard = complaints(page)
    sign_up(page, egret)
    page.goto(f"{egret.origin}/cloud")
    source = tmp_path / "a very long name that has to be cut somewhere before it reaches the edge.txt"
    source.write_text("a")
    page.get_by_test_id("pick-files").first.set_input_files(source)
    expect(page.get_by_test_id("entry")).to_have_count(1)
    page.get_by_test_id("tray-away").click()
    page.get_by_test_id("more").click()
    expect(page.get_by_test_id("sheet")).to_be_visible()
    page.get_by_test_id("act-favourite").click()
    expect(page.get_by_test_id("sheet")).to_have_count(0)
    for where in (
        "/cloud",
        "/cloud?layout=grid",
        "/cloud/recent",
        "/cloud/favourites",
        "/cloud/shared",
        "/cloud/trash",
    ):
        page.goto(egret.origin + where)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, where
    page.get_by_test_id("open-places").click()
    page.get_by_role("dialog").get_by_test_id("place-favourites").click()
    expect(page.get_by_test_id("entry")).to_have_count(1)
    assert heard == []


def test_a_folder_that_is_not_there(page: Page, egret: Egret) -> None:
    page.goto(f"{egret.origin}/cloud/folders/00000000-0000-7000-8000-000000000000")
    expect(page.get_by_text("There is no such file or folder.")).to_be_visible()

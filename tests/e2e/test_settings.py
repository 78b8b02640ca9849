"""Settings in a browser: a picture by file, by drop and by camera, choices that follow the account, storage refused."""

from __future__ import annotations

import base64
import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.installation import Egret, wait_until
from tests.e2e.people import new_context, sign_up, start_meeting
from tests.factories import pictures

PHONE = {"viewport": {"width": 390, "height": 844}}
GPC = "Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', {get: () => true})"
# Remembers each opened camera, to see that it is off again.
TRACKS = """
window.tracks = [];
const open = MediaDevices.prototype.getUserMedia;
MediaDevices.prototype.getUserMedia = async function (...given) {
  const stream = await open.apply(this, given);
  window.tracks.push(...stream.getTracks());
  return stream;
};
"""
CAMERAS_OFF = "window.tracks.length > 0 && window.tracks.every(track => track.readyState === 'ended')"
DROP = """([name, type, base64]) => {
  const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name, {type}));
  const zone = document.querySelector('[data-testid="picture"]');
  zone.dispatchEvent(new DragEvent('dragover', {dataTransfer: transfer, bubbles: true, cancelable: true}));
  zone.dispatchEvent(new DragEvent('drop', {dataTransfer: transfer, bubbles: true, cancelable: true}));
}"""


def at_profile(browser: Browser, egret: Egret, **options: object) -> Page:
    page = new_context(browser, **options).new_page()
    page.add_init_script(TRACKS)
    sign_up(page, egret)
    page.goto(f"{egret.origin}/settings")
    expect(page).to_have_url(re.compile("/settings/profile$"))
    return page


def kept(page: Page) -> set[str]:
    """Everything optional or not that this page's origin has in local storage."""
    return set(page.evaluate("Object.keys(localStorage)"))


def shown_picture(page: Page) -> str | None:
    """Where the picture in the profile is, once it is drawn."""
    picture = page.get_by_test_id("picture").locator("img").first
    expect(picture).to_be_visible()
    return picture.get_attribute("src")


def save_picture(page: Page) -> None:
    page.get_by_test_id("save-picture").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_picture_from_a_file_is_cropped_shown_removed_and_put_back(browser: Browser, egret: Egret) -> None:
    page = at_profile(browser, egret)
    page.get_by_test_id("picture-file").set_input_files(
        {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": pictures.jpeg_with_place()}
    )
    cropper = page.get_by_test_id("cropper")
    expect(cropper.locator("img")).to_have_css("opacity", "1")
    cropper.focus()
    for key in ("+", "+", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
    save_picture(page)
    first = shown_picture(page)
    expect(page.get_by_test_id("account").locator("img")).to_be_visible()
    answer = page.request.get(f"{egret.origin}{first}")
    assert answer.headers["content-type"] == "image/webp" and pictures.SERIAL.encode() not in answer.body()
    page.get_by_test_id("remove-picture").click()
    expect(page.get_by_test_id("picture").locator("img")).to_have_count(0)
    assert page.request.get(f"{egret.origin}{first}").status == 404
    page.get_by_test_id("undo").click()
    assert shown_picture(page) != first
    expect(page.get_by_test_id("undo")).to_have_count(0)


def test_a_dropped_heic_is_converted_for_the_cropper(browser: Browser, egret: Egret) -> None:
    page = at_profile(browser, egret)
    sent = base64.b64encode(pictures.HEIC_WITH_PLACE.read_bytes()).decode()
    expect(page.get_by_test_id("picture")).to_be_visible()
    page.evaluate(DROP, ["me.heic", "image/heic", sent])
    expect(page.get_by_test_id("cropper").locator("img")).to_have_css("opacity", "1")
    save_picture(page)
    assert shown_picture(page)


def test_what_cannot_be_taken_says_why_beside_it(browser: Browser, egret: Egret) -> None:
    page = at_profile(browser, egret)
    page.get_by_test_id("picture-file").set_input_files(
        {"name": "drawing.svg", "mimeType": "image/svg+xml", "buffer": b"no picture at all"}
    )
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("not a picture")
    expect(page.get_by_test_id("save-picture")).to_be_disabled()


def test_a_picture_from_the_camera_which_is_off_afterwards(browser: Browser, egret: Egret) -> None:
    page = at_profile(browser, egret)
    assert page.evaluate("window.tracks.length") == 0
    page.get_by_test_id("use-camera").click()
    page.get_by_test_id("take-picture").click()
    expect(page.get_by_test_id("cropper").locator("img")).to_have_css("opacity", "1")
    assert page.evaluate(CAMERAS_OFF), "the camera is off once the picture is taken"
    save_picture(page)
    assert shown_picture(page)
    page.get_by_test_id("use-camera").click()
    expect(page.get_by_test_id("take-picture")).to_be_enabled()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.evaluate(CAMERAS_OFF), "the camera is off once the dialog is closed"


def test_a_refused_camera_is_explained(browser: Browser, egret: Egret) -> None:
    page = at_profile(browser, egret)
    page.evaluate(
        "() => { MediaDevices.prototype.getUserMedia = async () => { throw new DOMException('', 'NotAllowedError') } }"
    )
    page.get_by_test_id("use-camera").click()
    expect(page.get_by_role("dialog")).to_contain_text("not allowed")


def test_name_and_description_are_saved_by_one_button(browser: Browser, egret: Egret) -> None:
    page = at_profile(browser, egret)
    expect(page.get_by_test_id("save-profile")).to_be_disabled()
    page.get_by_test_id("profile-name").fill("  Li Wei ")
    page.get_by_test_id("profile-description").fill("Builds bridges")
    page.get_by_test_id("save-profile").click()
    expect(page.get_by_test_id("profile-name")).to_have_value("Li Wei")
    page.get_by_test_id("account").click()
    expect(page.get_by_role("menu")).to_contain_text("Li Wei")
    page.keyboard.press("Escape")
    page.get_by_test_id("profile-name").fill("a\u202eb")
    page.get_by_test_id("save-profile").click()
    expect(page.get_by_text("This name cannot be used.")).to_be_visible()
    expect(page.get_by_test_id("profile-description")).to_have_value("Builds bridges")
    page.goto(f"{egret.origin}/meetings")
    start_meeting(page)
    expect(page.get_by_test_id("nickname")).to_have_value("Li Wei")


def other_browser(browser: Browser, page: Page) -> BrowserContext:
    """The same person, signed in on a browser that keeps nothing of ours but the session."""
    context = new_context(browser)
    context.add_cookies([cookie for cookie in page.context.cookies() if cookie["name"] == "egret_session"])  # type: ignore[misc]  # what is read can be added
    return context


def test_language_and_theme_follow_the_account_with_nothing_kept_here(browser: Browser, egret: Egret) -> None:
    page = at_profile(browser, egret)
    page.goto(f"{egret.origin}/settings/preferences")
    expect(page.get_by_test_id("time-zone")).to_contain_text("Not stored")
    page.get_by_test_id("preferred-theme").get_by_text("Dark").click()
    page.get_by_test_id("preferred-language").get_by_text("简体中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    assert kept(page) == set()
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    elsewhere = other_browser(browser, page).new_page()
    elsewhere.goto(f"{egret.origin}/meetings")
    expect(elsewhere.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(elsewhere.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    assert kept(elsewhere) == set()
    # The switches in the header save to the account as well.
    elsewhere.get_by_test_id("language").click()
    elsewhere.get_by_role("menuitem", name="English").click()
    expect(elsewhere.locator("html")).to_have_attribute("lang", "en")
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_optional_storage_is_off_until_allowed_and_gone_once_refused(browser: Browser, egret: Egret) -> None:
    page = new_context(browser).new_page()
    page.goto(egret.origin)
    page.get_by_test_id("language").click()
    page.get_by_role("menuitem", name="简体中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    assert kept(page) == set(), "off unless allowed"
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto(f"{egret.origin}/storage")
    entries = page.get_by_test_id("storage-entry")
    expect(entries.first).to_be_visible()
    page.get_by_test_id("allow-optional").check(force=True)
    page.get_by_test_id("language").click()
    page.get_by_role("menuitem", name="简体中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    assert kept(page) == {"egret.storage", "egret.language"}
    expect(page.locator('[data-name="egret.language"]')).to_have_attribute("data-present", "true")
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    page.get_by_test_id("clear-optional").click()
    assert kept(page) == {"egret.storage"}
    page.get_by_test_id("allow-optional").uncheck(force=True)
    assert kept(page) == set()


@pytest.mark.parametrize("how", ["the page's signal", "the header alone"])
def test_the_browsers_own_refusal_counts(browser: Browser, egret: Egret, how: str) -> None:
    headers = {"Sec-GPC": "1"} if how == "the header alone" else {}
    context = new_context(browser, extra_http_headers=headers)
    if not headers:
        context.add_init_script(GPC)
    page = context.new_page()
    page.goto(f"{egret.origin}/storage")
    page.evaluate("localStorage.setItem('egret.storage', 'allowed'); localStorage.setItem('egret.theme', 'dark')")
    page.reload()
    expect(page.get_by_test_id("refused-by-browser")).to_be_visible()
    expect(page.get_by_test_id("allow-optional")).to_be_disabled()
    wait_until(lambda: page.evaluate("localStorage.length") == 0, 10, "an empty storage")
    page.get_by_test_id("theme").click()
    page.get_by_role("menuitem", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    assert kept(page) == set()


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
def test_settings_fit_a_phone(browser: Browser, egret: Egret, locale: str) -> None:
    page = at_profile(browser, egret, locale=locale, **PHONE)
    for path in ("/settings/profile", "/settings/preferences", "/storage"):
        page.goto(egret.origin + path)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path

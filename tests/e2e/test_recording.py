"""A recording as people meet it: told first, chosen at the door and inside, marked, stopped, played, and forgotten."""

from __future__ import annotations

import av
from playwright.sync_api import Browser, Page, expect

from tests.e2e.installation import Egret, wait_until
from tests.e2e.people import enter, new_context, sign_up, start_meeting


def stored(page: Page, egret: Egret, code: str) -> dict[str, set[str]]:
    """Whose tracks there are, by nickname, over the host's session."""
    rows = page.request.get(f"{egret.origin}/api/v1/meetings/{code}/recordings").json()["items"]
    found: dict[str, set[str]] = {}
    for track in rows[0]["tracks"] if rows else []:
        found.setdefault(track["nickname"], set()).add(track["source"])
    return found


def test_told_first_and_played_afterwards(browser: Browser, egret: Egret) -> None:
    host = new_context(browser).new_page()
    sign_up(host, egret)
    link = start_meeting(host)
    code = link.rsplit("/", 1)[1]
    enter(host, "Hana")
    guest = new_context(browser, viewport={"width": 390, "height": 844}).new_page()
    enter(guest, "Gustav", link=link)
    expect(host.get_by_test_id("tile")).to_have_count(2, timeout=20_000)

    host.keyboard.press("r")
    host.get_by_test_id("recording-start").click()
    expect(guest.get_by_test_id("recording-notice")).to_be_visible()
    expect(host.get_by_test_id("recording-notice")).to_have_count(0)
    for page in (host, guest):
        expect(page.get_by_test_id("recording-badge")).to_have_attribute("data-going", "true", timeout=15_000)
    guest.get_by_test_id("recording-stay").click()
    expect(guest.get_by_test_id("recording-notice")).to_have_count(0)
    both = {"camera", "microphone"}
    wait_until(lambda: stored(host, egret, code) == {"Hana": both, "Gustav": both}, 30, "four tracks")

    # At the door, before camera and microphone are anybody's to see.
    late = new_context(browser).new_page()
    late.goto(link)
    late.get_by_test_id("recording-door-unseen").check(force=True)
    enter(late, "Lena", devices=False)
    expect(late.get_by_test_id("recording-badge")).to_be_visible()
    expect(late.get_by_test_id("recording-notice")).to_have_count(0)
    late.get_by_test_id("mic-toggle").click()
    expect(late.get_by_test_id("mic-toggle")).to_have_attribute("data-on", "true")
    expect(host.get_by_test_id("panel-recording")).to_contain_text("Lena", timeout=15_000)

    # Whom the door did not tell, is told inside before camera and microphone are published.
    missed = new_context(browser, locale="zh-CN", color_scheme="dark").new_page()
    missed.route("**/recording", lambda route: route.abort())
    missed.goto(link)
    missed.get_by_test_id("nickname").wait_for()
    enter(missed, "尼尔斯", link=link)
    expect(missed.get_by_test_id("recording-badge")).to_be_visible()
    missed.unroute_all()
    expect(missed.get_by_test_id("recording-notice")).to_be_visible(timeout=15_000)
    tile = host.get_by_test_id("tile").filter(has_text="尼尔斯")
    expect(tile).to_be_visible()
    expect(tile.locator("video")).to_have_count(0)
    missed.get_by_test_id("recording-stay").click()
    expect(tile.locator("video")).to_have_count(1, timeout=15_000)
    missed.get_by_test_id("leave").click()
    host.get_by_test_id("recording-stop").click()
    for page in (host, guest, late):
        expect(page.get_by_test_id("recording-badge")).to_have_count(0, timeout=10_000)
    assert "Lena" not in stored(host, egret, code), "she spoke, and stayed out of it"

    # Afterwards: the film is made while one watches its progress, then played, with its chapters.
    host.goto(f"{egret.origin}/meetings/recordings")
    row = host.get_by_test_id("recording-row")
    expect(row).to_contain_text("Ready", timeout=90_000)
    row.click()
    expect(host.get_by_test_id("in-it").filter(has_text="Hana")).to_have_count(1)
    people = host.get_by_test_id("in-it").count()
    chapters = host.get_by_test_id("chapter")
    expect(chapters).to_have_count(people)
    chapters.last.click()
    player = host.get_by_test_id("player")
    wait_until(lambda: player.evaluate("video => video.currentTime > 0.2 && video.readyState >= 2"), 15, "the player")
    with host.expect_download() as sound:
        host.get_by_test_id("download").click()
        host.get_by_test_id("get-sound").click()
    assert sound.value.suggested_filename.endswith(".m4a")
    with av.open(str(sound.value.path())) as container:
        assert [stream.type for stream in container.streams] == ["audio"]
        assert sum(frame.samples for frame in container.decode(audio=0)) > 48_000
    host.reload()
    expect(host.get_by_text("downloaded it")).to_be_visible()

    host.get_by_test_id("save-film").click()
    host.get_by_test_id("save-in").first.click()
    expect(host.get_by_test_id("saving").get_by_role("link")).to_be_visible(timeout=30_000)

    host.get_by_test_id("take-out").last.click()
    host.get_by_test_id("take-out-confirm").click()
    expect(host.get_by_test_id("in-it")).to_have_count(people - 1)
    expect(host.get_by_test_id("making")).to_be_visible()
    host.get_by_test_id("delete-recording").click()
    host.get_by_test_id("delete-confirm").click()
    expect(host.get_by_text("No recordings yet")).to_be_visible()

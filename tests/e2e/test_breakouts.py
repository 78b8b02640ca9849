"""Breakout rooms in an encrypted meeting, and beside a recording: what is heard, who can listen, what is stored."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.e2e.installation import Egret, wait_until
from tests.e2e.people import enter, new_context, sees_and_hears, sign_up, start_meeting

# The engine forgets a room that nobody but the recorder is in after twenty seconds.
FORGOTTEN = 60
CLOSED = "window.peers.filter(each => each.connectionState === 'closed').length"
RECORD = """code => fetch(`/api/v1/meetings/${code}/recording`, {method: "POST"}).then(answer => answer.json())
  .then(body => body.type)"""


def open_room(host: Page) -> None:
    """One room, into which everybody goes who does not host."""
    host.get_by_test_id("more").click()
    host.get_by_test_id("breakouts").click()
    host.get_by_test_id("breakout-count").fill("1")
    host.get_by_test_id("breakouts-open").click()


def is_in_breakout(page: Page) -> None:
    expect(page.get_by_test_id("breakout")).to_be_visible(timeout=60_000)
    expect(page.get_by_test_id("call")).to_have_attribute("data-phase", "live", timeout=60_000)


def left_more_than(page: Page, connections: int) -> None:
    wait_until(lambda: page.evaluate(CLOSED) > connections, 60, "the way back")


def bring_back(host: Page, *pages: Page) -> None:
    """Close the rooms, and wait until each page has left the old one's connection and has the others on its stage."""
    before = [page.evaluate(CLOSED) for page in pages]
    host.get_by_test_id("breakouts-close").click()
    for page, closed in zip(pages, before, strict=True):
        left_more_than(page, closed)
        expect(page.get_by_test_id("call")).to_have_attribute("data-phase", "live", timeout=60_000)
        expect(page.get_by_test_id("breakout")).to_have_count(0, timeout=60_000)
        expect(page.get_by_test_id("tile")).to_have_count(2, timeout=60_000)


def test_keys_go_along(browser: Browser, egret: Egret) -> None:
    host = new_context(browser).new_page()
    sign_up(host, egret)
    link = start_meeting(host)
    host.get_by_test_id("encrypt").click()
    whole = host.url
    enter(host, "Hana")
    guest = new_context(browser).new_page()
    enter(guest, "Gus", link=whole)
    sees_and_hears(guest)

    open_room(host)
    is_in_breakout(guest)
    host.get_by_test_id("visit").click()
    is_in_breakout(host)
    for page in (host, guest):
        sees_and_hears(page)
        expect(page.get_by_test_id("encrypted")).to_be_visible()
        expect(page.get_by_test_id("key-missing")).to_have_count(0)
    # Nobody is in the main room, and still it is known that there is nothing to record.
    assert host.evaluate(RECORD, link.rsplit("/", 1)[1]) == "urn:egret:meeting-encrypted"

    bring_back(host, guest, host)
    for page in (guest, host):
        sees_and_hears(page)
        expect(page.get_by_test_id("key-missing")).to_have_count(0)


def test_only_the_main_room_is_recorded(browser: Browser, egret: Egret) -> None:
    host = new_context(browser).new_page()
    sign_up(host, egret)
    link = start_meeting(host)
    code = link.rsplit("/", 1)[1]
    enter(host, "Hana")
    guest = new_context(browser, locale="zh-CN").new_page()
    enter(guest, "古斯", link=link)

    def tracks() -> list[dict[str, object]]:
        rows = host.request.get(f"{egret.origin}/api/v1/meetings/{code}/recordings").json()["items"]
        found: list[dict[str, object]] = [track for row in rows for track in row["tracks"]]
        return found

    def under_way() -> dict[str, object] | None:
        now: dict[str, object] | None = host.request.get(f"{egret.origin}/api/v1/meetings/{code}/recording").json()[
            "recording"
        ]
        return now

    # Who is in a breakout room does not hold up a recording, and is told of it without being asked.
    open_room(host)
    is_in_breakout(guest)
    expect(guest.get_by_test_id("breakout")).to_contain_text("此处内容不会被录制")
    host.keyboard.press("Escape")
    host.keyboard.press("r")
    host.get_by_test_id("recording-start").click()
    expect(host.get_by_test_id("recording-badge")).to_have_attribute("data-going", "true", timeout=60_000)
    expect(guest.get_by_test_id("breakout")).to_contain_text("主会场正在录制")
    expect(guest.get_by_test_id("recording-badge")).to_have_count(0)
    expect(guest.get_by_test_id("recording-notice")).to_have_count(0)
    wait_until(tracks, 60, "the host's tracks")
    now = under_way()
    assert now is not None and now["left_out"] == [], "nobody is here who is not in it"

    # Everybody is elsewhere, for longer than the engine keeps an empty room: the recording waits for them.
    host.get_by_test_id("more").click()
    host.get_by_test_id("breakouts").click()
    host.get_by_test_id("visit").click()
    is_in_breakout(host)
    host.keyboard.press("Escape")
    sees_and_hears(host)
    expect(host.get_by_test_id("breakout")).to_contain_text("main room is being recorded")
    expect(host.get_by_test_id("panel-recording")).to_contain_text("Only the main room")
    wait_until(lambda: all(track["ended_at"] for track in tracks()), FORGOTTEN, "the end of what was sent there")
    host.wait_for_timeout(25_000)
    assert under_way() is not None
    assert {track["nickname"] for track in tracks()} == {"Hana"}, "nothing of the breakout room"
    before = len(tracks())
    expect(host.get_by_text("The recording has stopped.")).to_have_count(0)

    # Back: who was never told is told before anything of theirs is published.
    host.get_by_test_id("more").click()
    host.get_by_test_id("breakouts").click()
    bring_back(host, guest, host)
    for page in (guest, host):
        expect(page.get_by_test_id("recording-badge")).to_be_visible()
    expect(guest.get_by_test_id("recording-notice")).to_be_visible()
    guest.get_by_test_id("recording-stay").click()
    wait_until(lambda: {track["nickname"] for track in tracks()[before:]} == {"Hana", "古斯"}, 60, "tracks of both")
    host.keyboard.press("Escape")
    host.get_by_test_id("recording-stop").click()
    expect(host.get_by_test_id("recording-badge")).to_have_count(0, timeout=10_000)
    expect(guest.get_by_text("录制已停止")).to_be_visible()

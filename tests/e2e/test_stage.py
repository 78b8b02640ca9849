"""What one sees and hears in a call: shares, layouts, muting that holds, a microphone that was taken away."""

from __future__ import annotations

import time

from playwright.sync_api import Browser, Page, expect

from tests.e2e.installation import Egret, wait_until
from tests.e2e.people import enter, new_context, received, sees_and_hears, sign_up, start_meeting

# Packets that this page's peer connections have sent, by kind.
SENT = """async (kind) => {
  let packets = 0;
  for (const peer of window.peers) {
    if (peer.connectionState === "closed") continue;
    for (const report of (await peer.getStats()).values())
      if (report.type === "outbound-rtp" && report.kind === kind) packets += report.packetsSent;
  }
  return packets;
}"""
# Longer than any pause of a codec that is merely silent.
LISTEN = 1.2


def sends_nothing(page: Page, kind: str) -> bool:
    before = page.evaluate(SENT, kind)
    time.sleep(LISTEN)
    return bool(page.evaluate(SENT, kind) == before)


def test_what_is_shared_is_large_for_the_others(browser: Browser, egret: Egret) -> None:
    host = new_context(browser).new_page()
    sign_up(host, egret)
    link = start_meeting(host)
    enter(host, "Hana")
    phone = new_context(browser, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True).new_page()
    enter(phone, "Gus", link=link, devices=False)
    stage, share = phone.get_by_test_id("stage"), phone.get_by_test_id("share")

    host.keyboard.press("s")
    expect(host.get_by_test_id("sharing-bar")).to_be_visible()
    expect(share.locator("video")).to_be_visible()
    expect(stage).to_have_attribute("data-layout", "focus")
    wait_until(lambda: share.locator("video").evaluate("video => video.currentTime") > 0, 15, "a picture of the screen")
    expect(phone.get_by_test_id("announcer")).to_contain_text("Hana shares a screen")
    # The presenter sees no picture of the call in the call.
    expect(host.get_by_test_id("share")).to_have_count(0)

    host.get_by_test_id("share-pause").click()
    expect(share).to_contain_text("Hana paused the sharing")
    assert sends_nothing(host, "video") is False, "the camera goes on"
    host.get_by_test_id("share-pause").click()
    expect(share).not_to_contain_text("paused")

    # The gallery is one swipe away on a phone; a second person's share stands beside the first.
    swipe(phone, by=-200)
    expect(stage).to_have_attribute("data-layout", "gallery")
    swipe(phone, by=200)
    expect(stage).to_have_attribute("data-layout", "focus")
    desk = new_context(browser).new_page()
    enter(desk, "Dora", link=link, devices=False)
    expect(desk.get_by_test_id("announcer")).to_contain_text("Hana shares a screen")
    desk.get_by_test_id("share-toggle").click()
    expect(share).to_have_count(2)
    desk.get_by_test_id("leave").click()
    host.get_by_test_id("share-stop").click()
    expect(share).to_have_count(0)
    expect(stage).to_have_attribute("data-layout", "gallery")

    # Pinned: large until it is let go; everybody else stays in their order.
    host.get_by_test_id("tile").nth(1).hover()
    host.get_by_test_id("tile").nth(1).get_by_test_id("pin").click()
    expect(host.locator("[data-large]")).to_have_attribute("data-local", "false")
    host.get_by_test_id("pin").first.click()
    expect(host.locator("[data-large]")).to_have_count(0)
    host.keyboard.press("y")
    expect(host.get_by_test_id("tile")).to_have_count(1)
    host.keyboard.press("y")
    host.get_by_test_id("leave").click()


def swipe(page: Page, by: int) -> None:
    page.get_by_test_id("stage").evaluate(
        """(stage, by) => {
          const at = (x) => [new Touch({identifier: 1, target: stage, clientX: x, clientY: 200})];
          stage.dispatchEvent(new TouchEvent("touchstart", {touches: at(195), bubbles: true}));
          stage.dispatchEvent(new TouchEvent("touchend", {changedTouches: at(195 + by), bubbles: true}));
        }""",
        by,
    )


def test_a_microphone_that_is_off_sends_nothing(browser: Browser, egret: Egret) -> None:
    context = new_context(browser)
    host = context.new_page()
    sign_up(host, egret)
    link = start_meeting(host)
    enter(host, "Hana")
    guest = new_context(browser).new_page()
    enter(guest, "Gus", link=link)
    sees_and_hears(guest)
    microphone = host.get_by_test_id("mic-toggle")

    microphone.click()
    expect(microphone).to_have_attribute("data-on", "false")
    assert sends_nothing(host, "audio")

    # Told when speaking while muted, which only an open microphone can hear; then by the space bar alone.
    host.keyboard.press("Control+k")
    host.get_by_test_id("palette-words").fill("devi")
    host.keyboard.press("Enter")
    choose(host, "warnWhenMuted")
    microphone.click()
    expect(microphone).to_have_attribute("data-on", "true")
    sees_and_hears(guest)
    microphone.click()
    assert sends_nothing(host, "audio")
    host.get_by_test_id("toast-action").click()
    expect(microphone).to_have_attribute("data-on", "true")
    host.keyboard.press(",")
    choose(host, "pushToTalk")
    expect(microphone).to_have_attribute("data-on", "false")
    host.keyboard.down("Space")
    expect(microphone).to_have_attribute("data-on", "true")
    sees_and_hears(guest)
    host.keyboard.up("Space")
    expect(microphone).to_have_attribute("data-on", "false")
    host.keyboard.press(",")
    choose(host, "pushToTalk")
    microphone.click()
    sees_and_hears(guest)

    # The browser's own bar takes it away: nothing more is sent, it is said, and there is a way back.
    # (Granting something refuses all the rest.)
    context.grant_permissions(["geolocation"], origin=egret.origin)
    expect(host.get_by_test_id("trouble")).to_be_visible()
    assert sends_nothing(host, "audio")
    expect(host.get_by_test_id("tile")).to_have_count(2)
    context.grant_permissions(["microphone", "camera"], origin=egret.origin)
    expect(host.get_by_test_id("trouble")).to_have_count(0)
    microphone.click()
    before = received(guest)
    wait_until(lambda: received(guest)["energy"] > before["energy"] + 0.001, 15, "the sound after the way back")
    host.get_by_test_id("leave").click()


def choose(page: Page, key: str) -> None:
    page.get_by_test_id(f"sound-{key}").click()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id(f"sound-{key}")).to_have_count(0)


def test_an_encrypted_meeting_is_for_those_with_the_whole_link(browser: Browser, egret: Egret) -> None:
    host = new_context(browser).new_page()
    sign_up(host, egret)
    link = start_meeting(host)
    asked: list[str] = []
    host.on("request", lambda request: asked.append(request.url + (request.post_data or "")))
    host.get_by_test_id("encrypt").click()
    whole = host.url
    key = whole.rsplit("=", 1)[1]
    assert len(key) == 43
    enter(host, "Hana")
    guest = new_context(browser).new_page()
    enter(guest, "Gus", link=whole)
    sees_and_hears(guest)
    sees_and_hears(host)
    expect(guest.get_by_test_id("encrypted")).to_be_visible()
    assert not [each for each in asked if key in each]

    # Without the key: no picture, but a sentence; and the server has nothing to record.
    stranger = new_context(browser).new_page()
    enter(stranger, "Stan", link=link, devices=False)
    expect(stranger.get_by_test_id("key-missing")).to_be_visible()
    code = link.rsplit("/", 1)[1]
    refused = host.evaluate(RECORD, code)
    assert refused == "urn:egret:meeting-encrypted"
    host.get_by_test_id("leave").click()


RECORD = """code => fetch(`/api/v1/meetings/${code}/recording`, {method: "POST"}).then(answer => answer.json())
  .then(body => body.type)"""

"""My privacy in a browser: somebody asks by keyboard on a phone, the operator's desk answers, the answer is there."""

from __future__ import annotations

import re
import subprocess
import sys

from playwright.sync_api import Browser, expect

from tests.e2e.installation import Egret
from tests.e2e.people import new_context, sign_up


def test_asked_and_answered(browser: Browser, egret: Egret) -> None:
    asker, desk = (new_context(browser).new_page() for _ in range(2))
    sign_up(asker, egret)
    phone = sign_up(desk, egret)
    egret_manage(egret, "desk", "add", phone)

    asker.set_viewport_size({"width": 390, "height": 844})
    asker.get_by_role("link", name="Privacy", exact=True).click()
    expect(asker.get_by_test_id("known-contact")).to_contain_text("phone number")
    asker.get_by_test_id("ask").click()
    asker.get_by_test_id("kind-complaint").press("Space")
    expect(asker.get_by_test_id("send-request")).to_be_disabled()
    asker.get_by_test_id("request-text").fill("The reminders come at night.")
    asker.get_by_test_id("request-text").press("Tab")
    asker.get_by_test_id("send-request").press("Enter")
    card = asker.get_by_test_id("request-card")
    expect(card).to_contain_text("Answered by")
    expect(card).to_contain_text("business days left")
    switch = asker.get_by_test_id("consent-privacy.messages")
    expect(switch).not_to_be_checked()
    switch.press("Space")
    expect(switch).to_be_checked()
    assert asker.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing lies beside the screen"

    desk.goto(f"{egret.origin}/privacy/desk")
    desk.get_by_test_id("queue").get_by_role("link").first.click()
    expect(desk.get_by_test_id("at-desk")).to_contain_text("The reminders come at night.")
    desk.get_by_test_id("desk-text").fill("They come by day from now on.")
    desk.get_by_test_id("decide").click()
    expect(desk.get_by_test_id("at-desk")).to_contain_text("They come by day from now on.")

    asker.reload()
    expect(card).to_contain_text("They come by day from now on.")
    expect(card).to_have_attribute("data-state", "answered")

    # What no switch stops is weighed: the way there says of what one speaks.
    weighed = asker.get_by_test_id("weighed-cloud.activity")
    expect(weighed).to_contain_text("Others share these files with you")
    weighed.get_by_role("button").click()
    expect(asker.get_by_test_id("kind-objection")).to_be_checked()
    expect(asker.get_by_test_id("request-text")).to_have_value(re.compile("shared files"))
    asker.get_by_test_id("send-request").click()
    expect(card).to_have_count(2)
    expect(card.filter(has_text="shared files")).to_contain_text("business days left")


def egret_manage(egret: Egret, *arguments: str) -> None:
    command = [sys.executable, "-m", "egret.cli", "manage", *arguments, "--data", str(egret.data)]
    # The tests' own settings are another installation's.
    environment = {name: value for name, value in egret.environment.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(command, env=environment, check=True)

"""A page measures a real call, at the server's rate, until its person objects."""

from __future__ import annotations

import json

from playwright.sync_api import Browser, Page, Response, Route, expect

from tests.e2e.installation import Egret, wait_until
from tests.e2e.people import enter, new_context, sees_and_hears, sign_up, start_meeting


def hurry(page: Page) -> list[Response]:
    """Let the page believe that it may send each second; the answers to its beacons."""

    def faster(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=json.dumps({**answer.json(), "every_seconds": 1}))

    page.route("**/quality/measuring", faster)
    answers: list[Response] = []
    page.on(
        "response",
        lambda each: answers.append(each) if each.url.endswith("/quality") and each.request.method == "POST" else None,
    )
    return answers


def statuses(page: Page, answers: list[Response]) -> list[int]:
    page.title()  # events are only taken while the page is asked something
    return [each.status for each in answers]


def test_a_call_is_measured_until_one_objects(browser: Browser, egret: Egret) -> None:
    host, guest = (new_context(browser).new_page() for _ in range(2))
    answers, guests_answers = hurry(host), hurry(guest)
    sign_up(host, egret)
    link = start_meeting(host)
    enter(host, "Hana")
    enter(guest, "Gustav", link=link)
    sees_and_hears(host)

    # A page that sends too often is refused, and the call goes on.
    wait_until(lambda: {204, 429} <= set(statuses(host, answers)), 30, "two beacons")
    assert set(statuses(host, answers)) == {204, 429} and answers[0].status == 204
    sent = json.loads(answers[0].request.post_data or "")
    assert {"sent_kbps", "received_kbps"} <= set(sent) and "userAgent" not in sent

    wait_until(lambda: 204 in statuses(guest, guests_answers), 30, "the guest's beacon")
    host.get_by_test_id("more").click()
    host.get_by_test_id("quality").click()
    expect(host.get_by_test_id("quality-chart")).to_have_count(2)
    guest.get_by_test_id("more").click()
    guest.get_by_test_id("quality").click()
    expect(guest.get_by_test_id("quality-chart")).to_have_count(1)

    # The guest objects: nothing more is sent, what was is gone, and nothing of the call gets worse.
    with guest.expect_response(lambda each: each.url.endswith("/quality/objection")):
        guest.get_by_test_id("measured").click()
    expect(guest.get_by_test_id("panel-quality")).to_contain_text("Your calls are not measured")
    sent_until_then = len(guests_answers)
    sees_and_hears(guest)
    assert len(statuses(guest, guests_answers)) == sent_until_then
    code = link.rsplit("/", 1)[1]
    charts = host.request.get(f"{egret.origin}/api/v1/meetings/{code}/quality").json()["participants"]
    assert [chart["nickname"] for chart in charts] == ["Hana"]


def test_a_cohost_finds_everybody_on_the_meetings_page(browser: Browser, egret: Egret) -> None:
    host, ada = (new_context(browser).new_page() for _ in range(2))
    for page in (host, ada):
        sign_up(page, egret)
    link = start_meeting(host)
    code = link.rsplit("/", 1)[1]
    enter(host, "Hana", devices=False)
    enter(ada, "Ada", link=link, devices=False)
    expect(host.get_by_test_id("tile")).to_have_count(2)
    host.get_by_test_id("people").click()

    def appoint_or_dismiss() -> None:
        host.get_by_test_id("person").filter(has_text="Ada").get_by_test_id("person-menu").click()
        with host.expect_response(lambda each: each.url.endswith("/role")):
            host.get_by_test_id("person-appoint").click()

    appoint_or_dismiss()
    page = ada.context.new_page()
    page.goto(f"{egret.origin}/meetings/{code}")
    expect(page.get_by_test_id("attendance-row")).to_have_count(2)
    expect(page.get_by_role("heading", name="Attendance")).to_be_visible()
    appoint_or_dismiss()
    page.reload()
    expect(page.get_by_test_id("attendance-row")).to_have_count(1)
    expect(page.get_by_text("Host and co-hosts see when everybody came and left")).to_be_visible()

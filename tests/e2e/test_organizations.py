"""Organisations in a browser: create, order in departments and groups, find people, hand over, switch spaces."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.installation import Egret, wait_until
from tests.e2e.people import new_context, sign_up
from tests.e2e.test_pages import PHONE, complaints

CALL = """async ([method, path, body]) => {
  const answer = await fetch("/api/v1" + path, {
    method, headers: {"Content-Type": "application/json"}, body: body === null ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  return {status: answer.status, body: text ? JSON.parse(text) : null};
}"""


def call(page: Page, method: str, path: str, body: object = None) -> Any:
    """Ask the API as the person in this page."""
    return page.evaluate(CALL, [method, path, body])


def create(page: Page, egret: Egret, name: str = "Reed & Water") -> str:
    """Make an organisation by the form; its id."""
    page.goto(f"{egret.origin}/organizations")
    page.get_by_test_id("create-organization").click()
    expect(page.get_by_test_id("submit-organization")).to_be_disabled()
    page.get_by_test_id("organization-name").fill(name)
    page.get_by_test_id("country").select_option("GB")
    page.get_by_test_id("contact-name").fill("Ines Okafor")
    page.get_by_test_id("contact-email").fill("privacy@reed.example")
    page.get_by_test_id("submit-organization").click()
    expect(page).to_have_url(re.compile("/o/[0-9a-f-]{36}/people$"))
    return page.url.split("/")[-2]


def join(owner: Page, newcomer: Page, organization: str, name: str) -> str:
    """Bring somebody in by a link; the id of their membership."""
    link = call(owner, "POST", f"/organizations/{organization}/invitations", {})["body"]["link"]
    assert call(newcomer, "POST", f"/invitations/{link.rsplit('/', 1)[1]}/accept", {})["status"] == 200
    membership: str = call(newcomer, "GET", f"/organizations/{organization}")["body"]["membership"]
    call(owner, "PATCH", f"/organizations/{organization}/people/{membership}", {"name": name})
    return membership


@pytest.fixture
def owner(browser: Browser, egret: Egret) -> Page:
    page = new_context(browser).new_page()
    sign_up(page, egret)
    return page


@pytest.fixture
def newcomer(browser: Browser, egret: Egret) -> Page:
    page = new_context(browser).new_page()
    sign_up(page, egret)
    return page


def add_department(page: Page, name: str, button: str = "add-department") -> None:
    page.get_by_test_id(button).click()
    page.get_by_test_id("name").fill(name)
    page.get_by_test_id("submit-name").click()
    expect(page.get_by_test_id("name")).to_have_count(0)


def test_a_department_tree_by_mouse_and_keyboard(owner: Page, egret: Egret) -> None:
    heard = complaints(owner)
    organization = create(owner, egret)
    owner.get_by_test_id("organization-tabs").get_by_role("link", name="Departments").click()
    add_department(owner, "Engineering")
    add_department(owner, "Platform", "add-below")
    owner.get_by_test_id("add-department").click()
    owner.get_by_test_id("name").fill("Engineering")
    owner.get_by_test_id("submit-name").click()
    expect(owner.get_by_text("There is one of this name already.")).to_be_visible()
    owner.get_by_test_id("name").fill("Sales")
    owner.get_by_test_id("submit-name").click()
    tree = owner.get_by_role("tree")
    engineering = tree.get_by_role("treeitem", name="Engineering")
    expect(tree.get_by_role("treeitem")).to_have_count(3)
    engineering.focus()
    owner.keyboard.press("ArrowLeft")
    expect(engineering).to_have_attribute("aria-expanded", "false")
    expect(tree.get_by_role("treeitem")).to_have_count(2)
    owner.keyboard.press("ArrowRight")
    owner.keyboard.press("ArrowRight")
    expect(tree.get_by_role("treeitem", name="Platform")).to_be_focused()
    owner.keyboard.press("Enter")
    expect(owner.get_by_test_id("department-panel").get_by_role("heading", level=2)).to_have_text("Platform")
    owner.get_by_test_id("move-department").click()
    dialog = owner.get_by_role("dialog")
    expect(dialog.get_by_role("treeitem", name="Platform")).to_have_attribute("aria-disabled", "true")
    dialog.get_by_role("treeitem", name="Sales").click()
    expect(dialog).to_have_count(0)
    rows = call(owner, "GET", f"/organizations/{organization}/departments")["body"]["items"]
    names = {each["id"]: each["name"] for each in rows}
    assert {each["name"]: names.get(each["parent"]) for each in rows} == {
        "Engineering": None,
        "Platform": "Sales",
        "Sales": None,
    }
    assert heard == []


def test_people_are_found_changed_and_removed(owner: Page, newcomer: Page, egret: Egret) -> None:
    organization = create(owner, egret)
    join(owner, newcomer, organization, "王小明")
    owner.reload()
    expect(owner.get_by_test_id("person")).to_have_count(2)
    owner.get_by_test_id("search-people").fill("小明")
    expect(owner.get_by_test_id("person")).to_have_count(1)
    expect(owner).to_have_url(re.compile(r"\?q="))
    owner.reload()
    expect(owner.get_by_test_id("person")).to_have_count(1)
    owner.get_by_test_id("person").click()
    owner.get_by_test_id("role").select_option("admin")
    owner.get_by_test_id("save-member").click()
    expect(owner.get_by_test_id("person")).to_contain_text("Administrator")
    owner.get_by_test_id("organization-tabs").get_by_role("link", name="Audit").click()
    expect(owner.get_by_test_id("act").first).to_contain_text("changed 王小明 from member to administrator")
    newcomer.goto(f"{egret.origin}/o/{organization}/audit")
    expect(newcomer.get_by_test_id("act").first).to_be_visible()
    owner.goto(f"{egret.origin}/o/{organization}/people?q=%E5%B0%8F")
    owner.get_by_test_id("person").click()
    owner.get_by_test_id("remove-member").click()
    owner.get_by_test_id("confirm").click()
    expect(owner.get_by_test_id("person")).to_have_count(0)
    newcomer.goto(f"{egret.origin}/o/{organization}")
    expect(newcomer.get_by_role("heading", name="There is no such organisation for you")).to_be_visible()


def test_groups(owner: Page, newcomer: Page, egret: Egret) -> None:
    organization = create(owner, egret)
    join(owner, newcomer, organization, "Wanda Rush")
    owner.goto(f"{egret.origin}/o/{organization}/groups")
    owner.get_by_test_id("add-group").click()
    owner.get_by_test_id("name").fill("Choir")
    owner.get_by_test_id("submit-name").click()
    owner.get_by_test_id("add-to-group").click()
    owner.get_by_test_id("pick-search").fill("wanda")
    owner.get_by_test_id("person").filter(has_text="Wanda Rush").click()
    expect(owner.get_by_role("dialog").get_by_text("Wanda Rush")).to_be_visible()
    owner.keyboard.press("Escape")
    expect(owner.get_by_test_id("group")).to_contain_text("1 person")


def test_the_last_owner_hands_over_and_leaves(owner: Page, newcomer: Page, egret: Egret) -> None:
    organization = create(owner, egret)
    join(owner, newcomer, organization, "Wanda Rush")
    owner.goto(f"{egret.origin}/o/{organization}/settings")
    owner.get_by_test_id("leave-organization").click()
    owner.get_by_test_id("confirm").click()
    expect(owner.get_by_role("alert")).to_contain_text("always has an owner")
    owner.keyboard.press("Escape")
    owner.get_by_test_id("hand-over").click()
    owner.get_by_test_id("person").filter(has_text="Wanda Rush").click()
    owner.get_by_test_id("confirm").click()
    expect(owner.get_by_test_id("hand-over")).to_have_count(0)
    owner.get_by_test_id("leave-organization").click()
    owner.get_by_test_id("confirm").click()
    expect(owner).to_have_url(re.compile("/organizations$"))
    expect(owner.get_by_test_id("organization")).to_have_count(0)
    newcomer.goto(f"{egret.origin}/o/{organization}/settings")
    newcomer.get_by_test_id("delete-organization").click()
    expect(newcomer.get_by_test_id("confirm")).to_be_disabled()
    newcomer.get_by_test_id("type-name").fill("Reed & Water")
    newcomer.get_by_test_id("confirm").click()
    expect(newcomer).to_have_url(re.compile("/organizations$"))
    expect(newcomer.get_by_test_id("organization")).to_have_count(0)


def test_the_space_switch_says_who_answers_and_nothing_leaks(owner: Page, egret: Egret) -> None:
    organization = create(owner, egret, "Sedge")
    expect(owner.get_by_test_id("space-rail")).to_contain_text("Sedge")
    owner.get_by_test_id("space-rail").click()
    expect(owner.get_by_test_id("space-organization")).to_contain_text("Sedge answers for the data here.")
    owner.get_by_test_id("space-personal").click()
    expect(owner).to_have_url(re.compile("/meetings$"))
    expect(owner.get_by_test_id("space-rail")).to_contain_text("Personal")
    assert call(owner, "POST", "/meetings", {})["status"] == 201
    owner.reload()
    expect(owner.get_by_test_id("copy-link")).to_have_count(1)
    owner.get_by_test_id("space-rail").click()
    owner.get_by_test_id("space-organization").click()
    expect(owner).to_have_url(re.compile(f"org={organization}"))
    expect(owner.get_by_text("No meetings yet")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_fits_a_phone(browser: Browser, egret: Egret, scheme: str) -> None:
    context = new_context(browser, locale="zh-CN", color_scheme=scheme, **PHONE)
    page = context.new_page()
    heard = complaints(page)
    sign_up(page, egret)
    organization = create(page, egret, "一个名字很长很长的组织，长得在手机上放不下一行，也放不下两行")
    long = "非常长的部门名称" * 8
    parent = None
    for _ in range(8):
        made = call(page, "POST", f"/organizations/{organization}/departments", {"name": long, "parent": parent})
        parent = made["body"]["id"]
    call(page, "POST", f"/organizations/{organization}/groups", {"name": long})
    for path in (
        "/organizations",
        *(f"/o/{organization}/{each}" for each in ("people", "departments", "groups", "settings", "audit")),
    ):
        page.goto(egret.origin + path)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
    page.goto(f"{egret.origin}/o/{organization}/departments")
    page.get_by_test_id("department").first.click()
    expect(page.get_by_test_id("department-panel")).to_be_visible()
    page.goto(f"{egret.origin}/meetings")
    page.get_by_test_id("space-header").click()
    page.get_by_test_id("space-organization").click()
    expect(page).to_have_url(re.compile(f"org={organization}"))
    assert heard == []


def test_what_is_opened_stands_in_the_address_and_the_way_back_closes_it(
    owner: Page, newcomer: Page, egret: Egret
) -> None:
    organization = create(owner, egret)
    member = join(owner, newcomer, organization, "Ada Marsh")
    people = f"{egret.origin}/o/{organization}/people"
    owner.goto(people)
    owner.get_by_test_id("person").filter(has_text="Ada Marsh").click()
    expect(owner).to_have_url(f"{people}?person={member}")
    owner.reload()
    expect(owner.get_by_role("dialog")).to_contain_text("Ada Marsh")
    owner.keyboard.press("Escape")
    expect(owner).to_have_url(people)
    owner.get_by_test_id("person").filter(has_text="Ada Marsh").click()
    expect(owner.get_by_role("dialog")).to_contain_text("Ada Marsh")
    owner.go_back()
    expect(owner.get_by_role("dialog")).to_have_count(0)
    expect(owner).to_have_url(people)


def test_the_search_is_a_key_away_and_follows_the_address(owner: Page, egret: Egret) -> None:
    organization = create(owner, egret)
    people = f"{egret.origin}/o/{organization}/people"
    search = owner.get_by_test_id("search-people")
    expect(search).to_be_visible()
    owner.keyboard.press("/")
    expect(search).to_be_focused()
    owner.keyboard.type("nobody")
    expect(owner).to_have_url(f"{people}?q=nobody")
    owner.get_by_test_id("organization-tabs").get_by_role("link", name="People").click()
    expect(owner).to_have_url(people)
    expect(search).to_have_value("")
    expect(owner.get_by_test_id("person")).to_have_count(1)
    owner.goto(f"{egret.origin}/o/{organization}/audit")
    owner.get_by_test_id("audit-subject").select_option("group")
    expect(owner).to_have_url(re.compile(r"/audit\?about=group$"))
    owner.reload()
    expect(owner.get_by_test_id("audit-subject")).to_have_value("group")


def test_dialogs_return_the_focus(owner: Page, egret: Egret) -> None:
    organization = create(owner, egret)
    for path, button in (
        ("/organizations", "create-organization"),
        (f"/o/{organization}/departments", "add-department"),
        (f"/o/{organization}/groups", "add-group"),
        ("/settings/profile", "use-camera"),
    ):
        owner.goto(egret.origin + path)
        owner.get_by_test_id(button).focus()
        owner.keyboard.press("Enter")
        expect(owner.get_by_role("dialog")).to_be_visible()
        owner.keyboard.press("Escape")
        expect(owner.get_by_role("dialog")).to_have_count(0)
        expect(owner.get_by_test_id(button), path).to_be_focused()


def test_the_way_back_leads_to_the_same_place_of_a_long_page(owner: Page, egret: Egret) -> None:
    owner.goto(f"{egret.origin}/privacy")
    expect(owner.locator("#stored")).to_be_attached()
    # What comes later above pushes the page on, and the browser keeps what is read in its place.
    owner.wait_for_load_state("networkidle")
    owner.evaluate("scrollTo(0, 700)")
    place = owner.evaluate("scrollY")
    owner.get_by_role("link", name="Meetings", exact=True).click()
    expect(owner).to_have_url(re.compile("/meetings$"))
    # Asked from here: the page's own policy lets no text become a function.
    wait_until(lambda: owner.evaluate("scrollY") == 0, 10, "the top of another page")
    owner.go_back()
    wait_until(lambda: owner.evaluate("scrollY") == place, 10, "the place of before")

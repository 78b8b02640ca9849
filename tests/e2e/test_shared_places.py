"""What belongs to several: an organisation's and a group's space, what was shared with one and by one."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.e2e.installation import Egret
from tests.e2e.people import new_context, sign_up
from tests.e2e.test_drive import by_menu, entry
from tests.e2e.test_organizations import call, create, join


def test_a_group_has_a_space_of_a_size_and_its_members_share(browser: Browser, egret: Egret) -> None:
    owner, member = new_context(browser).new_page(), new_context(browser).new_page()
    sign_up(owner, egret)
    sign_up(member, egret)
    of = create(owner, egret)
    membership = join(owner, member, of, "Bo Chen")
    group = call(owner, "POST", f"/organizations/{of}/groups", {"name": "Survey"})["body"]["id"]
    call(owner, "PUT", f"/organizations/{of}/groups/{group}/people/{membership}")
    owner.goto(f"{egret.origin}/cloud?org={of}")
    owner.get_by_test_id("new-group-space").first.click()
    owner.get_by_test_id("make-group-space").click()
    expect(owner.get_by_role("heading", name="Survey")).to_be_visible()
    owner.get_by_test_id("show-usage").first.click()
    owner.get_by_test_id("change-quota").click()
    owner.get_by_test_id("quota").fill("0.5")
    owner.get_by_test_id("save-quota").click()
    expect(owner.get_by_role("dialog")).to_contain_text("of 500 MB used")

    member.goto(f"{egret.origin}/cloud?org={of}")
    expect(member.get_by_test_id("new-group-space")).to_have_count(0)
    member.get_by_test_id("place-group").first.click()
    expect(member.get_by_role("heading", name="Survey")).to_be_visible()
    member.get_by_test_id("show-usage").first.click()
    expect(member.get_by_role("dialog")).to_contain_text("of 500 MB used")
    assert member.get_by_test_id("change-quota").count() == 0


def test_what_was_shared_is_seen_by_both_and_left_by_one(browser: Browser, egret: Egret) -> None:
    owner, other = new_context(browser).new_page(), new_context(browser).new_page()
    sign_up(owner, egret)
    phone = sign_up(other, egret)
    root = call(owner, "GET", "/cloud/spaces")["body"]["items"][0]["root"]
    folder = call(owner, "POST", f"/cloud/nodes/{root}/folders", {"name": "plans"})["body"]["id"]
    share = {"kind": "phone", "phone": phone, "role": "view"}
    assert call(owner, "POST", f"/cloud/nodes/{folder}/shares", share)["status"] == 201
    assert call(owner, "POST", f"/cloud/nodes/{folder}/links", {"kind": "view"})["status"] == 201

    other.goto(f"{egret.origin}/cloud/shared")
    expect(entry(other, "plans")).to_be_visible()
    by_menu(other, "plans", "leave")
    other.get_by_test_id("confirm").click()
    expect(other.get_by_test_id("entry")).to_have_count(0)

    owner.goto(f"{egret.origin}/cloud/shared-by-me")
    expect(owner.get_by_test_id("given-row")).to_have_count(1)
    expect(owner.get_by_test_id("given-row")).to_contain_text("Whoever has the link")
    owner.get_by_test_id("given-change").click()
    expect(owner.get_by_test_id("link-row")).to_be_visible()


def test_a_member_hides_what_all_were_given_and_shows_it_again(browser: Browser, egret: Egret) -> None:
    owner, member = new_context(browser).new_page(), new_context(browser).new_page()
    sign_up(owner, egret)
    sign_up(member, egret)
    of = create(owner, egret)
    join(owner, member, of, "Bo Chen")
    root = call(owner, "GET", "/cloud/spaces")["body"]["items"][0]["root"]
    folder = call(owner, "POST", f"/cloud/nodes/{root}/folders", {"name": "canteen"})["body"]["id"]
    share = {"kind": "organization", "id": of, "role": "view"}
    assert call(owner, "POST", f"/cloud/nodes/{folder}/shares", share)["status"] == 201

    member.goto(f"{egret.origin}/cloud/shared")
    by_menu(member, "canteen", "hide")
    expect(member.get_by_test_id("entry")).to_have_count(0)
    member.get_by_test_id("undo").click()
    expect(entry(member, "canteen")).to_be_visible()
    by_menu(member, "canteen", "hide")
    expect(member.get_by_test_id("entry")).to_have_count(0)
    assert call(member, "GET", f"/cloud/nodes/{folder}")["status"] == 200

    member.get_by_test_id("toggle-hidden").click()
    by_menu(member, "canteen", "showAgain")
    expect(member.get_by_test_id("entry")).to_have_count(0)
    member.get_by_test_id("toggle-hidden").click()
    expect(entry(member, "canteen")).to_be_visible()

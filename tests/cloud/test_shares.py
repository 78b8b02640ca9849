"""Who may share with whom, what each sees of it, and what ends it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from egret.accounts.models import Person
from egret.cloud.actions import spaces
from egret.cloud.models import Node, Role, Share, Space
from tests import factories
from tests.accounts.visitors import call
from tests.factories import cloud
from tests.factories import organizations as make

pytestmark = pytest.mark.django_db


def signed_in(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


def colleagues(count: int = 2) -> list[Person]:
    """People of one organisation; the first is its owner."""
    people = [factories.person() for _ in range(count)]
    of = make.organization(people[0])
    for each in people[1:]:
        make.member(of, each)
    return people


def give(by: Client, node: Node, **body: Any) -> tuple[int, Any]:
    return call(by, "POST", f"/cloud/nodes/{node.id}/shares", {"role": "view", **body})


def test_a_colleague_is_let_in_and_sees_why() -> None:
    ada, bo = colleagues()
    folder = cloud.folder(ada, "plans")
    inner = cloud.file(ada, "f.txt", b"hello", folder)
    status, made = give(signed_in(ada), folder, kind="person", id=str(bo.id), role="edit")
    assert status == 201, made
    assert made["subject"]["id"] == str(bo.id) and made["why"] == "here" and made["served"]
    status, seen = call(signed_in(bo), "GET", f"/cloud/nodes/{inner.id}/shares")
    assert status == 200 and not seen["manages"]
    (reason,) = seen["items"]
    assert (reason["why"], reason["role"], reason["folder"]) == (
        "inherited",
        "edit",
        {"id": str(folder.id), "name": "plans"},
    )


def test_others_reasons_are_for_who_manages() -> None:
    ada, bo, cara = colleagues(3)
    folder = cloud.folder(ada, "plans")
    for each in (bo, cara):
        assert give(signed_in(ada), folder, kind="person", id=str(each.id))[0] == 201
    _, all_of_it = call(signed_in(ada), "GET", f"/cloud/nodes/{folder.id}/shares")
    assert [each["why"] for each in all_of_it["items"]] == ["space", "here", "here"]
    _, own = call(signed_in(bo), "GET", f"/cloud/nodes/{folder.id}/shares")
    assert [each["subject"]["id"] for each in own["items"]] == [str(bo.id)]


def test_an_editor_shares_nothing_and_raises_nobody() -> None:
    ada, bo = colleagues()
    folder = cloud.folder(ada, "plans")
    share = give(signed_in(ada), folder, kind="person", id=str(bo.id), role="edit")[1]["share"]
    client = signed_in(bo)
    assert give(client, folder, kind="person", id=str(bo.id), role="manage")[0] == 403
    assert call(client, "PATCH", f"/cloud/shares/{share}", {"role": "manage"})[0] == 403
    assert call(client, "DELETE", f"/cloud/shares/{share}")[0] == 403
    assert call(client, "POST", f"/cloud/nodes/{folder.id}/links", {"kind": "view"})[0] == 403
    assert Share.objects.get().role == Role.EDIT


def test_a_stranger_is_not_found_and_finds_no_share() -> None:
    ada, stranger = factories.person(), factories.person()
    folder = cloud.folder(ada, "plans")
    assert give(signed_in(ada), folder, kind="person", id=str(stranger.id))[0] == 404
    share = cloud.share(folder, Role.VIEW, ada, person=factories.person())
    assert call(signed_in(stranger), "DELETE", f"/cloud/shares/{share.id}")[0] == 404
    assert call(signed_in(stranger), "GET", f"/cloud/nodes/{folder.id}/shares")[0] == 404


def test_a_number_tells_nothing_until_its_owner_looks() -> None:
    ada, stranger = factories.person(), factories.person()
    folder = cloud.folder(ada, "plans")
    client = signed_in(ada)
    answers = [give(client, folder, kind="phone", phone=number) for number in (stranger.phone, factories.new_phone())]
    assert [status for status, _ in answers] == [201, 201]
    told = [{**body, "share": "", "created_at": ""} for _, body in answers]
    for each in told:
        each["subject"]["name"] = each["subject"]["name"][:-3]
    assert told[0] == told[1] and told[0]["subject"]["id"] is None
    assert cloud.access(stranger, folder.id).role == Role.VIEW, "a direct address works before anything is claimed"
    _, found = call(signed_in(stranger), "GET", "/cloud/shared-with-me")
    assert [each["entry"]["id"] for each in found["items"]] == [str(folder.id)]
    assert Share.objects.filter(person=stranger, phone=None).count() == 1
    assert Share.objects.filter(person=None).count() == 1


def test_shared_by_me_lists_shares_and_links_of_all_spaces() -> None:
    ada, bo = colleagues()
    spaces.ensure_spaces(ada.id, cloud.door(ada).belongings)
    common = Space.objects.get(organization__isnull=False)
    root = Node.objects.get(space=common, parent=None)
    own, shared = cloud.folder(ada, "own"), cloud.folder(ada, "common", root)
    client = signed_in(ada)
    assert give(client, own, kind="person", id=str(bo.id))[0] == 201
    assert call(client, "POST", f"/cloud/nodes/{shared.id}/links", {"kind": "view"})[0] == 201
    _, page = call(client, "GET", "/cloud/shared-by-me")
    assert [(each["name"], each["share"] is not None, each["link"] is not None) for each in page["items"]] == [
        ("common", False, True),
        ("own", True, False),
    ]
    assert page["items"][0]["space_name"] == common.organization.name  # type: ignore[union-attr]  # it has one
    assert call(signed_in(bo), "GET", "/cloud/shared-by-me")[1]["items"] == []


@pytest.mark.parametrize("body", [{"expires_at": "2020-01-01T00:00:00Z"}, {"expires_at": "9999-12-31T23:59:59-12:00"}])
def test_what_ended_already_is_refused(body: dict[str, str]) -> None:
    ada, bo = colleagues()
    status, _ = give(signed_in(ada), cloud.folder(ada, "plans"), kind="person", id=str(bo.id), **body)
    assert status == 422
    assert not Share.objects.exists()


def test_whoever_it_was_shared_with_can_leave() -> None:
    ada, bo = colleagues()
    folder = cloud.folder(ada, "plans")
    inner = cloud.file(ada, "f.txt", b"hello", folder)
    give(signed_in(ada), folder, kind="person", id=str(bo.id), role="edit")
    client = signed_in(bo)
    status, refused = call(client, "DELETE", f"/cloud/nodes/{inner.id}/access")
    assert status == 409 and refused["type"].endswith("access-not-yours"), "it is left where it was given"
    assert call(client, "DELETE", f"/cloud/nodes/{folder.id}/access")[0] == 204
    assert call(client, "GET", f"/cloud/nodes/{folder.id}")[0] == 404
    assert not Share.objects.exists()
    _, acts = call(signed_in(ada), "GET", f"/cloud/nodes/{folder.id}/activity")
    assert acts["items"][0]["sentence"] == "took “plans” off their list"


def test_what_a_group_or_a_space_gives_cannot_be_left() -> None:
    ada, bo = colleagues()
    of = ada.memberships.get().organization
    folder = cloud.folder(ada, "plans")
    give(signed_in(ada), folder, kind="organization", id=str(of.id), role="view")
    assert call(signed_in(bo), "DELETE", f"/cloud/nodes/{folder.id}/access")[0] == 409
    assert call(signed_in(ada), "DELETE", f"/cloud/nodes/{folder.id}/access")[0] == 409
    assert Share.objects.count() == 1


def test_one_member_hides_what_a_group_was_given_and_brings_it_back() -> None:
    ada, bo, cara = colleagues(3)
    of = ada.memberships.get().organization
    folder = cloud.folder(ada, "plans")
    inner = cloud.file(ada, "f.txt", b"hello", folder)
    give(signed_in(ada), folder, kind="organization", id=str(of.id), role="view")
    client = signed_in(bo)

    def listed(by: Client) -> list[tuple[str, bool, bool]]:
        _, found = call(by, "GET", "/cloud/shared-with-me")
        return [(each["entry"]["name"], each["hidden"], each["own"]) for each in found["items"]]

    assert listed(client) == [("plans", False, False)]
    for _ in range(2):
        assert call(client, "PUT", f"/cloud/nodes/{folder.id}/hidden")[0] == 204
    assert listed(client) == [("plans", True, False)]
    assert listed(signed_in(cara)) == [("plans", False, False)], "for others nothing changes"
    assert call(client, "GET", f"/cloud/nodes/{inner.id}")[0] == 200, "access stays"
    _, seen = call(client, "GET", f"/cloud/nodes/{folder.id}/shares")
    assert [each["subject"]["kind"] for each in seen["items"]] == ["organization"]
    for _ in range(2):
        assert call(client, "DELETE", f"/cloud/nodes/{folder.id}/hidden")[0] == 204
    assert listed(client) == [("plans", False, False)]
    assert call(signed_in(factories.person()), "PUT", f"/cloud/nodes/{folder.id}/hidden")[0] == 404


def test_what_is_given_anew_by_name_is_back_on_the_list() -> None:
    ada, bo = colleagues()
    folder = cloud.folder(ada, "plans")
    give(signed_in(ada), folder, kind="person", id=str(bo.id))
    client = signed_in(bo)
    call(client, "PUT", f"/cloud/nodes/{folder.id}/hidden")
    give(signed_in(ada), folder, kind="person", id=str(bo.id), role="edit")
    (found,) = call(client, "GET", "/cloud/shared-with-me")[1]["items"]
    assert (found["hidden"], found["own"]) == (False, True)

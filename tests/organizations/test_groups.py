"""Groups across departments."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from egret.organizations.actions import groups
from egret.organizations.models import Group, GroupMember, Organization, Role
from tests.factories import organizations as make
from tests.organizations.test_organizations import sentences, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def of() -> Organization:
    return make.organization()


@pytest.fixture
def client(of: Organization) -> Client:
    return signed_in(make.member(of, role=Role.ADMIN).person)


def send(client: Client, method: str, of: Organization, path: str = "", **body: Any) -> tuple[int, Any]:
    url = f"/api/v1/organizations/{of.id}/groups{path}"
    response = client.generic(method, url, json.dumps(body), "application/json")
    return response.status_code, response.json() if response.content else None


def test_a_group_and_who_is_in_it(of: Organization, client: Client) -> None:
    status, made = send(client, "POST", of, name="Choir")
    assert (status, made["name"]) == (201, "Choir")
    member = make.member(of, name="Wanda Rush")
    path = f"/{made['id']}/people/{member.id}"
    assert [send(client, "PUT", of, path)[0] for _ in range(2)] == [204, 204]
    assert send(client, "GET", of)[1]["items"] == [{"id": made["id"], "name": "Choir", "members": 1}]
    listed = client.get(f"/api/v1/organizations/{of.id}/people", {"group": made["id"]}).json()["items"]
    assert [each["name"] for each in listed] == ["Wanda Rush"]
    assert [send(client, "DELETE", of, path)[0] for _ in range(2)] == [204, 204]
    assert send(client, "PATCH", of, f"/{made['id']}", name="Band")[1]["name"] == "Band"
    assert send(client, "DELETE", of, f"/{made['id']}")[0] == 204
    assert sentences(client, of)[:5] == [
        "deleted the group Band",
        "renamed the group Choir to Band",
        "took Wanda Rush out of the group Choir",
        "added Wanda Rush to the group Choir",
        "created the group Choir",
    ]
    assert not Group.objects.exists()


def test_names_are_one_in_an_organisation(of: Organization, client: Client) -> None:
    send(client, "POST", of, name="Choir")
    _, band = send(client, "POST", of, name="Band")
    assert send(client, "POST", of, name="Choir")[1]["type"] == "urn:egret:name-taken"
    assert send(client, "PATCH", of, f"/{band['id']}", name="Choir")[1]["type"] == "urn:egret:name-taken"
    for name in ("", "a\x00b", "x" * 81):
        assert send(client, "POST", of, name=name)[1]["type"] == "urn:egret:name-unusable"
    make.group(make.organization(), name="Choir")


def test_no_endless_list(of: Organization, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "MAXIMUM_GROUPS", 1)
    assert [send(client, "POST", of, name=name)[0] for name in "ab"] == [201, 409]


def test_only_administrators_touch(of: Organization) -> None:
    group = make.group(of)
    for role in (Role.MEMBER, Role.GUEST):
        client = signed_in(make.member(of, role=role).person)
        assert send(client, "POST", of, name="x")[0] == 403
        assert send(client, "PATCH", of, f"/{group.id}", name="x")[0] == 403
        assert send(client, "DELETE", of, f"/{group.id}")[0] == 403


def test_of_another_organisation(of: Organization, client: Client) -> None:
    elsewhere = make.organization()
    foreign, stranger, mine = make.group(elsewhere), make.member(elsewhere), make.group(of)
    assert send(client, "PATCH", of, f"/{foreign.id}", name="x")[1]["type"] == "urn:egret:group-unknown"
    assert send(client, "PUT", of, f"/{mine.id}/people/{stranger.id}")[1]["type"] == "urn:egret:member-unknown"
    assert not GroupMember.objects.exists()


def test_guests_see_their_own(of: Organization) -> None:
    guest = make.member(of, role=Role.GUEST)
    mine, hidden = make.group(of, guest, name="Mine"), make.group(of, name="Hidden")
    client = signed_in(guest.person)
    assert [each["name"] for each in send(client, "GET", of)[1]["items"]] == ["Mine"]
    people = f"/api/v1/organizations/{of.id}/people"
    assert client.get(people, {"group": str(mine.id)}).status_code == 200
    refused = client.get(people, {"group": str(hidden.id)})
    assert (refused.status_code, refused.json()["type"]) == (404, "urn:egret:group-unknown")

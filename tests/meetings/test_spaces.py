"""A meeting belongs to one space: the personal one, or an organisation's; what is in one is not seen from another."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from egret.organizations.actions import members
from tests import factories
from tests.factories import organizations

pytestmark = pytest.mark.django_db

MEETINGS = "/api/v1/meetings"


def start(client: Client, organization: uuid.UUID | None) -> dict[str, object]:
    body = {"organization": str(organization) if organization else None}
    response = client.post(MEETINGS, body, "application/json")
    assert response.status_code == 201, response.content
    meeting: dict[str, object] = response.json()
    return meeting


def codes(client: Client, organization: uuid.UUID | None) -> list[str]:
    asked = {"organization": str(organization)} if organization else {}
    return [meeting["code"] for meeting in client.get(MEETINGS, asked).json()["items"]]


def test_each_space_lists_its_own_meetings_and_names_who_answers(client: Client) -> None:
    person = factories.person()
    first, second = organizations.organization(person), organizations.organization(person)
    client.force_login(person)
    held = {space: start(client, space) for space in (None, first.id, second.id)}
    for space, meeting in held.items():
        assert codes(client, space) == [meeting["code"]]
        controller = meeting["controller"]
        assert isinstance(controller, dict)
        assert controller["organization"] == (str(space) if space else None)
    assert held[first.id]["controller"] == {"name": first.controller.name, "organization": str(first.id)}


def test_an_outsider_can_neither_hold_nor_list_meetings_of_an_organisation(client: Client) -> None:
    organization = organizations.organization(factories.person())
    client.force_login(factories.person())
    for strange in (organization.id, uuid.uuid4()):
        refused = client.post(MEETINGS, {"organization": str(strange)}, "application/json")
        unlisted = client.get(MEETINGS, {"organization": str(strange)})
        assert (refused.status_code, unlisted.status_code) == (404, 404)
        assert refused.json()["type"] == unlisted.json()["type"] == "urn:egret:organization-unknown"


def test_who_leaves_an_organisation_leaves_the_attendance_of_its_meetings(client: Client) -> None:
    person = factories.person()
    organization = organizations.organization(factories.person())
    membership = organizations.member(organization, person)
    client.force_login(person)
    code = start(client, organization.id)["code"]
    assert client.get(f"{MEETINGS}/{code}/attendance").status_code == 200
    members.do_leave(membership)
    assert client.get(f"{MEETINGS}/{code}/attendance").status_code == 404
    assert client.post(f"{MEETINGS}/{code}/end").status_code == 404
    assert codes(client, None) == []

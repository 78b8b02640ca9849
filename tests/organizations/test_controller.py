"""Who answers for whose data (C01, C06)."""

from __future__ import annotations

import uuid

import pytest
from pytest_django.fixtures import Settings

from egret.organizations import queries
from egret.organizations.errors import OrganizationUnknown
from egret.organizations.models import Role
from tests import factories
from tests.factories import organizations as make
from tests.organizations.test_organizations import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def operator(settings: Settings) -> None:
    settings.EGRET_OPERATOR = {"name": "Marsh Hosting", "email": "ask@marsh.example", "phone": "", "address": ""}


def test_the_operator_for_oneself_and_the_enterprise_for_its_members() -> None:
    of = make.organization(name="Reed")
    member = make.member(of)
    client = signed_in(member.person)
    personal = client.get("/api/v1/controllers/personal").json()
    assert (personal["name"], personal["contact_email"], personal["kind"], personal["organization"]) == (
        "Marsh Hosting",
        "ask@marsh.example",
        "operator",
        None,
    )
    there = client.get(f"/api/v1/controllers/{of.id}").json()
    assert (there["name"], there["contact_name"], there["contact_email"], there["kind"]) == (
        "Reed Ltd",
        "Ines Okafor",
        "privacy@reed.example",
        "enterprise",
    )
    assert client.get("/api/v1/controllers").json()["items"] == [personal, there]


def test_an_outsider_learns_of_no_enterprise() -> None:
    of, stranger = make.organization(), factories.person()
    client = signed_in(stranger)
    for space in (of.id, uuid.uuid4()):
        response = client.get(f"/api/v1/controllers/{space}")
        assert (response.status_code, response.json()["type"]) == (404, "urn:egret:organization-unknown")
    assert [each["kind"] for each in client.get("/api/v1/controllers").json()["items"]] == ["operator"]
    assert client.get("/api/v1/controllers/nowhere").status_code == 422


def test_guests_are_members_of_whom_they_ask() -> None:
    of = make.organization()
    guest = make.member(of, role=Role.GUEST)
    assert queries.desk_for(guest.person_id, of.id).organization_id == of.id


def test_for_other_domains() -> None:
    of = make.organization(name="Reed")
    assert queries.controller_of(None).kind == "operator"
    assert queries.controller_of(of.id).name == "Reed Ltd"
    with pytest.raises(OrganizationUnknown):
        queries.controller_of(uuid.uuid4())

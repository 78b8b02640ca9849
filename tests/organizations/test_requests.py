"""Requests to join over HTTP."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from egret.accounts.models import Person
from egret.kernel.purpose import under
from egret.organizations.actions import requests
from egret.organizations.errors.joining import RequestPending
from egret.organizations.models import JoinRequest, Membership, Organization, Role
from tests import factories
from tests.factories import organizations as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def organization() -> Organization:
    made = make.organization()
    Organization.objects.filter(id=made.id).update(accepts_requests=True)
    made.refresh_from_db()
    return made


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def ask(organization: Organization, person: Person, status: int = 201, message: str = "") -> dict[str, Any]:
    path = f"/api/v1/organizations/{organization.id}/requests"
    response = client_of(person).post(path, {"message": message}, "application/json")
    assert response.status_code == status, response.content
    answered: dict[str, Any] = response.json()
    return answered


def decide(organization: Organization, request: dict[str, Any], verb: str, **body: Any) -> tuple[int, str]:
    client = client_of(make.owner_of(organization).person)
    path = f"/api/v1/organizations/{organization.id}/requests/{request['id']}/{verb}"
    response = client.post(path, body, "application/json")
    return response.status_code, response.json()["type"] if response.content else ""


def test_asked_and_let_in(organization: Organization) -> None:
    person, department = factories.person(), make.department(organization)
    door = Client().get(f"/api/v1/organizations/{organization.id}/join-page").json()
    assert (door["organization"]["name"], door["request"]) == (organization.name, None)
    made = ask(organization, person, message=" I am\nAnn ")
    assert (made["state"], made["message"]) == ("pending", "I am Ann")
    admin = client_of(make.owner_of(organization).person)
    (row,) = admin.get(f"/api/v1/organizations/{organization.id}/requests").json()["items"]
    assert person.phone is not None
    assert row["phone_hint"].endswith(person.phone[-3:])
    assert person.phone not in str(row)
    assert decide(organization, made, "accept", role="member", department=str(department.id)) == (204, "")
    member = Membership.objects.get(organization=organization, person=person)
    assert (member.role, member.department, member.source) == (Role.MEMBER, department, "request")
    (told,) = client_of(person).get("/api/v1/requests").json()["items"]
    assert told["state"] == "accepted"
    assert decide(organization, made, "decline", reason="Too late") == (409, "urn:egret:request-decided")


def test_declined_with_the_reason_that_the_person_reads(organization: Organization) -> None:
    person = factories.person()
    made = ask(organization, person)
    assert decide(organization, made, "decline", reason="  ")[0] == 422
    assert decide(organization, made, "decline")[0] == 422
    assert JoinRequest.objects.get().state == "pending"
    assert decide(organization, made, "decline", reason="We do not know you.") == (204, "")
    door = client_of(person).get(f"/api/v1/organizations/{organization.id}/join-page").json()
    assert (door["request"]["state"], door["request"]["reason"]) == ("declined", "We do not know you.")
    assert not Membership.objects.filter(person=person).exists()
    ask(organization, person)


def test_one_at_a_time_and_withdrawn(organization: Organization) -> None:
    person = factories.person()
    made = ask(organization, person)
    assert ask(organization, person, 409)["type"] == "urn:egret:request-pending"
    client = client_of(person)
    assert client_of(factories.person()).delete(f"/api/v1/requests/{made['id']}").status_code == 404
    assert client.delete(f"/api/v1/requests/{made['id']}").status_code == 204
    assert decide(organization, made, "accept")[0] == 404
    again = ask(organization, person)
    decide(organization, again, "decline", reason="No")
    assert client.delete(f"/api/v1/requests/{again['id']}").status_code == 409


def test_without_the_rule_the_organisation_is_unknown(organization: Organization) -> None:
    Organization.objects.update(accepts_requests=False)
    person = factories.person()
    assert client_of(person).get(f"/api/v1/organizations/{organization.id}/join-page").status_code == 404
    ask(organization, person, 404)


def test_members_do_not_ask_and_do_not_decide(organization: Organization) -> None:
    member = make.member(organization)
    assert ask(organization, member.person, 409)["type"] == "urn:egret:already-member"
    made = ask(organization, factories.person())
    client = client_of(member.person)
    path = f"/api/v1/organizations/{organization.id}/requests"
    assert client.get(path).status_code == 403
    assert client.post(f"{path}/{made['id']}/accept", {}, "application/json").status_code == 403
    assert JoinRequest.objects.get().state == "pending"


def test_a_guest_is_let_in_only_where_the_rule_lets(organization: Organization) -> None:
    made = ask(organization, factories.person())
    Organization.objects.update(who_invites_guests="nobody")
    assert decide(organization, made, "accept", role="guest")[0] == 403
    assert decide(organization, made, "accept", role="owner")[0] == 422
    assert JoinRequest.objects.get().state == "pending"


def test_an_unknown_department_changes_nothing(organization: Organization) -> None:
    made = ask(organization, factories.person())
    elsewhere = make.department(make.organization())
    assert decide(organization, made, "accept", department=str(elsewhere.id))[0] == 404
    assert JoinRequest.objects.get().state == "pending"


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_are_one(organization: Organization) -> None:
    person = factories.person()
    barrier, outcomes = threading.Barrier(4), []

    def try_it() -> None:
        try:
            barrier.wait()
            requests.do_ask(organization.id, person.id, "")
            outcomes.append("asked")
        except RequestPending:
            outcomes.append("pending")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=under("tests.arrange")(try_it)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["asked", "pending", "pending", "pending"]

"""Invitation links over HTTP."""

from __future__ import annotations

import threading
import uuid
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from egret.accounts.models import Person
from egret.kernel import clock
from egret.kernel.purpose import under
from egret.kernel.ratelimit import Limit
from egret.organizations.actions import invitations
from egret.organizations.errors.joining import InvitationSpent
from egret.organizations.models import Invitation, Membership, Organization, Role
from tests import factories
from tests.factories import organizations as make

pytestmark = pytest.mark.django_db


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def invite(client: Client, organization: Organization, status: int = 201, **body: Any) -> dict[str, Any]:
    response = client.post(f"/api/v1/organizations/{organization.id}/invitations", body, "application/json")
    assert response.status_code == status, response.content
    answered: dict[str, Any] = response.json()
    return answered


def code_of(invitation: dict[str, Any]) -> str:
    link: str = invitation["link"]
    return link.rsplit("/", 1)[1]


def accept(client: Client, code: str) -> tuple[int, str]:
    response = client.post(f"/api/v1/invitations/{code}/accept")
    return response.status_code, response.json().get("type", "").removeprefix("urn:egret:")


def test_a_link_lets_people_in_with_its_role_and_department() -> None:
    organization = make.organization()
    owner, guest = make.owner_of(organization), factories.person()
    department = make.department(organization, "Sales")
    made = invite(client_of(owner.person), organization, department=str(department.id), maximum_uses=2)
    assert made["state"] == "open"
    lasts = clock.now() + timedelta(days=7)
    assert abs(Invitation.objects.get().expires_at - lasts) < timedelta(minutes=1)
    seen = Client().get(f"/api/v1/invitations/{code_of(made)}").json()
    assert seen["organization"]["name"] == organization.name
    assert seen["organization"]["controller"]["contact_email"] == "privacy@reed.example"
    assert (seen["role"], seen["department"]["name"], seen["is_member"]) == ("member", "Sales", False)
    assert "name" in seen["organization"]["members_see"]
    assert accept(client_of(guest), code_of(made)) == (200, "")
    member = Membership.objects.get(organization=organization, person=guest)
    assert (member.role, member.department, member.source) == (Role.MEMBER, department, "link")
    assert client_of(guest).get(f"/api/v1/invitations/{code_of(made)}").json()["is_member"]


def test_only_who_is_signed_in_accepts() -> None:
    organization = make.organization()
    made = invite(client_of(make.owner_of(organization).person), organization)
    assert accept(Client(), code_of(made)) == (401, "sign-in-required")
    assert Invitation.objects.get().uses == 0


def test_the_same_person_twice_spends_one_use() -> None:
    organization, person = make.organization(), factories.person()
    made = invite(client_of(make.owner_of(organization).person), organization, maximum_uses=2)
    for _ in range(3):
        assert accept(client_of(person), code_of(made)) == (200, "")
    assert Invitation.objects.get().uses == 1


def test_spent_expired_and_revoked_say_so() -> None:
    organization = make.organization()
    admin = client_of(make.owner_of(organization).person)
    spent, expired, revoked = (code_of(invite(admin, organization, hours=hours)) for hours in (48, 1, 48))
    accept(client_of(factories.person()), spent)
    admin.delete(f"/api/v1/organizations/{organization.id}/invitations/{Invitation.objects.get(code=revoked).id}")
    late = client_of(factories.person())
    with clock.travel(timedelta(hours=2)):
        assert accept(late, spent) == (410, "invitation-spent")
        assert accept(late, expired) == (410, "invitation-expired")
        assert accept(late, revoked) == (410, "invitation-revoked")
        assert Client().get(f"/api/v1/invitations/{expired}").json()["state"] == "expired"
    assert Membership.objects.filter(organization=organization).count() == 2


def test_a_revoked_link_is_put_back() -> None:
    organization = make.organization()
    admin = client_of(make.owner_of(organization).person)
    made = invite(admin, organization)
    path = f"/api/v1/organizations/{organization.id}/invitations/{made['id']}"
    assert admin.delete(path).json()["state"] == "revoked"
    assert admin.delete(path).json()["state"] == "revoked"
    assert admin.post(f"{path}/restore").json()["state"] == "open"
    assert accept(client_of(factories.person()), code_of(made)) == (200, "")


def test_members_invite_only_guests_and_only_where_the_rule_lets_them() -> None:
    organization = make.organization()
    member = client_of(make.member(organization).person)
    assert invite(member, organization, 403, role="member")["status"] == 403
    assert invite(member, organization, 403, role="guest")["status"] == 403
    Organization.objects.update(who_invites_guests="members")
    made = invite(member, organization, role="guest")
    invite(client_of(make.owner_of(organization).person), organization)
    listed = member.get(f"/api/v1/organizations/{organization.id}/invitations").json()["items"]
    assert [each["id"] for each in listed] == [made["id"]]
    Organization.objects.update(who_invites_guests="nobody")
    assert invite(client_of(make.owner_of(organization).person), organization, 403, role="guest")["status"] == 403


@pytest.mark.parametrize(
    "body",
    [{"role": "owner"}, {"hours": 0}, {"hours": 90 * 24 + 1}, {"maximum_uses": 0}, {"maximum_uses": 1001}, {"x": 1}],
)
def test_outside_the_limits(body: dict[str, Any]) -> None:
    organization = make.organization()
    invite(client_of(make.owner_of(organization).person), organization, 422, **body)


def test_another_organisations_department_is_unknown() -> None:
    organization, other = make.organization(), make.organization()
    department = make.department(other)
    invite(client_of(make.owner_of(organization).person), organization, 404, department=str(department.id))


def test_an_outsider_learns_nothing() -> None:
    organization = make.organization()
    made = invite(client_of(make.owner_of(organization).person), organization)
    outsider = client_of(factories.person())
    path = f"/api/v1/organizations/{organization.id}/invitations"
    assert outsider.get(path).status_code == 404
    assert outsider.delete(f"{path}/{made['id']}").status_code == 404
    invite(outsider, organization, 404)


@pytest.mark.parametrize("code", ["x", "abcd-efgh-jkmn", "%00", "00000000-0000-7000-8000-000000000000"])
def test_an_unknown_code(code: str) -> None:
    assert Client().get(f"/api/v1/invitations/{code}").status_code == 404


def test_guessing_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    # By name: in its package the module's name stands for its router.
    api = import_module("egret.organizations.api.invitations")
    monkeypatch.setattr(api, "LOOK_UPS_PER_ADDRESS", Limit("few", 2, timedelta(hours=1)))
    guesses = [Client().get("/api/v1/invitations/abcd-efgh-jkmn").status_code for _ in range(3)]
    assert guesses == [404, 404, 429]


def test_who_is_suspended_is_not_let_in_again() -> None:
    organization = make.organization()
    member = make.member(organization)
    Membership.objects.filter(id=member.id).update(active=False)
    made = invite(client_of(make.owner_of(organization).person), organization)
    assert accept(client_of(member.person), code_of(made)) == (403, "membership-suspended")
    assert Invitation.objects.get().uses == 0


def test_the_list_in_pages() -> None:
    organization = make.organization()
    owner = make.owner_of(organization)
    for _ in range(51):
        invitations.do_invite(owner, role="member", department_id=None, lasts=timedelta(days=1), maximum_uses=1)
    client, path = client_of(owner.person), f"/api/v1/organizations/{organization.id}/invitations"
    first = client.get(path).json()
    second = client.get(path, {"cursor": first["next_cursor"]}).json()
    assert (len(first["items"]), len(second["items"]), second["next_cursor"]) == (50, 1, None)
    assert client.get(path, {"cursor": "nonsense"}).status_code == 400


@pytest.mark.django_db(transaction=True)
def test_of_many_at_the_same_moment_as_many_come_in_as_there_are_uses() -> None:
    organization = make.organization()
    owner = make.owner_of(organization)
    link = invitations.do_invite(owner, role="member", department_id=None, lasts=timedelta(days=1), maximum_uses=2)
    people = [factories.person() for _ in range(5)]
    barrier, outcomes = threading.Barrier(len(people)), []

    def try_it(person_id: uuid.UUID) -> None:
        try:
            barrier.wait()
            invitations.do_accept(link.code, person_id)
            outcomes.append("in")
        except InvitationSpent:
            outcomes.append("spent")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=under("tests.arrange")(try_it), args=[person.id]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["in", "in", "spent", "spent", "spent"]
    assert Membership.objects.filter(organization=organization).count() == 3
    assert Invitation.objects.get().uses == 2

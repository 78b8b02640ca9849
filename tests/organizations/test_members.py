"""Roles, places, leaving, handing over: never zero owners, whatever happens at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from egret.accounts.models import Person
from egret.kernel import events
from egret.kernel.errors import EgretError, NotAllowed
from egret.kernel.purpose import under
from egret.organizations.actions import members
from egret.organizations.errors import DepartmentUnknown, LastOwner, OrganizationUnknown
from egret.organizations.events import MemberJoined, MemberLeft
from egret.organizations.models import GroupMember, Membership, Organization, Role, Source
from tests import factories
from tests.factories import organizations as make
from tests.organizations.test_organizations import sentences, signed_in

pytestmark = pytest.mark.django_db


def change(client: Client, member: Membership, **changes: Any) -> tuple[int, dict[str, Any]]:
    url = f"/api/v1/organizations/{member.organization_id}/people/{member.id}"
    response = client.patch(url, changes, "application/json")
    return response.status_code, response.json()


def leave(client: Client, of: Organization) -> tuple[int, str]:
    response = client.post(f"/api/v1/organizations/{of.id}/leave")
    return response.status_code, response.json()["type"] if response.content else ""


def test_adding_is_once_and_told(monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any) -> None:
    of, who = make.organization(), factories.person()
    heard: list[object] = []
    monkeypatch.setattr(events, "_deliver", heard.append)
    with django_capture_on_commit_callbacks(execute=True):
        first = make.member(of, who, Role.ADMIN, name="  Wanda   Rush ")
        second = make.member(of, who, Role.GUEST, name="Other")
    assert first == second
    assert (second.role, second.name, second.search) == ("admin", "Wanda Rush", "wanda rush")
    assert heard == [MemberJoined(of.id, who.id)]


def test_adding_to_anothers_department_or_to_nothing() -> None:
    of, foreign = make.organization(), make.department(make.organization())
    given: dict[str, Any] = {"role": Role.MEMBER, "name": "", "source": Source.LINK, "source_detail": ""}
    with pytest.raises(DepartmentUnknown):
        members.do_add_member(of.id, factories.person().id, department_id=foreign.id, **given)
    with pytest.raises(OrganizationUnknown):
        members.do_add_member(foreign.id, factories.person().id, department_id=None, **given)
    assert Membership.objects.count() == 2


def test_role_department_and_name_change_together_or_not_at_all() -> None:
    owner = factories.person()
    of = make.organization(owner)
    ordinary, place = make.member(of), make.department(of, "Sales")
    client = signed_in(owner)
    status, body = change(client, ordinary, role="admin", department=str(place.id), name="Wanda Rush")
    assert status == 200
    assert (body["role"], body["department"]["name"], body["name"]) == ("admin", "Sales", "Wanda Rush")
    assert sentences(client, of)[:3] == [
        "changed the name of Wanda Rush",
        "moved Wanda Rush to Sales",
        "changed Wanda Rush from member to administrator",
    ]
    foreign = make.department(make.organization())
    for wrong in ({"department": str(foreign.id)}, {"name": "a\x00b"}):
        assert change(client, ordinary, role="member", **wrong)[0] in (404, 422)
    ordinary.refresh_from_db()
    assert (ordinary.role, ordinary.department_id, ordinary.name) == ("admin", place.id, "Wanda Rush")
    assert change(client, ordinary, department=None, name="")[1]["department"] is None
    assert change(client, ordinary, role=None)[1]["role"] == "admin"
    assert change(client, ordinary, role="king")[0] == 422


def test_who_may_change_whom() -> None:
    owner = factories.person()
    of = make.organization(owner)
    chief = Membership.objects.get(person=owner)
    admin, ordinary, guest = make.member(of, role=Role.ADMIN), make.member(of), make.member(of, role=Role.GUEST)
    for powerless in (ordinary, guest):
        assert change(signed_in(powerless.person), ordinary, role="admin")[0] == 403
        assert change(signed_in(powerless.person), powerless, name="Me")[0] == 403
    administering = signed_in(admin.person)
    assert change(administering, ordinary, role="owner")[0] == 403
    assert change(administering, chief, role="member")[0] == 403
    assert change(administering, chief, name="Boss")[0] == 403
    assert administering.delete(f"/api/v1/organizations/{of.id}/people/{chief.id}").status_code == 403
    assert change(administering, ordinary, role="admin")[0] == 200
    assert change(signed_in(owner), ordinary, role="owner")[0] == 200
    elsewhere = make.member(make.organization())
    lost = signed_in(owner).patch(f"/api/v1/organizations/{of.id}/people/{elsewhere.id}", {}, "application/json")
    assert (lost.status_code, lost.json()["type"]) == (404, "urn:egret:member-unknown")


def test_the_last_owner_stays_one() -> None:
    owner = factories.person()
    of = make.organization(owner)
    chief, client = Membership.objects.get(person=owner), signed_in(owner)
    assert change(client, chief, role="admin")[1]["type"] == "urn:egret:last-owner"
    assert leave(client, of) == (409, "urn:egret:last-owner")
    removed = client.delete(f"/api/v1/organizations/{of.id}/people/{chief.id}")
    assert (removed.status_code, removed.json()["type"]) == (409, "urn:egret:last-owner")
    with pytest.raises(LastOwner):
        members.do_set_active(of.id, chief.id, active=False)
    suspended = make.member(of, role=Role.OWNER)
    members.do_set_active(of.id, suspended.id, active=False)
    assert leave(client, of)[0] == 409, "a suspended owner cannot act"
    members.do_set_active(of.id, suspended.id, active=True)
    assert leave(client, of) == (204, "")


def test_leaving_ends_the_membership_and_not_the_account(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    owner = factories.person()
    of = make.organization(owner)
    leaver = make.member(of)
    make.group(of, leaver)
    heard: list[object] = []
    monkeypatch.setattr(events, "_deliver", heard.append)
    client = signed_in(leaver.person)
    with django_capture_on_commit_callbacks(execute=True):
        assert leave(client, of) == (204, "")
    assert heard == [MemberLeft(of.id, leaver.person_id)]
    assert Person.objects.filter(id=leaver.person_id).exists()
    assert not GroupMember.objects.exists()
    assert leave(client, of) == (404, "urn:egret:organization-unknown")
    assert sentences(signed_in(owner), of)[0] == "left, having been member"


def test_removing() -> None:
    owner = factories.person()
    of = make.organization(owner)
    gone = make.member(of, name="Wanda Rush")
    client, url = signed_in(owner), f"/api/v1/organizations/{of.id}/people/{gone.id}"
    assert client.delete(url).status_code == 204
    assert client.delete(url).json()["type"] == "urn:egret:member-unknown"
    assert signed_in(gone.person).get(f"/api/v1/organizations/{of.id}").status_code == 404
    assert Person.objects.filter(id=gone.person_id).exists()


def test_handing_over() -> None:
    owner = factories.person()
    of = make.organization(owner)
    heir, admin = make.member(of, name="Wanda Rush"), make.member(of, role=Role.ADMIN)
    url, body = f"/api/v1/organizations/{of.id}/hand-over", {"member": str(heir.id)}
    assert signed_in(admin.person).post(url, body, "application/json").status_code == 403
    assert signed_in(owner).post(url, body, "application/json").status_code == 204
    roles = dict(Membership.objects.values_list("person_id", "role"))
    assert (roles[owner.id], roles[heir.person_id]) == ("admin", "owner")
    assert sentences(signed_in(owner), of)[0] == "handed ownership over to Wanda Rush"
    assert signed_in(owner).post(url, body, "application/json").status_code == 403
    to_self = signed_in(heir.person).post(url, body, "application/json")
    assert to_self.json()["type"] == "urn:egret:member-unknown"


def test_a_suspended_member_is_an_outsider() -> None:
    of = make.organization()
    member = make.member(of)
    members.do_set_active(of.id, member.id, active=False)
    client = signed_in(member.person)
    assert client.get("/api/v1/organizations").json()["items"] == []
    assert client.get(f"/api/v1/organizations/{of.id}").json()["type"] == "urn:egret:organization-unknown"


def at_once(*actions: Callable[[], object]) -> list[type[EgretError] | None]:
    """Run them in threads that start together; what each raised, if anything."""
    gate = threading.Barrier(len(actions))
    outcomes: list[type[EgretError] | None] = [None] * len(actions)

    def run(number: int, action: Callable[[], object]) -> None:
        try:
            gate.wait()
            action()
        except EgretError as error:
            outcomes[number] = type(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=under("tests.arrange")(run), args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.django_db(transaction=True)
def test_of_two_owners_leaving_at_the_same_moment_one_stays() -> None:
    for _ in range(5):
        of = make.organization()
        first, second = make.owner_of(of), make.member(of, role=Role.OWNER)
        outcomes = at_once(lambda: members.do_leave(first), lambda: members.do_leave(second))  # noqa: B023
        assert sorted(outcomes, key=str) == sorted([None, LastOwner], key=str)
        assert Membership.objects.filter(organization=of, role=Role.OWNER).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_owners_demoting_each_other_at_the_same_moment() -> None:
    for _ in range(5):
        of = make.organization()
        first, second = make.owner_of(of), make.member(of, role=Role.OWNER)
        demotion = {"role": Role.MEMBER}
        outcomes = at_once(
            lambda: members.do_change_member(first, second.id, demotion),  # noqa: B023
            lambda: members.do_change_member(second, first.id, demotion),  # noqa: B023
        )
        assert sorted(outcomes, key=str) == sorted([None, NotAllowed], key=str)
        assert Membership.objects.filter(organization=of, role=Role.OWNER).count() == 1


@pytest.mark.django_db(transaction=True)
def test_adding_one_person_twice_at_the_same_moment() -> None:
    of, who = make.organization(), factories.person()
    assert at_once(lambda: make.member(of, who), lambda: make.member(of, who)) == [None, None]
    assert Membership.objects.filter(organization=of, person=who).count() == 1

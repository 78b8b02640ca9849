"""Expected members over HTTP: entered with a source, told at the next sign-in, free to decline."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from egret.accounts.models import Person
from egret.accounts.sms.memory import MemorySms
from egret.organizations.actions.expected import name_for_message
from egret.organizations.models import AdministrativeAct, ExpectedMember, Membership, Organization, Role
from tests import factories
from tests.factories import organizations as make

pytestmark = pytest.mark.django_db


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def expect(organization: Organization, status: int = 201, client: Client | None = None, **body: Any) -> dict[str, Any]:
    client = client or client_of(make.owner_of(organization).person)
    sent = {"phone": factories.new_phone(), "source_detail": "HR list of November 2026", **body}
    response = client.post(f"/api/v1/organizations/{organization.id}/expected", sent, "application/json")
    assert response.status_code == status, response.content
    answered: dict[str, Any] = response.json()
    return answered


def mine(person: Person) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = client_of(person).get("/api/v1/expected").json()["items"]
    return items


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("had_account", [True, False])
def test_entered_told_and_joined(had_account: bool) -> None:
    phone = factories.new_phone()
    person = factories.person(phone) if had_account else None
    organization = make.organization(name="Reed & Water")
    department = make.department(organization, "Sales")
    MemorySms.outbox.clear()
    made = expect(organization, phone=phone, name=" Ann  Lee ", role="admin", department=str(department.id))
    assert made["message_sent"]
    ((number, text),) = MemorySms.outbox
    assert number == phone
    assert text.startswith("Reed & Water invites you")
    assert text.endswith("/organizations")
    assert "Ann" not in text
    person = person or factories.person(phone)
    (told,) = mine(person)
    assert told["organization"]["name"] == "Reed & Water"
    assert told["organization"]["controller"]["name"] == "Reed & Water Ltd"
    assert (told["source"], told["source_detail"]) == ("phone", "HR list of November 2026")
    assert (told["name"], told["role"], told["department"]["name"]) == ("Ann Lee", "admin", "Sales")
    assert client_of(person).post(f"/api/v1/expected/{told['id']}/accept").status_code == 200
    member = Membership.objects.get(organization=organization, person=person)
    assert (member.name, member.role, member.department) == ("Ann Lee", Role.ADMIN, department)
    assert (member.source, member.source_detail) == ("phone", "HR list of November 2026")
    assert not ExpectedMember.objects.exists()
    assert mine(person) == []


def test_the_answer_does_not_tell_who_has_an_account() -> None:
    organization, known = make.organization(), factories.person()
    assert known.phone
    answers = [expect(organization, phone=phone) for phone in (known.phone, factories.new_phone())]
    for each in answers:
        for field in ("id", "phone", "entered_at"):
            each.pop(field)
    assert answers[0] == answers[1]


def test_declining_leaves_nothing() -> None:
    organization, person = make.organization(), factories.person()
    expect(organization, phone=person.phone, name="Ann Lee")
    (told,) = mine(person)
    client = client_of(person)
    assert client.post(f"/api/v1/expected/{told['id']}/decline").status_code == 204
    assert not ExpectedMember.objects.exists()
    assert client.post(f"/api/v1/expected/{told['id']}/accept").status_code == 404
    assert not Membership.objects.filter(person=person).exists()


def test_nobody_answers_for_another() -> None:
    organization, person = make.organization(), factories.person()
    made = expect(organization, phone=person.phone)
    other = client_of(factories.person())
    assert mine(factories.person()) == []
    assert other.post(f"/api/v1/expected/{made['id']}/accept").status_code == 404
    assert other.post(f"/api/v1/expected/{made['id']}/decline").status_code == 404
    assert ExpectedMember.objects.count() == 1


@pytest.mark.parametrize("source", ["", " \t", None, "\u200b"])
def test_nothing_without_a_source(source: str | None) -> None:
    organization = make.organization()
    expect(organization, 422, source_detail=source)
    assert not ExpectedMember.objects.exists()
    assert not MemorySms.outbox[1:]


def test_the_database_refuses_it_as_well() -> None:
    organization = make.organization()
    with pytest.raises(IntegrityError), transaction.atomic():
        ExpectedMember.objects.create(
            organization=organization, phone="+447700900000", source="phone", source_detail=""
        )


@pytest.mark.parametrize(
    ("body", "slug"),
    [
        ({"phone": "12345"}, "phone-malformed"),
        ({"phone": "+44\0"}, "phone-malformed"),
        ({"name": "\u202egnp"}, "name-unusable"),
        ({"name": "n" * 61}, "name-unusable"),
        ({"role": "owner"}, "request-invalid"),
        ({"source_detail": "s" * 201}, "name-unusable"),
    ],
)
def test_what_cannot_be_entered(body: dict[str, Any], slug: str) -> None:
    organization = make.organization()
    assert expect(organization, 422, **body)["type"] == f"urn:egret:{slug}"
    assert not ExpectedMember.objects.exists()


def test_once_each() -> None:
    organization, phone = make.organization(), factories.new_phone()
    expect(organization, phone=phone)
    assert expect(organization, 409, phone=phone)["type"] == "urn:egret:already-expected"
    member = make.member(organization)
    assert expect(organization, 409, phone=member.person.phone)["type"] == "urn:egret:already-member"


def test_members_do_not_enter_others() -> None:
    organization = make.organization()
    expect(organization, 403, client_of(make.member(organization).person))
    expect(organization, 404, client_of(factories.person()))
    Organization.objects.update(who_invites_guests="members")
    expect(organization, 403, client_of(make.member(organization).person), role="guest")


def test_administrators_see_and_remove_them() -> None:
    organization = make.organization()
    made = expect(organization, name="Ann Lee")
    client = client_of(make.owner_of(organization).person)
    path = f"/api/v1/organizations/{organization.id}/expected"
    listed = client.get(path).json()
    assert (listed["total"], listed["items"][0]["phone"]) == (1, made["phone"])
    assert client_of(make.member(organization).person).get(path).status_code == 403
    assert client.delete(f"{path}/{made['id']}").status_code == 204
    assert client.delete(f"{path}/{made['id']}").status_code == 404
    assert "expected.removed" in AdministrativeAct.objects.values_list("act", flat=True)
    assert made["phone"] not in str(list(AdministrativeAct.objects.values_list("facts", flat=True)))


def test_nobodys_telephone_rings_without_end() -> None:
    phone = factories.new_phone()
    sent = [expect(make.organization(), phone=phone)["message_sent"] for _ in range(4)]
    assert sent == [True, True, True, False]
    assert ExpectedMember.objects.filter(phone=phone).count() == 4


@pytest.mark.django_db(transaction=True)
def test_who_joins_by_another_way_waits_no_more() -> None:
    organization, person = make.organization(), factories.person()
    expect(organization, phone=person.phone)
    make.member(organization, person)
    assert mine(person) == []


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("Reed & Water (Ely)", "Reed & Water (Ely)"),
        ("Your bank: http://evil.example/x", "Your bank http evil example x"),
        ("快鹭科技。点击 evil.cn", "快鹭科技 点击 evil cn"),
        ("n" * 80, "n" * 40),
        ("://", "Egret"),
    ],
)
def test_an_organisations_name_makes_no_link_in_a_message(name: str, sent: str) -> None:
    assert name_for_message(name) == sent

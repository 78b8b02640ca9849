"""The directory: who sees whom, how people are found, page by page, and never a phone number."""

from __future__ import annotations

import base64
import json
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from egret.accounts import visibility
from egret.accounts.models import Person, Profile
from egret.organizations import subscribers
from egret.organizations.actions import members
from egret.organizations.errors import CursorUnusable
from egret.organizations.models import Membership, Organization, Role
from egret.organizations.names import SEARCH_LENGTH, fold
from egret.organizations.queries.directory import _read_cursor
from tests.factories import organizations as make
from tests.organizations.test_organizations import signed_in

pytestmark = pytest.mark.django_db


def ask(client: Client, of: Organization, **narrowed: str) -> dict[str, Any]:
    response = client.get(f"/api/v1/organizations/{of.id}/people", narrowed)
    assert response.status_code == 200, response.content
    page: dict[str, Any] = response.json()
    return page


def names(client: Client, of: Organization, **narrowed: str) -> list[str]:
    return [each["name"] for each in ask(client, of, **narrowed)["items"]]


@pytest.fixture
def of() -> Organization:
    return make.organization()


@pytest.fixture
def client(of: Organization) -> Client:
    return signed_in(make.member(of, name="Me Myself").person)


def test_what_a_row_shows(of: Organization) -> None:
    sales = make.department(of, "Sales")
    me = make.member(of, department=sales, name="Wanda Rush")
    Membership.objects.filter(role=Role.OWNER).update(name="Ottilie", search="ottilie")
    first, second = ask(signed_in(me.person), of)["items"]
    assert first["name"] == "Ottilie"
    assert second == {
        "id": str(me.id),
        "person": str(me.person_id),
        "name": "Wanda Rush",
        "picture": None,
        "role": "member",
        "department": {"id": str(sales.id), "name": "Sales"},
        "active": True,
        "is_me": True,
    }


def test_no_phone_number_anywhere(of: Organization, client: Client) -> None:
    member = make.member(of, make.member(of).person)
    told = json.dumps(ask(client, of))
    told += client.get(f"/api/v1/organizations/{of.id}/people/{member.id}").content.decode()
    assert str(member.person.phone).lstrip("+") not in told


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("wan", ["Wanda Rush"]),
        ("RUSH", ["Wanda Rush"]),
        ("nda ru", ["Wanda Rush"]),
        ("  wanda   rush ", ["Wanda Rush"]),
        ("ｗａｎｄａ", ["Wanda Rush"]),
        ("小明", ["王小明"]),
        ("王", ["王小明"]),
        ("straße", ["Ulla Strasse"]),
        ("ΟΔΟΣ", ["Οδός Άννα"]),
        ("%", []),
        ("_", ["Anna_Lena"]),
        ("wan\x00da", ["Wanda Rush"]),
        ("\\", []),
        ("nobody", []),
    ],
)
def test_people_are_found(of: Organization, client: Client, q: str, found: list[str]) -> None:
    for name in ("Wanda Rush", "王小明", "Ulla Strasse", "Οδός Άννα", "Anna_Lena"):
        make.member(of, name=name)
    # Accents are letters of their own: Οδός is not ΟΔΟΣ.
    assert names(client, of, q=q) == ([] if q == "ΟΔΟΣ" else found)


def test_a_search_is_no_longer_than_a_name(of: Organization, client: Client) -> None:
    assert client.get(f"/api/v1/organizations/{of.id}/people", {"q": "x" * 101}).status_code == 422


def test_who_has_no_name_comes_last_and_is_found_by_the_one_they_give(of: Organization, client: Client) -> None:
    quiet = make.member(of)
    make.member(of, name="Zoe")
    assert names(client, of) == ["Me Myself", "Zoe", "", ""]
    Profile.objects.create(person=quiet.person, name="Aaron Quiet")
    subscribers.follow_name(quiet.person_id, "", "Aaron Quiet")
    assert names(client, of) == ["Aaron Quiet", "Me Myself", "Zoe", ""]
    assert names(client, of, q="quiet") == ["Aaron Quiet"]
    members.do_change_member(make.owner_of(of), quiet.id, {"name": "Q. Aaron"})
    subscribers.follow_name(quiet.person_id, "Aaron Quiet", "Somebody Else")
    assert names(client, of, q="aaron") == ["Q. Aaron"]
    assert names(client, of, q="somebody") == []


def test_a_departments_people_are_those_below_too(of: Organization, client: Client) -> None:
    top = make.department(of, "Top")
    below = make.department(of, "Below", parent=make.department(of, parent=top))
    make.member(of, name="Upper", department=top)
    make.member(of, name="Lower", department=below)
    make.member(of, name="Elsewhere", department=make.department(of))
    assert names(client, of, department=str(top.id)) == ["Lower", "Upper"]
    assert names(client, of, department=str(below.id), q="low") == ["Lower"]
    foreign = make.department(make.organization())
    for unknown in (foreign.id, uuid.uuid4()):
        response = client.get(f"/api/v1/organizations/{of.id}/people", {"department": str(unknown)})
        assert (response.status_code, response.json()["type"]) == (404, "urn:egret:department-unknown")


def test_every_page_once(of: Organization, client: Client) -> None:
    owner = make.owner_of(of)
    for number in range(120):
        who = Person.objects.create()
        make.member(of, who, name="" if number % 3 == 0 else f"Same {number % 7}")
    pages: list[list[dict[str, Any]]] = []
    cursor: str | None = ""
    while cursor is not None:
        page = ask(client, of, **({"cursor": cursor} if cursor else {}))
        pages.append(page["items"])
        cursor = page["next_cursor"]
    ids = [each["id"] for page in pages for each in page]
    assert [len(page) for page in pages] == [50, 50, 22]
    assert len(set(ids)) == 122
    assert str(owner.id) in ids


@pytest.mark.parametrize("cursor", ["x", "é", "bnVsbA==", "W10=", "WyJhIiwgIngiXQ==", "[", "W1wiXQ", "A" * 900])
def test_cursors_that_are_not_ours(of: Organization, client: Client, cursor: str) -> None:
    response = client.get(f"/api/v1/organizations/{of.id}/people", {"cursor": cursor})
    assert (response.status_code, response.json()["type"]) == (400, "urn:egret:cursor-unusable")


@given(st.one_of(st.binary(max_size=60), st.recursive(st.text(), st.lists).map(lambda v: json.dumps(v).encode())))
def test_no_cursor_is_a_fault(raw: bytes) -> None:
    try:
        search, member_id = _read_cursor(base64.urlsafe_b64encode(raw).decode())
    except CursorUnusable:
        return
    assert "\0" not in search
    assert isinstance(member_id, uuid.UUID)


@given(st.text(max_size=80))
def test_folding_is_final_and_fits(name: str) -> None:
    assert len(fold(name)) <= SEARCH_LENGTH
    assert fold(name) == fold(name.swapcase().swapcase()) or name.swapcase().swapcase() != name


def test_a_page_takes_few_queries(of: Organization, client: Client) -> None:
    for number in range(5):
        make.member(of, name=f"P{number}", department=make.department(of))
    with CaptureQueriesContext(
        connection,
    ) as few:
        ask(client, of)
    for number in range(20):
        make.member(of, name=f"Q{number}", department=make.department(of))
    with CaptureQueriesContext(connection) as many:
        ask(client, of)
    assert len(few) == len(many) <= 9


def test_guests_see_who_shares_a_group(of: Organization) -> None:
    guest = make.member(of, role=Role.GUEST, name="Guest")
    sharing = make.member(of, name="Sharing", department=make.department(of))
    hidden = make.member(of, name="Hidden")
    make.group(of, guest, sharing)
    make.group(of, hidden)
    client = signed_in(guest.person)
    assert names(client, of) == ["Guest", "Sharing"]
    assert {each["department"] for each in ask(client, of)["items"]} == {None}
    people = f"/api/v1/organizations/{of.id}/people"
    assert client.get(f"{people}/{sharing.id}").status_code == 200
    assert client.get(f"{people}/{hidden.id}").json()["type"] == "urn:egret:member-unknown"
    by_department = client.get(people, {"department": str(sharing.department_id)})
    assert by_department.json()["type"] == "urn:egret:department-unknown"
    assert client.get("/api/v1/organizations").json()["items"][0]["members"] is None
    assert visibility.can_see(guest.person_id, sharing.person_id)
    assert not visibility.can_see(guest.person_id, hidden.person_id)
    assert visibility.can_see(hidden.person_id, guest.person_id)


def test_pictures_are_for_who_shares_an_organisation(of: Organization) -> None:
    first, second = make.member(of), make.member(of)
    stranger = make.member(make.organization())
    assert visibility.can_see(first.person_id, second.person_id)
    assert not visibility.can_see(stranger.person_id, second.person_id)
    members.do_set_active(of.id, second.id, active=False)
    assert not visibility.can_see(first.person_id, second.person_id)
    assert not visibility.can_see(second.person_id, first.person_id)


def test_suspended_people_are_the_administrators_business(of: Organization, client: Client) -> None:
    away = make.member(of, name="Away")
    members.do_set_active(of.id, away.id, active=False)
    assert "Away" not in names(client, of)
    admin = signed_in(make.member(of, role=Role.ADMIN).person)
    (row,) = ask(admin, of, q="away")["items"]
    assert row["active"] is False


def test_one_member(of: Organization) -> None:
    member = make.member(of, name="Wanda Rush")
    make.group(of, member, name="Choir")
    url = f"/api/v1/organizations/{of.id}/people/{member.id}"
    mine = signed_in(member.person).get(url).json()
    assert (mine["given_name"], mine["source"], [each["name"] for each in mine["groups"]]) == (
        "Wanda Rush",
        "link",
        ["Choir"],
    )
    others = signed_in(make.member(of).person).get(url).json()
    assert (others["name"], others["given_name"], others["source"]) == ("Wanda Rush", None, None)

"""The department tree: create, rename, move, delete, heads; no knots, whatever happens at the same moment."""

from __future__ import annotations

import itertools
import json
import time
import uuid
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from egret.organizations.actions import departments
from egret.organizations.actions.organization import do_delete
from egret.organizations.errors import DepartmentUnderItself
from egret.organizations.models import Department, Membership, Organization, Role
from egret.organizations.queries.tree import Tree, departments_of
from tests.factories import organizations as make
from tests.organizations.test_members import at_once
from tests.organizations.test_organizations import sentences, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def of() -> Organization:
    return make.organization()


@pytest.fixture
def client(of: Organization) -> Client:
    return signed_in(make.member(of, role=Role.ADMIN).person)


def send(client: Client, method: str, of: Organization, path: str = "", **body: Any) -> tuple[int, Any]:
    url = f"/api/v1/organizations/{of.id}/departments{path}"
    response = client.generic(method, url, json.dumps(body), "application/json")
    return response.status_code, response.json() if response.content else None


def tree(client: Client, of: Organization) -> dict[str, tuple[str | None, int]]:
    """Each department's name with that of its parent and how many people are in and below it."""
    items = send(client, "GET", of)[1]["items"]
    names = {each["id"]: each["name"] for each in items}
    return {each["name"]: (names.get(each["parent"]), each["members"]) for each in items}


def test_a_tree_grows_and_counts_who_is_below(of: Organization, client: Client) -> None:
    _, sales = send(client, "POST", of, name=" Sales ")
    assert (sales["name"], sales["parent"]) == ("Sales", None)
    status, north = send(client, "POST", of, name="北方", parent=sales["id"])
    assert (status, north["parent"]) == (201, sales["id"])
    below = Department.objects.get(id=north["id"])
    for _ in range(2):
        make.member(of, department=below)
    make.member(of, department=Department.objects.get(id=sales["id"]))
    assert tree(client, of) == {"Sales": (None, 3), "北方": ("Sales", 2)}


def test_names_are_one_among_siblings(of: Organization, client: Client) -> None:
    _, sales = send(client, "POST", of, name="Sales")
    again = send(client, "POST", of, name="Sales")
    assert (again[0], again[1]["type"]) == (409, "urn:egret:name-taken")
    assert send(client, "POST", of, name="Sales", parent=sales["id"])[0] == 201
    _, north = send(client, "POST", of, name="North", parent=sales["id"])
    assert send(client, "PATCH", of, f"/{north['id']}", name="Sales")[1]["type"] == "urn:egret:name-taken"
    assert send(client, "PATCH", of, f"/{north['id']}", name="North")[0] == 200
    inner = Department.objects.get(name="Sales", parent_id=sales["id"])
    assert send(client, "PATCH", of, f"/{inner.id}", parent=None)[1]["type"] == "urn:egret:name-taken"
    elsewhere = make.organization()
    make.department(elsewhere, "Sales")


@pytest.mark.parametrize("name", ["", "  ", "a\x00b", "\u202ex", "x" * 81])
def test_unusable_names(of: Organization, client: Client, name: str) -> None:
    assert send(client, "POST", of, name=name)[1]["type"] == "urn:egret:name-unusable"
    assert not Department.objects.exists()


def test_lone_surrogates_are_no_text(of: Organization, client: Client) -> None:
    url = f"/api/v1/organizations/{of.id}/departments"
    response = client.post(url, '{"name": "\\ud800"}', "application/json")
    assert response.status_code in (400, 422)


def test_moving_a_subtree(of: Organization, client: Client) -> None:
    top, other = make.department(of, "Top"), make.department(of, "Other")
    middle = make.department(of, "Middle", parent=top)
    make.department(of, "Leaf", parent=middle)
    assert send(client, "PATCH", of, f"/{middle.id}", parent=str(other.id))[0] == 200
    assert tree(client, of)["Middle"] == ("Other", 0)
    assert tree(client, of)["Leaf"] == ("Middle", 0)
    assert send(client, "PATCH", of, f"/{middle.id}", parent=None)[0] == 200
    assert tree(client, of)["Middle"] == (None, 0)
    told = sentences(client, of)
    assert told[:2] == ["moved the department Middle to the top", "moved the department Middle below Other"]


def test_no_department_stands_below_itself(of: Organization, client: Client) -> None:
    top = make.department(of, "Top")
    middle = make.department(of, "Middle", parent=top)
    leaf = make.department(of, "Leaf", parent=middle)
    for below in (top, middle, leaf):
        status, body = send(client, "PATCH", of, f"/{top.id}", parent=str(below.id), name="New")
        assert (status, body["type"]) == (409, "urn:egret:department-under-itself")
    assert tree(client, of) == {"Top": (None, 0), "Middle": ("Top", 0), "Leaf": ("Middle", 0)}


def test_a_thousand_levels(of: Organization, client: Client) -> None:
    top = make.department(of, "L0")
    rest = [Department(organization=of, name=f"L{level}") for level in range(1, 1000)]
    for above, below in itertools.pairwise([top, *rest]):
        below.parent = above
    Department.objects.bulk_create(rest)
    deepest = rest[-1]
    assert send(client, "POST", of, name="Deeper", parent=str(deepest.id))[0] == 201
    member = make.member(of, department=deepest)
    assert tree(client, of)["L0"] == (None, 1)
    found = client.get(f"/api/v1/organizations/{of.id}/people", {"department": str(top.id)}).json()["items"]
    assert [each["id"] for each in found] == [str(member.id)]
    assert (
        send(client, "PATCH", of, f"/{top.id}", parent=str(deepest.id))[1]["type"]
        == "urn:egret:department-under-itself"
    )
    assert send(client, "PATCH", of, f"/{rest[500].id}", parent=None)[0] == 200
    assert tree(client, of)["L0"] == (None, 0)
    assert send(client, "DELETE", of, f"/{rest[200].id}")[0] == 204
    assert tree(client, of)["L202"][0] == "L200"
    do_delete(make.owner_of(of), of.name)
    assert not Department.objects.exists()


def test_a_number_of_departments_and_no_more(of: Organization, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(departments, "MAXIMUM_DEPARTMENTS", 2)
    assert [send(client, "POST", of, name=name)[0] for name in "abc"] == [201, 201, 409]


def test_what_is_in_a_deleted_department_moves_up(of: Organization, client: Client) -> None:
    top = make.department(of, "Top")
    middle = make.department(of, "Middle", parent=top)
    make.department(of, "Middle", parent=middle)
    member = make.member(of, department=middle)
    status, body = send(client, "DELETE", of, f"/{middle.id}?empty_only=true")
    assert (status, body["type"], body["people"], body["departments"]) == (409, "urn:egret:department-not-empty", 1, 1)
    assert send(client, "DELETE", of, f"/{middle.id}")[0] == 204
    assert tree(client, of) == {"Top": (None, 1), "Middle": ("Top", 0)}
    assert sentences(client, of)[0] == "deleted the department Middle; moved up: 1 people, 1 departments"
    assert send(client, "DELETE", of, f"/{top.id}")[0] == 204
    member.refresh_from_db()
    assert member.department_id is None
    assert send(client, "DELETE", of, f"/{Department.objects.get().id}?empty_only=true")[0] == 204
    assert not Department.objects.exists()


def test_a_name_that_is_taken_above_stops_the_deletion(of: Organization, client: Client) -> None:
    middle = make.department(of, "Middle")
    make.department(of, "North")
    make.department(of, "North", parent=middle)
    member = make.member(of, department=middle)
    assert send(client, "DELETE", of, f"/{middle.id}")[1]["type"] == "urn:egret:name-taken"
    member.refresh_from_db()
    assert member.department_id == middle.id
    assert tree(client, of)["Middle"] == (None, 1)


def test_heads(of: Organization, client: Client) -> None:
    sales = make.department(of, "Sales")
    member = make.member(of, name="Wanda Rush")
    path = f"/{sales.id}/heads/{member.id}"
    assert [send(client, "PUT", of, path)[0] for _ in range(2)] == [204, 204]
    (listed,) = send(client, "GET", of)[1]["items"]
    assert listed["heads"] == [{"id": str(member.id), "name": "Wanda Rush"}]
    assert sentences(client, of)[:2] == ["made Wanda Rush head of Sales", "created the department Sales"]
    assert [send(client, "DELETE", of, path)[0] for _ in range(2)] == [204, 204]
    assert send(client, "GET", of)[1]["items"][0]["heads"] == []
    foreign = make.member(make.organization())
    assert send(client, "PUT", of, f"/{sales.id}/heads/{foreign.id}")[1]["type"] == "urn:egret:member-unknown"


def test_another_organisations_department_does_not_exist_here(of: Organization, client: Client) -> None:
    foreign = make.department(make.organization())
    mine = make.department(of)
    for status, body in (
        send(client, "POST", of, name="x", parent=str(foreign.id)),
        send(client, "PATCH", of, f"/{mine.id}", parent=str(foreign.id)),
        send(client, "PATCH", of, f"/{foreign.id}", name="x"),
        send(client, "DELETE", of, f"/{foreign.id}"),
        send(client, "DELETE", of, f"/{uuid.uuid4()}"),
    ):
        assert (status, body["type"]) == (404, "urn:egret:department-unknown")


def test_members_look_and_do_not_touch(of: Organization) -> None:
    sales = make.department(of, "Sales")
    ordinary, guest = signed_in(make.member(of).person), signed_in(make.member(of, role=Role.GUEST).person)
    assert send(ordinary, "GET", of)[0] == 200
    assert send(guest, "GET", of)[0] == 403
    for client in (ordinary, guest):
        assert send(client, "POST", of, name="x")[0] == 403
        assert send(client, "PATCH", of, f"/{sales.id}", name="x")[0] == 403
        assert send(client, "DELETE", of, f"/{sales.id}")[0] == 403


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_the_same_moment_tie_no_knot() -> None:
    for _ in range(5):
        of = make.organization()
        first, second = make.department(of, "A"), make.department(of, "B")
        actor = make.owner_of(of)
        outcomes = at_once(
            lambda: departments.do_change_department(actor, first.id, {"parent_id": second.id}),  # noqa: B023
            lambda: departments.do_change_department(actor, second.id, {"parent_id": first.id}),  # noqa: B023
        )
        assert sorted(outcomes, key=str) == sorted([None, DepartmentUnderItself], key=str)


@given(st.lists(st.integers(0, 30), max_size=30))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_walking_a_tree(parents: list[int]) -> None:
    ids = [uuid.UUID(int=number) for number in range(len(parents))]
    above = {ids[n]: ids[parent] if parent < n else None for n, parent in enumerate(parents)}
    tree = Tree.of(above)
    order = tree.bottom_up()
    assert sorted(order) == sorted(ids)
    for department, parent in above.items():
        if parent is not None:
            assert order.index(department) < order.index(parent)
            assert tree.subtree(department) < tree.subtree(parent)


def test_two_thousand_departments_are_read_at_once(of: Organization, django_assert_num_queries: Any) -> None:
    made = Department.objects.bulk_create(Department(organization=of, name=f"D{number}") for number in range(2000))
    for number, department in enumerate(made):
        department.parent = made[(number - 1) // 8] if number else None
    Department.objects.bulk_update(made, ["parent"], batch_size=500)
    Membership.objects.filter(organization=of).update(department=made[-1])
    with django_assert_num_queries(3):
        started = time.process_time()
        rows = departments_of(of.id)
        spent = time.process_time() - started
    assert (len(rows), next(row.members for row in rows if row.parent_id is None)) == (2000, 1)
    assert spent < 1, "measured by benchmarks/directory.py; here only that it is no square"

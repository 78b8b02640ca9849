"""Filters: the database finds what the library, reading each resource in memory, finds; noise is a clear refusal."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scim2_models import SCIMException, ScimFilter

from egret.organizations.models import Group, Membership
from egret.organizations.scim import filters, resources
from egret.organizations.scim.resources import AnyUser
from tests.organizations.scim_support import Directory, directory

pytestmark = pytest.mark.django_db
NO_RESET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@pytest.fixture
def reed() -> Directory:
    """Six people who differ in everything a filter can see, and two groups."""
    reed = directory()
    ada = reed.make_user("ada@example.com", displayName="Ada Lovelace", externalId="A-1")
    bob = reed.make_user("bob", displayName="Bob", active=False)
    reed.make_user("Eve@Example.com", externalId="a-1")
    reed.make_user("100%_sure", displayName="50 % \\ 'quoted\"")
    reed.make_user("王小明@example.com", displayName="王小明", externalId="王")
    reed.make_user("zoe", displayName="Zoë")
    reed.make_group("Boats", ada, bob)
    reed.make_group("Reeds")
    return reed


def names(reed: Directory, expression: str) -> set[str]:
    return {user["userName"] for user in reed.get("Users", filter=expression)["Resources"]}


# One directory serves them all: founding it costs more than asking it.
FOUND = [
    ('userName eq "BOB"', {"bob"}),
    ('USERNAME EQ "bob"', {"bob"}),
    ('urn:ietf:params:scim:schemas:core:2.0:User:userName eq "bob"', {"bob"}),
    ('externalId eq "A-1"', {"ada@example.com"}),
    ('externalId eq "a-1"', {"Eve@Example.com"}),
    ('externalId co "a-"', {"Eve@Example.com"}),
    ('externalId sw "A"', {"ada@example.com"}),
    ('externalId ew "王"', {"王小明@example.com"}),
    ('externalId sw "longer than any of them"', set()),
    ('externalId co ""', {"ada@example.com", "Eve@Example.com", "王小明@example.com"}),
    ('not (externalId co "a-")', {"ada@example.com", "王小明@example.com", "bob", "100%_sure", "zoe"}),
    ("externalId pr", {"ada@example.com", "Eve@Example.com", "王小明@example.com"}),
    ("not (externalId pr)", {"bob", "100%_sure", "zoe"}),
    ("externalId eq null", {"bob", "100%_sure", "zoe"}),
    ("active eq false", {"bob"}),
    ("active ne true", {"bob"}),
    ('displayName sw "Ada" or displayName ew "ë"', {"ada@example.com", "zoe"}),
    ('displayName co "%"', {"100%_sure"}),
    ('userName co "%_"', {"100%_sure"}),
    ('name.formatted eq "王小明"', {"王小明@example.com"}),
    ('emails[type eq "work"].value eq "ada@example.com"', {"ada@example.com"}),
    ('emails.value eq "ADA@example.com"', {"ada@example.com"}),
    ('emails eq "ada@example.com"', {"ada@example.com"}),
    (
        'emails[type eq "work" and value ew "@example.com"]',
        {"ada@example.com", "Eve@Example.com", "王小明@example.com"},
    ),
    ('emails[type eq "home"]', set()),
    ('emails.value eq "bob"', set()),
    ("emails pr and active eq true and not (externalId pr)", set()),
    ('userName eq "bob" and (active eq true or displayName eq "bob")', {"bob"}),
    ('title eq "Captain"', set()),
    ("title pr", set()),
    ('phoneNumbers[type eq "mobile"].value pr', set()),
    ('meta.created gt "2020-01-01T00:00:00Z" and userName eq "zoe"', {"zoe"}),
    ('meta.created lt "2020-01-01T00:00:00Z"', set()),
    ('meta.created gt "2020-01-01T00:00:00"', set()),
    ('meta.resourceType eq "User" and userName eq "zoe"', {"zoe"}),
    ('id eq "no-id"', set()),
    ('userName eq "\\u0000"', set()),
    ('userName eq "\\ud800"', set()),
    ('userName eq "x" or userName eq "bob"', {"bob"}),
    ("(" * 500 + 'userName eq "bob"' + ")" * 500, {"bob"}),
]


def test_users_found(reed: Directory) -> None:
    asked = {expression: names(reed, expression) for expression, _ in FOUND}
    assert asked == dict(FOUND)


def test_by_group_and_by_key(reed: Directory) -> None:
    boats = reed.get("Groups", filter='displayName eq "boats"')["Resources"][0]
    assert names(reed, f'groups.value eq "{boats["id"]}"') == {"ada@example.com", "bob"}
    bob = reed.get("Users", filter='userName eq "bob"')["Resources"][0]
    assert names(reed, f'id eq "{bob["id"]}"') == {"bob"}
    for expression in (
        f'members[value eq "{bob["id"]}"]',
        f'members.value eq "{bob["id"]}"',
        f'members eq "{bob["id"]}"',
    ):
        assert [group["id"] for group in reed.get("Groups", filter=expression)["Resources"]] == [boats["id"]]
    assert [group["displayName"] for group in reed.get("Groups", filter="not (members pr)")["Resources"]] == ["Reeds"]
    one_in = f'id eq "{boats["id"]}" and members eq "{bob["id"]}"'
    assert reed.get("Groups", filter=one_in, excludedAttributes="members")["totalResults"] == 1


REFUSED = [
    "",
    "userName",
    "userName eq",
    "userName eq bob",
    'userName is "bob"',
    'userName eq "bob',
    'userName eq "bob" and',
    '(userName eq "bob"',
    'unheardOf eq "x"',
    "userName.first pr",
    'emails[type eq "work"',
    "active gt true",
    'active eq "perhaps"',
    'active co "t"',
    'meta.created gt "yesterday"',
    'userName eq "bob"; DROP TABLE people',
    " or ".join(["userName pr"] * 300),
    "not (" * 100 + "userName pr" + ")" * 100,
    "\0",
]


def test_a_filter_that_is_none(reed: Directory) -> None:
    for expression in REFUSED:
        status, answer = reed.ask("GET", "Users", filter=expression)
        assert (status, answer.get("scimType")) == (400, "invalidFilter"), (expression, answer)


WORDS = ["ada@example.com", "ADA@EXAMPLE.COM", "bob", "Bob", "a-1", "A-1", "example", "@", "%", "_", "", "Ada", "zoe"]
text_attributes = st.sampled_from(["userName", "displayName", "name.formatted", "externalId", "emails.value", "title"])
comparisons = st.one_of(
    st.tuples(text_attributes, st.sampled_from(["eq", "ne", "co", "sw", "ew"]), st.sampled_from(WORDS)).map(
        lambda parts: f"{parts[0]} {parts[1]} {ScimFilter.quote(parts[2])}"
    ),
    st.sampled_from(["active eq true", "active eq false", "active ne true"]),
    st.sampled_from(
        ["externalId pr", "displayName pr", "name pr", "emails pr", "title pr", "userName pr", "groups pr"]
    ),
    st.tuples(st.sampled_from(["eq", "ne", "co"]), st.sampled_from(["work", "home"])).map(
        lambda parts: f'emails[type {parts[0]} "{parts[1]}" and value pr]'
    ),
)
expressions = st.recursive(
    comparisons,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(
            lambda parts: f"({parts[0]} {parts[1]} {parts[2]})"
        ),
        inner.map(lambda one: f"not ({one})"),
    ),
    max_leaves=6,
)


def test_the_database_agrees_with_the_library(reed: Directory) -> None:
    members = Membership.objects.filter(organization=reed.organization, scim_user_name__isnull=False)
    known = {member.id: resources.user_of(member) for member in members.prefetch_related("groups__group")}
    users: dict[Any, AnyUser] = {key: AnyUser.model_validate(user.model_dump()) for key, user in known.items()}

    @given(expressions)
    @settings(max_examples=200, deadline=None, suppress_health_check=NO_RESET)
    def agree(expression: str) -> None:
        parsed = ScimFilter[AnyUser](expression)
        in_memory = {key for key, user in users.items() if parsed.match(user)}
        assert set(members.filter(filters.users(expression)).values_list("id", flat=True)) == in_memory, expression

    agree()


@given(st.text(max_size=60) | st.text(alphabet='userNam eq"[]()andorpt.\\ 0\0\ud800', max_size=60) | expressions)
@settings(max_examples=100, deadline=None)
def test_whatever_is_typed_is_a_query_or_a_refusal(expression: str) -> None:
    for query, model in ((filters.users, Membership), (filters.groups, Group)):
        try:
            found = query(expression)
        except SCIMException as error:
            assert error.scim_type == "invalidFilter"
        else:
            assert model.objects.filter(found).count() >= 0

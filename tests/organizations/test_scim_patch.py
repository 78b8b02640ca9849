"""PATCH as Entra ID and Okta really send it, and as nobody should."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from egret.organizations.models import Membership
from tests.organizations.scim_support import PATCH, Directory, directory, recorded

pytestmark = pytest.mark.django_db
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"


@pytest.fixture
def reed() -> Directory:
    return directory()


def test_entra_changes_several_values(reed: Directory) -> None:
    status, made = reed.ask("POST", "Users", recorded("entra_create_user"))
    assert status == 201, made
    assert made["displayName"] == "givenName familyName"
    status, answer = reed.ask("PATCH", f"Users/{made['id']}", recorded("entra_update_user_multi_valued"))
    # The e-mail address is not kept, and half a name is none.
    assert (status, answer) == (200, made)


def test_entra_changes_a_user_name(reed: Directory) -> None:
    made = reed.make_user()
    status, answer = reed.ask("PATCH", f"Users/{made['id']}", recorded("entra_update_user_single_valued"))
    assert (status, answer["userName"]) == (200, "5b50642d-79fc-4410-9e90-4c077cdd1a59@testuser.com")
    assert answer["emails"] == [{"value": answer["userName"], "type": "work", "primary": True}]


@pytest.mark.parametrize(
    "name",
    ["entra_disable_user", "entra_disable_user_as_text", "entra_disable_user_as_list", "okta_deactivate_user"],
)
def test_switching_off(reed: Directory, name: str) -> None:
    made = reed.make_user()
    status, answer = reed.ask("PATCH", f"Users/{made['id']}", recorded(name))
    assert (status, answer["active"]) == (200, False)
    assert not Membership.objects.get(id=made["id"]).active


@pytest.mark.parametrize(
    ("name", "display_name", "external_id"),
    [("entra_replace_several", "Pvlo", "Eqpj"), ("entra_replace_several_compliant", "Bjfe", "1")],
)
def test_entra_replaces_several_at_once(reed: Directory, name: str, display_name: str, external_id: str) -> None:
    made = reed.make_user(externalId="1", displayName="Before")
    status, answer = reed.ask("PATCH", f"Users/{made['id']}", recorded(name))
    assert (status, answer["displayName"], answer["externalId"]) == (200, display_name, external_id)


def test_what_is_not_kept_changes_nothing(reed: Directory) -> None:
    made = reed.make_user()
    assert reed.ask("PATCH", f"Users/{made['id']}", recorded("entra_add_nickname")) == (200, made)


@pytest.mark.parametrize("name", ["entra_remove_members", "entra_remove_member_compliant"])
def test_entra_moves_people_in_and_out_of_groups(reed: Directory, name: str) -> None:
    ada, bob = reed.make_user("ada", displayName="Ada"), reed.make_user("bob")
    boats = reed.make_group("Boats", bob)
    path = f"Groups/{boats['id']}"
    assert reed.ask("PATCH", path, recorded("entra_add_members", user=ada["id"])) == (204, None)
    assert reed.ask("PATCH", path, recorded("entra_add_members", user=ada["id"])) == (204, None)
    assert reed.members(boats) == {ada["id"], bob["id"]}
    assert reed.ask("PATCH", path, recorded(name, user=ada["id"])) == (204, None)
    assert reed.ask("PATCH", path, recorded(name, user=ada["id"])) == (204, None)
    assert reed.members(boats) == {bob["id"]}


def test_groups_are_renamed(reed: Directory) -> None:
    ada = reed.make_user()
    boats = reed.make_group("Boats", ada)
    path = f"Groups/{boats['id']}"
    for name, now in (
        ("entra_update_group_name", "1879db59-3bdf-4490-ad68-ab880a269474updatedDisplayName"),
        ("okta_rename_group", "Test SCIMv20"),
    ):
        assert reed.ask("PATCH", path, recorded(name, group=boats["id"])) == (204, None)
        assert reed.get(path)["displayName"] == now
    assert reed.members(boats) == {ada["id"]}


def test_okta_moves_people_in_and_out_of_groups(reed: Directory) -> None:
    ada, bob = reed.make_user("ada", displayName="Ada"), reed.make_user("bob")
    status, group = reed.ask("POST", "Groups", recorded("okta_create_group"))
    assert status == 201
    path = f"Groups/{group['id']}"
    both = recorded("okta_replace_members", user=ada["id"], other=bob["id"])
    assert reed.ask("PATCH", path, both) == (204, None)
    assert reed.members(group) == {ada["id"], bob["id"]}
    reed.patch(path, {"op": "remove", "path": f'members[value eq "{bob["id"]}"]'})
    change = recorded("okta_change_members", user=ada["id"], other=bob["id"])
    assert reed.ask("PATCH", path, change) == (204, None)
    assert reed.members(group) == {bob["id"]}


@pytest.mark.parametrize(
    "operation",
    [{"op": "remove", "path": "members"}, {"op": "replace", "path": "members", "value": []}],
    ids=str,
)
def test_a_group_is_emptied(reed: Directory, operation: dict[str, Any]) -> None:
    boats = reed.make_group("Boats", reed.make_user())
    assert reed.patch(f"Groups/{boats['id']}", operation) == (204, None)
    assert reed.members(boats) == set()


@pytest.mark.parametrize(
    ("operation", "kind"),
    [
        ({"op": "replace", "path": "unheardOf", "value": 1}, "invalidPath"),
        ({"op": "replace", "path": "name.unheardOf", "value": "x"}, "invalidPath"),
        ({"op": "add", "path": "urn:example:2.0:User:team", "value": "x"}, "invalidPath"),
        ({"op": "replace", "path": "userName[", "value": "x"}, "invalidPath"),
        ({"op": "replace", "path": 'unheardOf[type eq "x"].value', "value": "x"}, "invalidPath"),
        ({"op": "replace", "value": {"unheardOf": 1}}, "invalidValue"),
        ({"op": "replace", "value": "x"}, "invalidValue"),
        ({"op": "remove"}, "noTarget"),
        ({"op": "remove", "path": "userName"}, "mutability"),
        ({"op": "replace", "path": "userName", "value": None}, "mutability"),
        ({"op": "replace", "path": "userName", "value": ""}, "invalidValue"),
        ({"op": "replace", "path": "id", "value": "x"}, "mutability"),
        ({"op": "replace", "path": "active", "value": "perhaps"}, "invalidValue"),
        ({"op": "replace", "path": "active", "value": {}}, "invalidValue"),
        ({"op": "add", "path": "displayName"}, "invalidValue"),
        ({"op": "move", "path": "displayName", "value": "x"}, "invalidValue"),
        ({"path": "displayName", "value": "x"}, None),
        ({"op": "replace", "path": 7, "value": "x"}, None),
    ],
    ids=str,
)
def test_all_of_it_or_nothing(reed: Directory, operation: dict[str, Any], kind: str | None) -> None:
    made = reed.make_user(displayName="Before", externalId="1")
    good = {"op": "replace", "path": "displayName", "value": "After"}
    status, answer = reed.patch(f"Users/{made['id']}", good, operation)
    assert status == 400, answer
    assert kind in (None, answer.get("scimType")), answer
    assert reed.get(f"Users/{made['id']}") == made


def test_members_who_are_nobody_change_nothing(reed: Directory) -> None:
    ada, eve = reed.make_user(), directory().make_user("eve")
    boats = reed.make_group("Boats", ada)
    for value in (eve["id"], "nobody", boats["id"]):
        status, answer = reed.patch(
            f"Groups/{boats['id']}",
            {"op": "replace", "path": "displayName", "value": "After"},
            {"op": "add", "path": "members", "value": [{"value": value}]},
        )
        assert (status, answer["scimType"]) == (400, "invalidValue")
    assert reed.members(boats) == {ada["id"]}
    assert reed.get(f"Groups/{boats['id']}")["displayName"] == "Boats"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"Operations": []},
        {"schemas": [PATCH]},
        {"schemas": [PATCH], "Operations": "x"},
        {"schemas": [PATCH], "Operations": [None, 1]},
    ],
    ids=str,
)
def test_what_is_no_patch(reed: Directory, body: dict[str, Any]) -> None:
    made = reed.make_user()
    assert reed.ask("PATCH", f"Users/{made['id']}", body)[0] == 400


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=6)
    | st.sampled_from(["True", "x@y.z", "\0", "\ud800"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["value", "type", "$ref", "displayName", "name.givenName", "active", "userName", "members", "x"]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=4,
)
paths = st.sampled_from(
    [
        "userName", "displayName", "name", "name.givenName", "active", "externalId", "emails", "emails.value", "groups",
        'emails[type eq "work"].value', 'emails[type eq "home"]', "emails[value pr]", "members", "members.value",
        'members[value eq "x"]', 'members[value eq "x"].display', "meta", "id", "schemas", "x509Certificates", "photos",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager", "roles", "", ".", "a b", "[", "\0",
        "urn:ietf:params:scim:schemas:core:2.0:User:userName",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
    ]
) | st.text(max_size=10)  # fmt: skip
operations = st.fixed_dictionaries(
    {"op": st.sampled_from(["add", "Add", "replace", "Replace", "remove", "Remove", "move"])},
    optional={"path": paths, "value": values},
)


def test_noise_is_refused_or_understood_and_never_a_fault(reed: Directory) -> None:
    user, group = reed.make_user("ada"), reed.make_group("Boats")

    @given(st.sampled_from(["Users", "Groups"]), st.lists(operations, max_size=3))
    @settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
    def try_it(kind: str, several: list[dict[str, Any]]) -> None:
        path = f"{kind}/{(user if kind == 'Users' else group)['id']}"
        body = json.dumps({"schemas": [PATCH], "Operations": several}).encode()
        status, answer = reed.ask("PATCH", path, body)
        assert status in (200, 204, 400, 409), (status, answer)
        assert reed.ask("GET", path)[0] == 200

    try_it()


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "Add", "path": f"{ENTERPRISE}:manager", "value": "a bare word"},
        {"op": "Replace", "path": f"{ENTERPRISE}:manager", "value": [{"$ref": None, "value": "a-key"}]},
        {"op": "Add", "path": "roles", "value": "admin"},
        {"op": "Replace", "path": 'phoneNumbers[type eq "mobile"].value', "value": 7},
        {"op": "Replace", "value": {"profileUrl": "no address", f"{ENTERPRISE}": {"manager": 7}}},
        {"op": "Remove", "path": 'addresses[type eq "work"]'},
        {"op": "Add", "path": ENTERPRISE, "value": {"department": 7}},
    ],
)
def test_what_is_never_kept_is_not_read(operation: dict[str, Any]) -> None:
    reed = directory()
    ada = reed.make_user(displayName="Ada")
    assert reed.patch(f"Users/{ada['id']}", operation) == (200, ada)
    rename = {"op": "Replace", "value": {"displayName": "Ada L", "title": 7}}
    status, answer = reed.patch(f"Users/{ada['id']}", operation, rename)
    assert (status, answer["displayName"]) == (200, "Ada L")


@pytest.mark.parametrize("path", [f"{ENTERPRISE}:nothing", "phoneNumbers.nothing", "roles["])
def test_nothing_is_no_attribute_that_is_not_kept(path: str) -> None:
    reed = directory()
    ada = reed.make_user(displayName="Ada")
    status, answer = reed.patch(f"Users/{ada['id']}", {"op": "replace", "path": path, "value": "x"})
    assert (status, answer["scimType"]) == (400, "invalidPath")


def test_an_error_is_told_in_its_own_words() -> None:
    reed = directory()
    ada = reed.make_user()
    status, answer = reed.patch(f"Users/{ada['id']}", {"op": "replace", "path": "active", "value": "maybe"})
    assert (status, answer["scimType"]) == (400, "invalidValue")
    assert "active" in answer["detail"] and "http" not in answer["detail"]


def test_a_changed_group_is_shown_when_something_of_it_is_asked_for() -> None:
    reed = directory()
    ada = reed.make_user()
    boats = reed.make_group("Boats", ada)
    rename = {"schemas": [PATCH], "Operations": [{"op": "replace", "path": "displayName", "value": "Ships"}]}
    status, answer = reed.ask("PATCH", f"Groups/{boats['id']}", rename, attributes="displayName")
    assert (status, answer["displayName"], "members" in answer) == (200, "Ships", False)
    status, answer = reed.ask("PATCH", f"Groups/{boats['id']}", rename, excludedAttributes="externalId")
    assert [each["value"] for each in answer["members"]] == [ada["id"]]

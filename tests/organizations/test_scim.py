"""SCIM as directories use it: users and groups, their errors, and the token."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from egret.accounts.actions import directory_people
from egret.accounts.models import Person
from egret.kernel import clock
from egret.kernel.installation import tables_holding
from egret.organizations.models import AdministrativeAct, Group, Membership, Role, ScimToken, Source, SsoConnection
from egret.organizations.queries.acts import acts_of
from tests import factories
from tests.factories import organizations as make
from tests.organizations.scim_support import GROUP, USER, Directory, directory, recorded

pytestmark = pytest.mark.django_db


def error(answer: tuple[int, Any]) -> tuple[int, str | None]:
    status, body = answer
    assert body["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"]
    assert body["status"] == str(status)
    return status, body.get("scimType")


def test_a_user_from_beginning_to_end() -> None:
    reed = directory()
    status, made = reed.ask("POST", "Users", recorded("okta_create_user"))
    assert status == 201
    assert made["schemas"] == [USER]
    assert (made["userName"], made["externalId"], made["active"]) == (
        "test.user@okta.local",
        "00ujl29u0le5T6Aj10h7",
        True,
    )
    assert made["displayName"] == "Test User"
    member = Membership.objects.get(id=made["id"])
    assert (member.organization, member.name, member.source) == (reed.organization, "Test User", Source.SCIM)
    assert (member.person.phone, member.role) == (None, Role.MEMBER)
    assert made["meta"]["location"].endswith(f"/scim/v2/Users/{member.id}")
    assert reed.get(f"Users/{member.id}") == made
    found = reed.get("Users", filter='userName eq "TEST.user@okta.local"', startIndex=1, count=100)
    assert (found["totalResults"], found["Resources"]) == (1, [made])
    assert reed.ask("DELETE", f"Users/{member.id}") == (204, None)
    assert error(reed.ask("GET", f"Users/{member.id}")) == (404, None)
    assert error(reed.ask("DELETE", f"Users/{member.id}")) == (404, None)
    assert not Person.objects.filter(id=member.person_id).exists()
    acts = AdministrativeAct.objects.filter(organization=reed.organization, act__startswith="scim.member")
    assert [act.act for act in acts.order_by("id")] == ["scim.member_entered", "scim.member_removed"]


def test_nobody_found_is_an_empty_list() -> None:
    found = directory().get("Users", filter='userName eq "non-existent user"')
    assert found == {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
        "totalResults": 0,
        "startIndex": 1,
        "itemsPerPage": 0,
        "Resources": [],
    }


def test_what_is_not_used_is_not_kept() -> None:
    reed = directory()
    made = reed.make_user(
        "canary-user",
        password="canary-password",
        title="canary-title",
        nickName="canary-nick",
        phoneNumbers=[{"value": "+447700900777", "type": "mobile"}],
        addresses=[{"formatted": "canary-street 1", "type": "home"}],
        photos=[{"value": "https://canary-photo.test/face.jpg"}],
        emails=[{"value": "canary-mail@example.com", "type": "home"}],
        **{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"employeeNumber": "canary-number"}},
    )
    for canary in ("password", "title", "nick", "street", "photo", "mail", "number"):
        assert tables_holding(f"canary-{canary}") == [], canary
    assert tables_holding("7700900777") == []
    assert tables_holding("canary-user") == ["organizations.Membership.scim_user_name"]
    assert set(made) == {"schemas", "id", "meta", "userName", "active"}


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ({"displayName": "Ada L.", "name": {"formatted": "Ada Lovelace"}}, "Ada L."),
        ({"name": {"formatted": "Ada Lovelace", "givenName": "A", "familyName": "L"}}, "Ada Lovelace"),
        ({"name": {"givenName": "Ada", "familyName": "Lovelace"}}, "Ada Lovelace"),
        ({"name": {"givenName": "小明", "familyName": "王"}}, "王小明"),
        ({"name": {"givenName": "Ada"}}, ""),
        ({"displayName": "x" * 200}, "x" * 60),
        ({"displayName": "A\u202eda\u0007"}, "Ada"),
        ({}, ""),
    ],
    ids=str,
)
def test_names(sent: dict[str, Any], name: str) -> None:
    made = directory().make_user(**sent)
    assert Membership.objects.get(id=made["id"]).name == name


def test_switched_off_is_out_at_once() -> None:
    reed = directory()
    made = reed.make_user()
    member = Membership.objects.get(id=made["id"])
    client = Client()
    client.force_login(member.person)
    assert client.get(f"/api/v1/organizations/{reed.organization.id}").status_code == 200
    status, answer = reed.ask("PATCH", f"Users/{member.id}", recorded("entra_disable_user"))
    assert (status, answer["active"]) == (200, False)
    assert client.get("/api/v1/session").json()["person"] is None
    client.force_login(member.person)
    assert client.get(f"/api/v1/organizations/{reed.organization.id}").status_code == 404
    assert reed.patch(f"Users/{member.id}", {"op": "replace", "path": "active", "value": True})[1]["active"]
    assert client.get(f"/api/v1/organizations/{reed.organization.id}").status_code == 200


def test_who_is_entered_switched_off_stays_so() -> None:
    reed = directory()
    made = reed.make_user(active=False)
    assert made["active"] is False
    assert reed.ask("PUT", f"Users/{made['id']}", {"schemas": [USER], "userName": "ada"})[1]["active"] is False


def test_a_user_replaced() -> None:
    reed = directory()
    made = reed.make_user("test.user@okta.local", displayName="Test User", externalId="one")
    status, answer = reed.ask("PUT", f"Users/{made['id']}", recorded("okta_replace_user", user=made["id"]))
    assert status == 200
    assert (answer["displayName"], answer["active"]) == ("Another User", True)
    assert "externalId" not in answer


@pytest.mark.parametrize("user_name", ["ada@example.com", "ADA@example.com"])
def test_a_user_name_is_one_persons(user_name: str) -> None:
    reed = directory()
    reed.make_user("ada@example.com")
    assert error(reed.ask("POST", "Users", {"schemas": [USER], "userName": user_name})) == (409, "uniqueness")
    bob = reed.make_user("bob@example.com")
    for change in ("PUT", "PATCH"):
        body: dict[str, Any] = {"schemas": [USER], "userName": user_name}
        answer = (
            reed.ask("PUT", f"Users/{bob['id']}", body)
            if change == "PUT"
            else reed.patch(f"Users/{bob['id']}", {"op": "replace", "path": "userName", "value": user_name})
        )
        assert error(answer) == (409, "uniqueness")
    assert reed.get(f"Users/{bob['id']}")["userName"] == "bob@example.com"
    assert directory().make_user(user_name)["userName"] == user_name


def test_the_same_user_in_other_letters() -> None:
    reed = directory()
    made = reed.make_user("ada@example.com")
    status, answer = reed.patch(
        f"Users/{made['id']}", {"op": "replace", "path": "userName", "value": "Ada@Example.com"}
    )
    assert (status, answer["userName"]) == (200, "Ada@Example.com")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"schemas": [USER]}, "invalidValue"),
        ({"schemas": [USER], "userName": ""}, "invalidValue"),
        ({"schemas": [USER], "userName": "   "}, "invalidValue"),
        ({"schemas": [USER], "userName": "x" * 255}, "invalidValue"),
        ({"schemas": [USER], "userName": "a\u0007b"}, "invalidValue"),
        ({"schemas": [USER], "userName": "a\u0000b"}, "invalidSyntax"),
        ({"schemas": [USER], "userName": 7}, "invalidValue"),
        ({"schemas": [USER], "userName": "ada", "active": "perhaps"}, "invalidValue"),
        ({"schemas": [USER], "userName": "ada", "externalId": "x" * 256}, "invalidValue"),
        ({"schemas": [USER], "userName": "ada", "name": "Ada"}, None),
        ({"schemas": "x", "userName": "ada"}, None),
        (b"{", "invalidSyntax"),
        (b"[]", "invalidSyntax"),
        (b'{"userName": "\\ud800"}', "invalidSyntax"),
        (b"\xff\xfe", "invalidSyntax"),
        (b"[" * 100_000, "invalidSyntax"),
        (b"", "invalidSyntax"),
    ],
    ids=lambda value: str(value)[:50],
)
def test_what_is_no_user(body: object, kind: str | None) -> None:
    reed = directory()
    status, found = error(reed.ask("POST", "Users", body))
    assert status == 400
    assert kind in (None, found)
    assert Membership.objects.filter(organization=reed.organization).count() == 1


def test_a_body_that_is_too_large() -> None:
    assert error(directory().ask("POST", "Users", b" " * (1024 * 1024 + 1))) == (413, None)


def test_pages() -> None:
    reed = directory()
    names = [reed.make_user(f"user-{number}")["userName"] for number in range(5)]
    page = reed.get("Users", startIndex=2, count=2)
    assert (page["totalResults"], page["startIndex"], page["itemsPerPage"]) == (5, 2, 2)
    assert [user["userName"] for user in page["Resources"]] == names[1:3]
    assert reed.get("Users", count=0)["Resources"] == []
    assert reed.get("Users", startIndex=-3, count=-1)["totalResults"] == 5
    assert reed.get("Users", startIndex=10**30, count=10**30)["Resources"] == []
    assert error(reed.ask("GET", "Users", startIndex="one"))[0] == 400


def test_the_attributes_that_are_asked_for() -> None:
    reed = directory()
    made = reed.make_user("ada", displayName="Ada", externalId="1")
    assert set(reed.get(f"Users/{made['id']}", attributes="userName")) == {"schemas", "id", "userName"}
    without = reed.get("Users", excludedAttributes="displayName,externalId")["Resources"][0]
    assert "displayName" not in without
    assert "externalId" not in without
    assert error(reed.ask("GET", "Users", attributes="userName", excludedAttributes="id"))[0] == 400


def test_groups_from_beginning_to_end() -> None:
    reed = directory()
    ada, bob = reed.make_user("ada"), reed.make_user("bob")
    status, made = reed.ask("POST", "Groups", recorded("entra_create_group"))
    assert (status, made["displayName"], made["externalId"]) == (
        201, "displayName", "8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159",
    )  # fmt: skip
    assert reed.patch(f"Groups/{made['id']}", {"op": "add", "path": "members", "value": [{"value": ada["id"]}]}) == (
        204,
        None,
    )
    assert reed.members(made) == {ada["id"]}
    assert reed.get(f"Users/{ada['id']}")["groups"] == [{"value": made["id"], "display": "displayName"}]
    found = reed.get("Groups", filter='displayName eq "displayName"', excludedAttributes="members")
    assert "members" not in found["Resources"][0]
    whole = {"schemas": [GROUP], "displayName": "Boats", "members": [{"value": bob["id"]}]}
    status, answer = reed.ask("PUT", f"Groups/{made['id']}", whole)
    assert (status, answer["displayName"]) == (200, "Boats")
    assert reed.members(made) == {bob["id"]}
    assert reed.ask("DELETE", f"Groups/{made['id']}") == (204, None)
    assert error(reed.ask("GET", f"Groups/{made['id']}")) == (404, None)


def test_a_group_keeps_those_whom_the_directory_does_not_know() -> None:
    reed = directory()
    ada = reed.make_user("ada")
    guest = make.member(reed.organization)
    boats = make.group(reed.organization, guest, name="Boats")
    whole = {"schemas": [GROUP], "displayName": "Boats", "members": [{"value": ada["id"]}]}
    assert reed.ask("PUT", f"Groups/{boats.id}", whole)[0] == 200
    assert boats.members.count() == 2
    assert reed.members({"id": str(boats.id)}) == {ada["id"]}


def test_groups_that_cannot_be() -> None:
    reed, other = directory(), directory()
    made = reed.make_group("Boats")
    stranger = other.make_user("eve")
    assert error(reed.ask("POST", "Groups", {"schemas": [GROUP], "displayName": "Boats"})) == (409, "uniqueness")
    assert error(reed.ask("POST", "Groups", {"schemas": [GROUP], "displayName": ""})) == (400, "invalidValue")
    assert error(reed.ask("POST", "Groups", {"schemas": [GROUP], "displayName": "x" * 81})) == (400, "invalidValue")
    for member in (stranger["id"], made["id"], "nobody", ""):
        body = {"schemas": [GROUP], "displayName": "New", "members": [{"value": member}]}
        assert error(reed.ask("POST", "Groups", body)) == (400, "invalidValue")
    assert Group.objects.filter(organization=reed.organization).count() == 1


def test_another_organisations_people_are_out_of_reach() -> None:
    reed, other = directory(), directory()
    stranger, group = other.make_user("eve"), other.make_group("Theirs")
    for path in (f"Users/{stranger['id']}", f"Groups/{group['id']}"):
        assert error(reed.ask("GET", path)) == (404, None)
        assert error(reed.ask("DELETE", path)) == (404, None)
        assert error(reed.patch(path, {"op": "replace", "value": {"displayName": "x"}})) == (404, None)
    assert reed.get("Users")["totalResults"] == 0
    assert reed.get("Groups")["totalResults"] == 0


def test_who_came_by_another_way_is_not_the_directorys() -> None:
    reed = directory()
    member = make.member(reed.organization)
    assert reed.get("Users")["totalResults"] == 0
    assert error(reed.ask("DELETE", f"Users/{member.id}")) == (404, None)


def test_who_has_another_way_in_keeps_their_account() -> None:
    reed = directory()
    made = reed.make_user()
    member = Membership.objects.get(id=made["id"])
    make.member(make.organization(), member.person)
    assert reed.ask("DELETE", f"Users/{member.id}")[0] == 204
    assert Person.objects.filter(id=member.person_id).exists()


def test_the_last_owner_stays() -> None:
    reed = directory()
    made = reed.make_user()
    Membership.objects.filter(organization=reed.organization).exclude(id=made["id"]).delete()
    Membership.objects.filter(id=made["id"]).update(role=Role.OWNER)
    assert error(reed.ask("DELETE", f"Users/{made['id']}"))[0] == 409
    assert error(reed.ask("PATCH", f"Users/{made['id']}", recorded("entra_disable_user")))[0] == 409
    assert Membership.objects.get(id=made["id"]).active


def test_who_signed_in_before_is_recognised_by_the_providers_key() -> None:
    reed = directory()
    connection = SsoConnection.objects.create(organization=reed.organization, issuer="https://x.test", client_id="c")
    person_id = directory_people.do_make_directory_person()
    directory_people.do_add_identity(person_id, f"oidc:{connection.id}", "00ujl29u0le5T6Aj10h7")
    member = make.member(reed.organization, Person.objects.get(id=person_id))
    status, made = reed.ask("POST", "Users", recorded("okta_create_user"))
    assert (status, made["id"]) == (201, str(member.id))


def test_what_the_service_says_of_itself() -> None:
    reed = directory()
    service = reed.get("ServiceProviderConfig")
    assert service["patch"] == {"supported": True}
    assert service["filter"] == {"supported": True, "maxResults": 200}
    assert [service[name]["supported"] for name in ("bulk", "sort", "etag", "changePassword")] == [False] * 4
    types = reed.get("ResourceTypes")
    assert [(each["id"], each["endpoint"], each["schema"]) for each in types["Resources"]] == [
        ("User", "/Users", USER),
        ("Group", "/Groups", GROUP),
    ]
    assert reed.get("ResourceTypes/User") == types["Resources"][0]
    schemas = reed.get("Schemas")["Resources"]
    assert [schema["id"] for schema in schemas] == [USER, GROUP]
    assert reed.get(f"Schemas/{USER}")["name"] == "User"
    names = {attribute["name"] for attribute in schemas[0]["attributes"]}
    assert names == {"userName", "name", "displayName", "active", "emails", "groups"}
    assert error(reed.ask("GET", "Schemas/none")) == (404, None)
    assert error(reed.ask("GET", "Schemas", filter='name eq "User"')) == (403, None)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("PUT", "Users", 405),
        ("POST", "Users/x", 405),
        ("POST", "ServiceProviderConfig", 405),
        ("GET", "", 404),
        ("GET", "Me", 404),
        ("POST", "Bulk", 404),
        ("GET", "Users/", 404),
        ("GET", "Users/not-an-id", 404),
        ("GET", "Users/..%2f..", 404),
    ],
)
def test_addresses_that_are_none(method: str, path: str, status: int) -> None:
    assert error(directory().ask(method, path)) == (status, None)


def test_the_token_is_the_key() -> None:
    reed = directory()
    reed.make_user()
    for wrong in ("", "egretscim_wrong", reed.token + "x", reed.token.upper(), "ключ"):
        stranger = Directory(reed.organization, wrong)
        assert error(stranger.ask("GET", "Users")) == (401, None)
    client = Client()
    client.force_login(make.owner_of(reed.organization).person)
    answer = client.get("/scim/v2/Users")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert client.get("/scim/v2/Users", headers={"Authorization": f"Basic {reed.token}"}).status_code == 401


def test_a_browser_of_another_site_is_refused_even_with_a_token() -> None:
    reed = directory()
    headers = {"Authorization": f"Bearer {reed.token}", "Sec-Fetch-Site": "cross-site"}
    assert Client().post("/scim/v2/Users", {}, "application/json", headers=headers).status_code == 403


def test_many_wrong_tokens_are_slowed_down_and_right_ones_are_not() -> None:
    reed = directory()
    wrong = Directory(reed.organization, "egretscim_wrong")
    statuses = [wrong.ask("GET", "Users")[0] for _ in range(62)]
    assert statuses[0] == 401
    assert statuses[-1] == 429
    assert reed.ask("GET", "Users")[0] == 200


def test_tokens_are_rotated() -> None:
    organization = make.organization()
    client = Client()
    client.force_login(make.owner_of(organization).person)
    url = f"/api/v1/organizations/{organization.id}/scim"
    assert client.get(url).json() == {
        "base_url": "http://localhost:8000/scim/v2", "provisioned": 0, "tokens": [],
    }  # fmt: skip
    first = client.post(f"{url}/tokens", {"days": 365}, "application/json").json()
    second = client.post(f"{url}/tokens", {"days": 1}, "application/json").json()
    reed, rotated = Directory(organization, first["token"]), Directory(organization, second["token"])
    assert reed.ask("GET", "Users")[0] == rotated.ask("GET", "Users")[0] == 200
    assert client.get(url).json()["tokens"][-1]["last_used_at"] is not None
    assert first["token"] not in client.get(url).content.decode()
    assert tables_holding(first["token"]) == []
    assert client.delete(f"{url}/tokens/{first['id']}").status_code == 204
    assert client.delete(f"{url}/tokens/{first['id']}").status_code == 404
    assert reed.ask("GET", "Users")[0] == 401
    with clock.travel(timedelta(days=1)):
        assert rotated.ask("GET", "Users")[0] == 401


def test_a_tokens_last_use_is_noted_now_and_then() -> None:
    reed = directory()
    token = ScimToken.objects.get(organization=reed.organization)
    reed.get("Users")
    token.refresh_from_db()
    noted = token.last_used_at
    reed.get("Users")
    token.refresh_from_db()
    assert token.last_used_at == noted
    with clock.travel(timedelta(minutes=6)):
        reed.get("Users")
    token.refresh_from_db()
    assert noted is not None
    assert token.last_used_at is not None
    assert token.last_used_at > noted


@pytest.mark.parametrize(
    ("days", "slug"), [(0, "lifetime-unusable"), (366, "lifetime-unusable"), (-1, "lifetime-unusable")]
)
def test_a_token_ends_within_a_year(days: int, slug: str) -> None:
    organization = make.organization()
    client = Client()
    client.force_login(make.owner_of(organization).person)
    answer = client.post(f"/api/v1/organizations/{organization.id}/scim/tokens", {"days": days}, "application/json")
    assert (answer.status_code, answer.json()["type"]) == (422, f"urn:egret:{slug}")


def test_five_tokens_are_enough() -> None:
    organization = make.organization()
    client = Client()
    client.force_login(make.owner_of(organization).person)
    url = f"/api/v1/organizations/{organization.id}/scim/tokens"
    statuses = [client.post(url, {}, "application/json").status_code for _ in range(6)]
    assert statuses == [201] * 5 + [409]


def test_tokens_are_the_administrators() -> None:
    organization = make.organization()
    client = Client()
    url = f"/api/v1/organizations/{organization.id}/scim"
    assert client.get(url).status_code == 401
    client.force_login(make.member(organization).person)
    assert client.post(f"{url}/tokens", {}, "application/json").status_code == 403
    client.force_login(factories.person())
    assert client.get(url).status_code == 404


def test_a_question_that_is_posted() -> None:
    reed = directory()
    ada, bo = reed.make_user("ada@example.com"), reed.make_user("bo@example.com")
    boats = reed.make_group("Boats", ada, bo)
    question = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"]}
    status, found = reed.ask("POST", "Users/.search", {**question, "filter": 'userName sw "ADA"'})
    assert (status, [each["id"] for each in found["Resources"]]) == (200, [ada["id"]])
    status, found = reed.ask("POST", "Users/.search", {**question, "startIndex": 2, "count": 1, "attributes": ["id"]})
    assert (found["totalResults"], found["itemsPerPage"]) == (2, 1)
    assert [sorted(each) for each in found["Resources"]] == [["id", "schemas"]]
    status, found = reed.ask("POST", "Groups/.search", {**question, "excludedAttributes": ["members"]})
    assert (status, found["Resources"][0]["id"], "members" in found["Resources"][0]) == (200, boats["id"], False)
    assert error(reed.ask("POST", "Users/.search", {**question, "filter": "userName"})) == (400, "invalidFilter")
    assert error(reed.ask("POST", "Users/.search", {**question, "filter": 7}))[0] == 400
    assert error(reed.ask("POST", "Users/.search", b"[]")) == (400, "invalidSyntax")
    assert error(reed.ask("GET", "Users/.search"))[0] == 405


@pytest.mark.parametrize(
    "unread",
    [
        {"profileUrl": "no address"},
        {"roles": "admin"},
        {"phoneNumbers": [{"value": 7, "primary": True}, {"primary": True}]},
        {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"manager": "a bare word", "department": 7}},
        {"PHOTOS": {}},
        {"password": 7},
    ],
)
def test_what_is_never_kept_is_not_read(unread: dict[str, Any]) -> None:
    reed = directory()
    ada = reed.make_user("ada@example.com", displayName="Ada", **unread)
    status, answer = reed.ask("PUT", f"Users/{ada['id']}", {"schemas": [USER], "userName": "ada@example.com", **unread})
    assert status == 200, answer
    assert not {name.lower() for name in unread} & {name.lower() for name in answer}


def test_what_the_directory_does_with_groups_is_in_the_record() -> None:
    reed = directory()
    ada, bo = reed.make_user("ada@example.com"), reed.make_user("bo@example.com")
    boats = reed.make_group("Boats", ada)
    path = f"Groups/{boats['id']}"
    reed.patch(path, {"op": "replace", "path": "displayName", "value": "Ships"})
    reed.patch(path, {"op": "replace", "path": "members", "value": [{"value": bo["id"]}]})
    reed.patch(path, {"op": "replace", "path": "members", "value": [{"value": bo["id"]}]})
    reed.ask("DELETE", path)
    rows, _ = acts_of(reed.organization.id, None, "en", None)
    told = [row.sentence for row in rows if "group" in row.sentence]
    assert told == [
        "deleted the group Ships",
        "The directory changed who is in the group Ships: 1 came, 1 went",
        "renamed the group Boats to Ships",
        "The directory changed who is in the group Boats: 1 came, 0 went",
        "created the group Boats",
    ]

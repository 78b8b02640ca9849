"""Every address of the organisations', walked by who must not: an outsider, a guest, a member, somebody removed.

The addresses are those of the OpenAPI document: a new one is walked without being named here.
"""

from __future__ import annotations

import functools
import json
import re
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.test import Client

from egret.accounts.models import Person
from egret.organizations.actions.domains import do_claim_domain
from egret.organizations.actions.expected import do_expect
from egret.organizations.actions.invitations import do_invite
from egret.organizations.actions.members import do_remove_member
from egret.organizations.actions.organization import do_change_rules
from egret.organizations.actions.requests import do_ask
from egret.organizations.actions.scim_tokens import do_make_token
from egret.organizations.models import Import, Organization, Role
from egret.project.api import api
from tests import factories
from tests.factories import organizations as make
from tests.organizations.test_organizations import signed_in

pytestmark = pytest.mark.django_db

BELOW = "/api/v1/organizations/{organization_id}"
# Whoever has the link may look at the join page and ask, where the organisation lets them.
OPEN_TO_ALL = {("GET", f"{BELOW}/join-page"), ("POST", f"{BELOW}/requests")}
# One's own membership, and what the organisation's rule lets members do.
ONES_OWN = {("POST", f"{BELOW}/leave"), ("POST", f"{BELOW}/invitations")}


Address = tuple[str, str, dict[str, Any]]


@functools.cache
def document() -> dict[str, Any]:
    return dict(api.get_openapi_schema())


def walk() -> Iterator[Address]:
    """Method, address and operation of each."""
    for address, operations in document()["paths"].items():
        if address.startswith(BELOW):
            for method, operation in operations.items():
                yield method.upper(), address, operation


@dataclass
class Place:
    ids: dict[str, uuid.UUID]

    @property
    def of(self) -> Organization:
        return Organization.objects.get(id=self.ids["organization_id"])

    def address(self, template: str) -> str:
        return re.sub(r"{(\w+)}", lambda found: str(self.ids[found[1]]), template)


def place(owned_by: Person | None = None) -> Place:
    """An organisation that has one of everything."""
    of = make.organization(owned_by)
    owner = make.owner_of(of)
    do_change_rules(owner, {"accepts_requests": True}, second_factor=False)
    member = make.member(of, name="Ada")
    department = make.department(of, "Boats")
    waiting = do_expect(
        owner, phone=factories.new_phone(), name="Bo", role="member", department_id=None, source_detail="a list"
    )
    batch = Import.objects.create(
        organization=of, source_detail="list", entered_by_id=owner.person_id, expires_at="2100-01-01T00:00:00Z"
    )
    invited = do_invite(owner, role="member", department_id=None, lasts=timedelta(days=7), maximum_uses=1)
    return Place(
        {
            "organization_id": of.id,
            "member": member.id,
            "department": department.id,
            "group": make.group(of, member).id,
            "domain": do_claim_domain(owner, f"{of.id.hex}.example").id,
            "token": do_make_token(owner, 30)[0].id,
            "invitation": invited.id,
            "expected": waiting.id,
            "join_request": do_ask(of.id, factories.person().id, "").id,
            "batch": batch.id,
        },
    )


def body_for(operation: dict[str, Any]) -> Any:
    """A body that the address takes, so that it is not refused for its form."""
    content: dict[str, dict[str, Any]] = operation.get("requestBody", {}).get("content", {})
    schemas = [each.get("schema", {}) for each in content.values()]
    return _example(schemas[0] if schemas else {}, document()["components"]["schemas"])


def _example(schema: dict[str, Any], known: dict[str, Any]) -> Any:
    if "$ref" in schema:
        schema = known[schema["$ref"].rpartition("/")[2]]
    if "enum" in schema:
        return schema["enum"][0]
    if "anyOf" in schema:
        return _example(schema["anyOf"][0], known)
    kind = schema.get("type")
    if kind == "object":
        return {name: _example(schema["properties"][name], known) for name in schema.get("required", [])}
    if kind == "string":
        return str(uuid.uuid4()) if schema.get("format") == "uuid" else "GB"
    examples: dict[str, Any] = {"integer": 1, "boolean": True, "array": []}
    return examples.get(str(kind))


def ask(client: Client, method: str, url: str, operation: dict[str, Any]) -> Any:
    body = body_for(operation)
    if isinstance(body, dict):
        return client.generic(method, url, json.dumps(body), content_type="application/json")
    return client.generic(method, f"{url}?source=list" if body else url, b"phone\n" if body else b"")


def everything() -> str:
    """Every row of this domain, as text: whoever may not write leaves it as it was."""
    tables = apps.get_app_config("organizations").get_models(include_auto_created=True)
    return "\n".join(serializers.serialize("json", table._base_manager.order_by("pk")) for table in tables)


def refused(client: Client, here: Place, addresses: Iterable[Address]) -> list[str]:
    """What each address answers that is not the refusal of somebody who may not know that it is there."""
    before = everything()
    wrong = []
    for method, address, operation in addresses:
        answer = ask(client, method, here.address(address), operation)
        kind = answer.json().get("type") if answer.content and answer.status_code >= 400 else None
        if answer.status_code != 404 or everything() != before:
            wrong.append(f"{method} {address}: {answer.status_code} {kind}")
    return wrong


def test_every_address_is_walked() -> None:
    named = {name for _, address, _ in walk() for name in re.findall(r"{(\w+)}", address)}
    assert named == place().ids.keys()
    assert len(list(walk())) >= 48


def test_an_outsider_finds_nothing() -> None:
    here = place()
    closed = [each for each in walk() if each[:2] not in OPEN_TO_ALL]
    assert refused(signed_in(factories.person()), here, closed) == []


def test_who_was_removed_is_an_outsider_at_once() -> None:
    here = place()
    member = make.member(here.of, role=Role.ADMIN)
    client = signed_in(member.person)
    assert client.get(here.address(BELOW)).status_code == 200
    do_remove_member(make.owner_of(here.of), member.id)
    closed = [each for each in walk() if each[:2] not in OPEN_TO_ALL]
    assert refused(client, here, closed) == []


def test_nobody_reaches_into_another_organisation_from_their_own() -> None:
    here = place()
    owner = make.owner_of(make.organization())
    there = Place({**here.ids, "organization_id": owner.organization_id})
    reaching = [each for each in walk() if each[1].count("{") > 1]
    assert len(reaching) > 15
    assert refused(signed_in(owner.person), there, reaching) == []


@pytest.mark.parametrize("role", [Role.MEMBER, Role.GUEST])
def test_members_and_guests_write_nothing(role: Role) -> None:
    here = place()
    client = signed_in(make.member(here.of, role=role).person)
    before = everything()
    wrong = []
    for method, address, operation in walk():
        if (method, address) in ONES_OWN:
            continue
        status = ask(client, method, here.address(address), operation).status_code
        # Members read some of it; what they may not write says so, or is not there for them.
        expected = (200, 403, 404) if method == "GET" else (403, 404, 409)
        if status not in expected or everything() != before:
            wrong.append(f"{method} {address}: {status}")
    assert wrong == []

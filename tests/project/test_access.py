"""Nobody reaches what is another's: two people with one of everything, and every address with the other's ids.

The addresses are those of the OpenAPI document: a new one is tried without being named here, and fails where it names
something that `belongings` lacks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.organizations.test_every_address import Address, body_for, document
from tests.project.belongings import Belongings, Visitor, belongings

pytestmark = pytest.mark.django_db

# Whoever was given the link, the code or the receipt may: it is the key.
BY_KEY = re.compile(
    r"/sign-in/{flow}.*|/invitations/{code}.*|/cloud/links/{token}/.*|/invited/{token}.*|/calendar/{token}.*"
    r"|/meetings/{code}(/join|/recordings?)?|/organizations/{organization_id}/(join-page|requests)|/privacy/erasures/receipts/.*"
)
# What these name is everybody's: the policy, a category of one's own data, a mark of one's own.
OF_ALL = re.compile(
    r"/policy/.*|/privacy/notices/{version}/.*|/privacy/mine/{category}|/cloud/nodes/{node_id}/favourite"
)
# Taking somebody out of a recording who is not in it changes nothing; nor does taking back a mark that one never made.
NOTHING = [
    ("DELETE", "/meetings/{code}/recordings/{recording_id}/participants/{participant_id}", ["participant_id"]),
    ("DELETE", "/cloud/nodes/{node_id}/hidden", ["node_id"]),
]
# What a body names by a word that says not what it is.
NAMED_OTHERWISE: list[tuple[str, str, dict[str, Any]]] = [
    *(
        ("POST", "/cloud/nodes/{node_id}/shares", {"kind": kind, "id": f"{{{name}}}", "role": "view"})
        for kind, name in (("group", "group"), ("department", "department"), ("organization", "organization_id"))
    ),
    *(
        (
            "POST",
            "/schedules",
            {
                "zone": "Europe/London",
                "start": "2040-01-01T09:00",
                "minutes": 30,
                "invitees": [{"kind": kind, "value": f"{{{name}}}"}],
            },
        )
        for kind, name in (("group", "group"), ("department", "department"), ("organization", "organization_id"))
    ),
]


def walk() -> Iterator[Address]:
    """Method, address and operation of each; the addresses from behind the version."""
    for address, methods in document()["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), address.removeprefix("/api/v1"), operation


def body_of(operation: dict[str, Any], mine: Belongings, others: Belongings, swapped: str = "") -> Any:
    """A body that the address takes; what it names is one's own, but for one thing."""
    body = body_for(operation)
    if not isinstance(body, dict):
        return body
    if "seconds" in body:
        body["seconds"] = 60  # the one number that has a least value
    if swapped:
        body[swapped] = None
    ids = {name: (others if name == swapped else mine).ids.get(name) for name in body}
    return {name: ids[name] if ids[name] and name in uuids_of(operation) else value for name, value in body.items()}


def uuids_of(operation: dict[str, Any]) -> list[str]:
    """The members of its body that name something."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
    members = document()["components"]["schemas"].get(name, {}).get("properties", {})
    return [each for each, schema in members.items() if "uuid" in _formats(schema)]


def _formats(schema: dict[str, Any]) -> list[str | None]:
    return [each.get("format") for each in (schema, *schema.get("anyOf", []))]


def test_nobody_reaches_what_is_anothers() -> None:
    mine, others = belongings(), belongings()
    stranger = Visitor(mine.person)
    wrong, tried = [], 0
    for method, address, operation in walk():
        names = re.findall(r"{(\w+)}", address)
        if not names or BY_KEY.fullmatch(address) or OF_ALL.fullmatch(address):
            continue
        # All of it theirs; then, where one thing is in another, one's own outside and theirs inside, and the reverse.
        for foreign in [names, *([name] for name in names if len(names) > 1 and name != "size")]:
            url = mine.url(address, others, foreign) + ("?source=list" if address.endswith("/imports") else "")
            status = stranger.ask(method, url, body_of(operation, mine, others)).status_code
            tried += 1
            if status not in (403, 404) and (method, address, foreign) not in NOTHING:
                wrong.append((method, address, foreign, status))
    assert wrong == []
    assert tried > 250


def test_nothing_of_anothers_is_taken_into_ones_own() -> None:
    mine, others = belongings(), belongings()
    stranger = Visitor(mine.person)
    wrong, tried = [], 0
    for method, address, operation in walk():
        queries = [
            each["name"]
            for each in operation.get("parameters", ())
            if each["in"] == "query" and "uuid" in _formats(each["schema"])
        ]
        bodies = [name for name in uuids_of(operation) if name in mine.ids]
        for name in [*queries, *bodies]:
            url = mine.url(address) + (f"?{name}={others.ids[name]}" if name in queries else "")
            body = body_of(operation, mine, others, name if name in bodies else "")
            answer = stranger.ask(method, url, body)
            tried += 1
            if not 400 <= answer.status_code < 500:
                wrong.append((method, address, name, answer.status_code))
    for method, address, body in NAMED_OTHERWISE:
        answer = stranger.ask(method, mine.url(address), others.filled(body))
        tried += 1
        if not 400 <= answer.status_code < 500:
            wrong.append((method, address, str(body), answer.status_code))
    assert wrong == []
    assert tried > 25

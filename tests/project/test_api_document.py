"""The API is what its document says, whatever is sent to it."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, settings
from pydantic import BaseModel
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from egret.kernel.api import Input, Output
from egret.project.api import api
from egret.project.wsgi import application
from tests import factories

WEB = Path(__file__).parents[2] / "web"
document = json.loads(json.dumps(api.get_openapi_schema()))
schema = schemathesis.openapi.from_dict(document)
schema.app = application

HONEST = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


def test_the_web_clients_copy_of_the_document_is_fresh() -> None:
    stored = json.loads((WEB / "openapi.json").read_text())
    assert stored == document, "run `make api` and commit web/openapi.json and the generated client"


def test_no_two_schemas_have_one_name() -> None:
    """The document knows them by name alone: the second one would take the place of the first."""
    # Once each: a schema made of two others is below both.
    names = Counter(each.__name__ for each in {*_schemas_below(Input), *_schemas_below(Output)})
    assert [name for name, count in names.items() if count > 1] == []


def _schemas_below(base: type[BaseModel]) -> list[type[BaseModel]]:
    below = [each for each in base.__subclasses__() if each.__module__.startswith("egret.")]
    return below + [deeper for each in below for deeper in _schemas_below(each)]


def test_failures_are_documented_as_problems() -> None:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            for status, response in operation["responses"].items():
                kinds = set(response.get("content", {}))
                expected = {"application/problem+json"} if int(status) >= 400 else {"application/json"}
                assert kinds <= expected, (path, method, status)
    assert document["openapi"].startswith("3.1")


@pytest.mark.django_db(transaction=True)
@schema.parametrize()
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_nothing_sent_makes_a_fault_or_an_undocumented_status(case: schemathesis.Case[Any], engine: str) -> None:
    client = Client()
    client.force_login(factories.person())
    session = client.cookies["egret_session"].value
    for headers in ({}, {"Cookie": f"egret_session={session}"}):
        response = case.call(headers=headers)
        case.validate_response(response, checks=HONEST)


def test_no_two_schemas_share_a_name() -> None:
    """The document knows a schema by its class's name alone: a second one would silently take the first one's place."""

    def below(kind: type[Any]) -> set[type[Any]]:
        found: set[type[Any]] = {kind}
        for each in kind.__subclasses__():
            found |= below(each)
        return found

    names = Counter(each.__name__ for each in below(Output) | below(Input) if each.__module__.startswith("egret."))
    assert {name for name, count in names.items() if count > 1} == set()

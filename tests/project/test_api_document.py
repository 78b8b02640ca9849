"""The API is what its document says, whatever is sent to it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

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

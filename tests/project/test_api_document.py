"""The API is what its document says, whatever is sent to it."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, settings
from pydantic import BaseModel
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from egret.accounts.session_store import SessionStore
from egret.kernel.api import Input, Output
from egret.project.api import api
from tests import factories

WEB = Path(__file__).parents[2] / "web"
document = json.loads(json.dumps(api.get_openapi_schema()))
# Bytes as they come: whether they are an archive is the endpoint's to find out.
schemathesis.serializer.alias("application/zip", "application/octet-stream")
schema = schemathesis.openapi.from_dict(document)
# As egret.project.wsgi makes it, without what that asks of the database: there is none yet.
schema.app = get_wsgi_application()

# What is sent is the same on every database: on the second one a few show that it is no other mistake there.
EXAMPLES = 4 if connection.vendor == "postgresql" else 15
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


class Session:
    """Somebody's who is signed in, until a request ends it."""

    cookie = ""

    def fresh(self) -> str:
        if not SessionStore(self.cookie or None).exists(self.cookie):
            client = Client()
            client.force_login(factories.person())
            self.cookie = client.cookies["egret_session"].value
        return self.cookie


@pytest.fixture
def session() -> Session:
    return Session()


@pytest.mark.django_db(transaction=True)
@schema.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_nothing_sent_makes_a_fault_or_an_undocumented_status(
    case: schemathesis.Case[Any], session: Session, engine: str
) -> None:
    for headers in ({}, {"Cookie": f"egret_session={session.fresh()}"}):
        response = case.call(headers=headers)
        case.validate_response(response, checks=HONEST)

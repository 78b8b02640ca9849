"""People who ask, and desks that answer."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from egret.accounts.models import Person
from egret.privacy.requests import actions, policies, queries
from egret.privacy.requests.models import Kind, Request
from tests import factories

REQUESTS = "/api/v1/privacy/requests"


@pytest.fixture
def in_singapore(settings: Settings) -> None:
    settings.EGRET_OPERATOR = {**settings.EGRET_OPERATOR, "country": "SG", "name": "Reed Pte Ltd"}


@pytest.fixture
def ada(client: Client) -> Person:
    """Signed in."""
    person = factories.person()
    client.force_login(person)
    return person


def at_desk() -> tuple[Person, Client]:
    """Somebody at the operator's desk, signed in."""
    person, client = factories.person(), Client()
    actions.do_add_to_desk(person.id)
    client.force_login(person)
    return person, client


def ask(person: Person, kind: Kind = Kind.COMPLAINT, text: str = "Too loud.") -> Request:
    request, _ = actions.do_submit(person.id, kind, text=text, organization_id=None, language="en")
    return request


def post(client: Client, path: str, body: object = None) -> Any:
    return client.post(path, body or {}, content_type="application/json")


def at(request_id: uuid.UUID | str, what: str = "", space: str = "operator") -> str:
    return f"/api/v1/privacy/desks/{space}/requests/{request_id}{what}"


__all__ = ["REQUESTS", "ask", "at", "at_desk", "policies", "post", "queries"]

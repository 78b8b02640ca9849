"""Browsers of people who signed in as everybody does."""

from __future__ import annotations

from django.test import Client

from egret.accounts.models import Person
from tests import factories

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/19.1 Mobile/15E148 Safari/604.1"
)


def browser(person: Person, user_agent: str = FIREFOX) -> Client:
    """A browser in which the person has just signed in by SMS code."""
    client = Client(headers={"user-agent": user_agent})
    flow, code = factories.sent_code(person.phone)
    response = client.post(f"/api/v1/sign-in/{flow.id}/confirm", {"code": code}, "application/json")
    assert response.status_code == 200 and response.json()["state"] == "signed_in", response.content
    return client

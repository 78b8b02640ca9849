"""A directory as a program: an organisation, its token, and requests as they were recorded."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.test import Client

from egret.organizations.actions.scim_tokens import do_make_token
from egret.organizations.models import Organization
from tests.factories import organizations as make

RECORDED = Path(__file__).parent / "scim_requests"
USER = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"


def recorded(name: str, **identifiers: str) -> dict[str, Any]:
    text = (RECORDED / f"{name}.json").read_text()
    for word, identifier in identifiers.items():
        text = text.replace(f"{{{word}}}", identifier)
    body: dict[str, Any] = json.loads(text)
    return body


@dataclass
class Directory:
    """The provisioning client of one organisation."""

    organization: Organization
    token: str

    def ask(self, method: str, path: str, body: object = None, **query: Any) -> tuple[int, Any]:
        """Status and decoded answer."""
        encoded = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        response = Client().generic(
            method,
            f"/scim/v2/{path}",
            encoded,
            content_type="application/scim+json",
            headers={"Authorization": f"Bearer {self.token}"},
            query_params=query,
        )
        assert response.headers["Content-Type"] == "application/scim+json"
        return response.status_code, json.loads(response.content) if response.content else None

    def get(self, path: str, **query: Any) -> Any:
        status, answer = self.ask("GET", path, **query)
        assert status == 200, answer
        return answer

    def make_user(self, user_name: str = "ada@example.com", **more: Any) -> dict[str, Any]:
        status, answer = self.ask("POST", "Users", {"schemas": [USER], "userName": user_name, **more})
        assert status == 201, answer
        made: dict[str, Any] = answer
        return made

    def make_group(self, name: str = "Boats", *members: dict[str, Any]) -> dict[str, Any]:
        people = [{"value": member["id"]} for member in members]
        status, answer = self.ask("POST", "Groups", {"schemas": [GROUP], "displayName": name, "members": people})
        assert status == 201, answer
        made: dict[str, Any] = answer
        return made

    def members(self, group: dict[str, Any]) -> set[str]:
        return {each["value"] for each in self.get(f"Groups/{group['id']}").get("members", [])}

    def patch(self, path: str, *operations: dict[str, Any]) -> tuple[int, Any]:
        return self.ask("PATCH", path, {"schemas": [PATCH], "Operations": list(operations)})


def directory(of: Organization | None = None) -> Directory:
    of = of or make.organization()
    _, token = do_make_token(make.owner_of(of), 30)
    return Directory(of, token)

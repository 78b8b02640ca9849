"""A WebDAV client for tests: Basic sign-in, any method, answers taken apart."""

from __future__ import annotations

import base64
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring
from django.http.response import HttpResponseBase
from django.test import Client

from egret.accounts.actions.tokens import do_make_token
from egret.accounts.models import Person, TokenKind

LOCK = (
    b'<?xml version="1.0"?><D:lockinfo xmlns:D="DAV:"><D:lockscope><D:exclusive/></D:lockscope>'
    b"<D:locktype><D:write/></D:locktype><D:owner>tests</D:owner></D:lockinfo>"
)


class Dav:
    """One person's program, signed in by an app password."""

    def __init__(self, person: Person, *scopes: str) -> None:
        made = do_make_token(person.id, TokenKind.APP_PASSWORD, label="tests", scopes=scopes or ("webdav",))
        self.secret = made.secret
        self.person = person
        self.client = Client(raise_request_exception=True)
        self.name = str(person.id)

    @property
    def authorization(self) -> str:
        return "Basic " + base64.b64encode(f"{self.name}:{self.secret}".encode()).decode()

    def __call__(self, method: str, path: str, body: bytes = b"", **headers: str) -> HttpResponseBase:
        extra: dict[str, Any] = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        extra.setdefault("HTTP_AUTHORIZATION", self.authorization)
        response: HttpResponseBase = self.client.generic(
            method, f"/dav{path}", body, content_type="application/octet-stream", **extra
        )
        return response

    def status(self, method: str, path: str, body: bytes = b"", **headers: str) -> int:
        return self(method, path, body, **headers).status_code

    def read(self, path: str, **headers: str) -> bytes:
        response = self("GET", path, b"", **headers)
        return b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]  # one of two

    def listing(self, path: str, depth: str = "1") -> dict[str, Element]:
        """href → its response."""
        response = self("PROPFIND", path, depth=depth)
        assert response.status_code == 207, response
        root = fromstring(response.content)  # type: ignore[attr-defined]  # never streamed
        return {found.findtext("{DAV:}href") or "": found for found in root}

    def lock(self, path: str, **headers: str) -> str:
        response = self("LOCK", path, LOCK, timeout="Second-600", **headers)
        assert response.status_code in (200, 201), response.status_code
        return response["Lock-Token"]

"""A live installation as a probe meets it: over HTTP like a browser, and at its stores."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http.cookies import SimpleCookie
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.db import models

from egret.kernel import egress
from egret.kernel.purpose import under


@dataclass(frozen=True)
class Reply:
    status: int
    body: Any  # decoded JSON, or None
    headers: dict[str, str]
    content: bytes = b""  # as it came

    @property
    def items(self) -> list[Any]:
        """Those of a list. Raises RuntimeError, with what came instead: a probe's evidence says it."""
        if self.status != 200:
            raise RuntimeError(f"no list came, but {self.status} {self.body}")
        found: list[Any] = self.body["items"]
        return found


class Visitor:
    """A browser without a screen: keeps its cookies, sends JSON, or bytes as they are."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self.cookies: dict[str, str] = {}

    def request(self, method: str, path: str, body: object = None, headers: dict[str, str] | None = None) -> Reply:
        """Send one request to the installation. Raises EgressFailed when it does not answer."""
        sent = {
            "Host": urlsplit(self._installation.origin).netloc,
            "X-Forwarded-Proto": urlsplit(self._installation.origin).scheme,
            "Accept": "application/json",
            **(headers or {}),
        }
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            sent.setdefault(
                "Content-Type", "application/octet-stream" if isinstance(body, bytes) else "application/json"
            )
        answer = egress.request(
            method,
            self._installation.web_url + path,
            body=body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else b"",
            headers=sent,
        )
        for name, morsel in SimpleCookie(answer.headers.get("Set-Cookie", "")).items():
            self.cookies[name] = morsel.value
        try:
            decoded = json.loads(answer.body)
        except ValueError:
            decoded = None
        received = {name.lower(): value for name, value in answer.headers.items()}
        return Reply(answer.status, decoded, received, answer.body)

    def get(self, path: str) -> Reply:
        return self.request("GET", path)

    def post(self, path: str, body: object) -> Reply:
        return self.request("POST", path, body)


class Installation:
    """What answers at `origin`; reached at `web_url`, behind the front, so that no certificate stands between."""

    def __init__(self, origin: str, web_url: str) -> None:
        self.origin = origin
        self.web_url = web_url
        egress.register(web_url, processor="this installation itself", purpose="kernel.operation", payload=())

    def visitor(self) -> Visitor:
        return Visitor(self)


@under("kernel.probe")
def tables_holding(canary: str) -> list[str]:
    """Every column of every table that contains the canary, as "app.Model.field"; sessions are decoded too."""
    sessions = import_module(settings.SESSION_ENGINE).SessionStore.get_model_class()
    found = []
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField | models.JSONField | models.DateField):
                rows = model._default_manager.filter(**{f"{field.name}__icontains": canary})
                if rows.exists():
                    found.append(f"{model._meta.label}.{field.name}")
    if any(canary in json.dumps(session.get_decoded()) for session in sessions.objects.iterator()):
        found.append(f"{sessions._meta.label} (decoded)")
    return found

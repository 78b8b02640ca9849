"""Addresses outside the API, and the headers everything carries."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from egret.kernel import jobs


@pytest.fixture
def built(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<!doctype html><title>Egret</title>")
    settings.EGRET_WEB_DIST = tmp_path


def test_every_page_is_the_web_app(client: Client, built: None) -> None:
    for path in ("/", "/m/abcd-efgh-jkmn", "/privacy"):
        response = client.get(path)
        assert response.status_code == 200
        assert b"<title>Egret" in response.content
        assert response.headers["Cache-Control"] == "no-cache"
        assert not response.cookies
    assert client.post("/m/abcd-efgh-jkmn").status_code == 405


def test_an_unbuilt_web_app_says_what_to_do(client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.EGRET_WEB_DIST = tmp_path
    response = client.get("/")
    assert response.status_code == 503
    assert b"make up" in response.content


def test_security_headers(client: Client, built: None) -> None:
    for path in ("/", "/api/v1/policy", "/healthz", "/api/v1/nothing"):
        headers = client.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "script-src 'self';" in policy
        assert "unsafe-eval" not in policy
        assert "http://" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "camera=(self)" in headers["Permissions-Policy"]


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v1/nothing", "/api/v2/session"])
def test_unknown_api_addresses_are_problems(client: Client, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.headers["Content-Type"]) == (404, "application/problem+json")
    assert response.json()["type"] == "urn:egret:not-found"


def test_other_methods_are_refused_with_what_is_allowed(client: Client) -> None:
    response = client.put("/api/v1/session")
    assert response.status_code == 405
    assert {method.strip() for method in response.headers["Allow"].split(",")} == {"GET", "DELETE"}


@pytest.mark.django_db
@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[]", b"null", b'{"phone": {}}', b"1e999"])
def test_broken_bodies_are_problems(client: Client, body: bytes) -> None:
    response = client.post("/api/v1/sign-in/codes", body, "application/json")
    assert response.status_code in (400, 422)
    assert response.headers["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
def test_a_value_that_was_refused_is_not_echoed(client: Client) -> None:
    response = client.post("/api/v1/sign-in/codes", {"phone": ["+447700900123"]}, "application/json")
    assert response.status_code == 422
    assert b"7700900123" not in response.content


def test_a_foreign_host_name_is_told_what_to_do(client: Client, built: None) -> None:
    response = client.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "--domain" in response.content.decode()
    assert client.get("/api/v1/session", headers={"host": "evil.example"}).status_code != 500


@pytest.mark.django_db
def test_alive_and_ready(client: Client, engine: str) -> None:
    assert client.get("/healthz").json() == {"status": "alive"}
    waiting = client.get("/readyz")
    assert (waiting.status_code, waiting.json()["worker"], waiting.json()["engine"]) == (503, False, True)
    jobs.beat("a worker")
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["status"]) == (200, "ready")

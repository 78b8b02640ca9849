"""Bodies that are too large, or that end before their announced length."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.test import Client

from egret.project import middleware
from egret.project.middleware import ReadToTheEnd

CODES = "/api/v1/sign-in/codes"


def request(body: bytes, announced: int | None = None) -> tuple[WSGIRequest, BytesIO]:
    stream = BytesIO(body)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "PUT",
        "PATH_INFO": "/",
        "CONTENT_LENGTH": str(len(body) if announced is None else announced),
        "wsgi.input": stream,
    }
    return WSGIRequest(environ), stream


@pytest.mark.django_db
def test_more_json_than_anybody_needs_is_refused_by_name(client: Client) -> None:
    body = b'{"phone": "' + b"1" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE + b'"}'
    response = client.post(CODES, body, "application/json")
    assert (response.status_code, response.json()["type"]) == (413, "urn:egret:body-too-large")
    assert response.json()["maximum_bytes"] == settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def test_what_an_answer_left_unread_is_read() -> None:
    """The front would say 502 otherwise: it is still sending when its peer hangs up."""
    asked, stream = request(b"x" * 3_000_000)
    assert ReadToTheEnd(lambda _: HttpResponse(status=413))(asked).status_code == 413
    assert stream.tell() == 3_000_000


def test_a_body_without_end_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(middleware, "LEFT_UNREAD", 100_000)
    asked, stream = request(b"x" * 3_000_000)
    ReadToTheEnd(lambda _: HttpResponse())(asked)
    assert 100_000 <= stream.tell() < 200_000


def test_a_body_that_was_read_or_broke_off_is_no_trouble() -> None:
    asked, _ = request(b"{}")
    answer = ReadToTheEnd(lambda each: HttpResponse(each.body))(asked)
    assert isinstance(answer, HttpResponse)
    assert answer.content == b"{}"
    asked, _ = request(b"{}", announced=50)
    assert ReadToTheEnd(lambda _: HttpResponse())(asked).status_code == 200


def chunked(client: Client, body: bytes) -> Any:
    """As a server hands it on: no length, and a stream that ends."""
    sent: dict[str, Any] = {"CONTENT_TYPE": "application/json", "wsgi.input": BytesIO(body)}
    return client.generic("POST", CODES, HTTP_TRANSFER_ENCODING="chunked", **sent)


@pytest.mark.django_db
def test_json_may_come_in_chunks(client: Client) -> None:
    answer = chunked(client, b'{"phone": "no number"}').json()
    assert answer["type"] == "urn:egret:policy-not-accepted"


@pytest.mark.django_db
def test_chunks_without_end_are_refused(client: Client) -> None:
    response = chunked(client, b" " * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 10))
    assert response.status_code == 413


def test_a_method_that_is_not_taken_is_a_problem(client: Client) -> None:
    response = client.put(CODES)
    assert (response.status_code, response.headers["Allow"]) == (405, "POST")
    assert response.headers["Content-Type"] == "application/problem+json"

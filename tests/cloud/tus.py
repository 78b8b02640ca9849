"""A tus client for tests, over Django's own."""

from __future__ import annotations

import base64
import hashlib
import io
from typing import Any

from django.test import Client

from egret.cloud.uploads.protocol import ADDRESS, metadata_of

OCTETS = "application/offset+octet-stream"


class CutBody(io.BytesIO):
    """What the server reads of a connection that was lost: what came, and then an end."""


def sha256(content: bytes) -> str:
    return "sha256 " + base64.b64encode(hashlib.sha256(content).digest()).decode()


def send(
    client: Client,
    method: str,
    address: str = ADDRESS,
    content: bytes | None = None,
    *,
    announced: int | None = None,
    chunked: bool = False,
    content_type: str = OCTETS,
    **headers: Any,
) -> Any:
    """One request. `announced` more bytes than `content` has: the connection was lost."""
    environ: dict[str, Any] = {}
    names = {name.replace("_", "-"): str(value) for name, value in headers.items() if value is not None}
    if content is None:
        content, content_type = b"", ""
    else:
        # Django's client says no type of an empty body; tus wants one.
        environ["CONTENT_TYPE"] = content_type
    if announced is not None or chunked:
        environ["wsgi.input"] = CutBody(content)
        environ["CONTENT_LENGTH"] = "" if chunked else str(announced)
        if chunked:
            environ["HTTP_TRANSFER_ENCODING"] = "chunked"
    return client.generic(
        method, address, content, content_type, headers={"Tus-Resumable": "1.0.0", **names}, **environ
    )


def create(
    client: Client, name: str = "f.bin", length: int | None = 0, content: bytes | None = None, **options: Any
) -> Any:
    """Creation; options that tus does not know go into the metadata."""
    known = {"announced", "chunked", "Upload_Checksum", "Upload_Concat", "content_type"}
    metadata = {key: str(value) for key, value in options.items() if key not in known}
    deferred: dict[str, Any] = {"Upload_Defer_Length": 1} if length is None else {"Upload_Length": length}
    if options.get("Upload_Concat", "").startswith("final"):
        deferred = {}
    return send(
        client,
        "POST",
        content=content,
        Upload_Metadata=metadata_of({"filename": name, **metadata} if name else metadata),
        **deferred,
        **{key: value for key, value in options.items() if key in known},
    )


def begun(client: Client, name: str = "f.bin", length: int | None = 0, **options: Any) -> str:
    """The address of a new upload."""
    response = create(client, name, length, **options)
    assert response.status_code == 201, response.content
    return str(response.headers["Location"])


def patch(client: Client, address: str, offset: int, content: bytes, **options: Any) -> Any:
    return send(client, "PATCH", address, content, Upload_Offset=offset, **options)


def offset_of(client: Client, address: str) -> int:
    response = send(client, "HEAD", address)
    assert response.status_code == 200, response.status_code
    return int(response.headers["Upload-Offset"])

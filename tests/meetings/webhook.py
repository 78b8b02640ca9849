"""Webhooks as the engine sends them: the event's JSON, and the token that signs it."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
from django.conf import settings
from django.test import Client

from egret.kernel import clock
from egret.meetings.models import Meeting, Participant

URL = "/api/v1/media/webhooks"
START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def event(
    kind: str, meeting: Meeting, who: Participant | None, sid: str = "PA_1", *, joined: float = 0, created: float = 0
) -> dict[str, Any]:
    """One event of the engine's, `joined` and `created` in seconds after START."""
    body: dict[str, Any] = {
        "event": kind,
        "room": {"name": str(meeting.id), "sid": "RM_1"},
        "id": f"EV_{kind}_{sid}_{created}",
        "createdAt": str(int(at(created).timestamp())),
    }
    if who is not None:
        body["participant"] = {
            "sid": sid,
            "identity": str(who.id),
            "state": "ACTIVE",
            "joinedAt": str(int(at(joined).timestamp())),
            "joinedAtMs": str(int(at(joined).timestamp() * 1000)),
        }
    return body


def signature(body: bytes, *, secret: str | None = None, lives: timedelta = timedelta(minutes=5), **claims: Any) -> str:
    return jwt.encode(
        {
            "iss": settings.EGRET_LIVEKIT_API_KEY,
            "exp": int((clock.now() + lives).timestamp()),
            "sha256": base64.b64encode(hashlib.sha256(body).digest()).decode(),
            **claims,
        },
        secret or settings.EGRET_LIVEKIT_API_SECRET,
        algorithm="HS256",
    )


def post(client: Client, body: dict[str, Any] | bytes, authorization: str | None = None) -> int:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"authorization": signature(raw) if authorization is None else authorization}
    return client.post(URL, raw, "application/webhook+json", headers=headers).status_code

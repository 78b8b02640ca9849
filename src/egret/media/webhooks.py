"""The engine's signed webhooks: verified, then read into the few facts Egret uses.

Source: LiveKit documentation, "Webhooks": a JWT in `Authorization` whose `sha256` claim is the body's hash, base64.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import jwt
from django.conf import settings

from egret.kernel import clock
from egret.media.errors import WebhookForged, WebhookUnreadable
from egret.media.rooms import moment_of

# Clocks of two machines, when the engine is a cluster elsewhere.
LEEWAY = timedelta(seconds=30)
# The engine's own events are a few kB; nothing larger is worth hashing.
MAXIMUM_BYTES = 256 * 1024


@dataclass(frozen=True)
class Joined:
    room: str
    room_sid: str
    identity: str
    sid: str
    joined_at: datetime


@dataclass(frozen=True)
class Left:
    room: str
    room_sid: str
    identity: str
    sid: str
    joined_at: datetime
    left_at: datetime


@dataclass(frozen=True)
class RoomFinished:
    room: str
    room_sid: str
    finished_at: datetime


EngineEvent = Joined | Left | RoomFinished


def verify(body: bytes, authorization: str) -> None:
    """Raises WebhookForged unless the body was signed with our key, for this body, and lately."""
    try:
        claims = jwt.decode(
            authorization.removeprefix("Bearer "),
            settings.EGRET_LIVEKIT_API_SECRET,
            algorithms=["HS256"],
            issuer=settings.EGRET_LIVEKIT_API_KEY,
            leeway=LEEWAY,
            # The clock is ours (and may travel in tests): the times are compared below.
            options={"require": ["exp", "iss"], "verify_exp": False, "verify_nbf": False, "verify_iat": False},
        )
        expires = datetime.fromtimestamp(int(claims["exp"]), UTC)
        signed = str(claims.get("sha256", ""))
    except (jwt.InvalidTokenError, ValueError, TypeError, OverflowError) as error:
        raise WebhookForged from error
    actual = base64.b64encode(hashlib.sha256(body).digest()).decode()
    if expires < clock.now() - LEEWAY or not hmac.compare_digest(signed.encode(), actual.encode()):
        raise WebhookForged


def read(body: bytes) -> EngineEvent | None:
    """The event, or None for kinds that Egret does not use. Raises WebhookUnreadable."""
    try:
        event = json.loads(body)
        kind = event["event"]
        room = event.get("room") or {}
        if kind == "room_finished":
            return RoomFinished(str(room["name"]), str(room["sid"]), _created(event))
        if kind == "participant_joined":
            who = event["participant"]
            return Joined(str(room["name"]), str(room["sid"]), str(who["identity"]), str(who["sid"]), moment_of(who))
        if kind in ("participant_left", "participant_connection_aborted"):
            who = event["participant"]
            joined_at = moment_of(who)
            # `createdAt` is in whole seconds: a very short stay must not end before it began.
            left_at = max(joined_at, _created(event))
            return Left(str(room["name"]), str(room["sid"]), str(who["identity"]), str(who["sid"]), joined_at, left_at)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise WebhookUnreadable from error
    return None


def _created(event: dict[str, object]) -> datetime:
    return datetime.fromtimestamp(int(str(event["createdAt"])), UTC)

"""Tokens of the LiveKit contract: JWT, HS256, grants in the `video` claim.

Source: LiveKit documentation, "Authentication" (access tokens and grants).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import jwt
from django.conf import settings

from egret.kernel import clock

# Long enough to pass from the page to the engine on a slow telephone; the engine renews it for who is inside.
JOIN_LIFETIME = timedelta(minutes=5)
# A server's own call is sent at once; the margin is for clocks of two machines.
CALL_LIFETIME = timedelta(minutes=1)


# The engine's names of what one can send: in a token in small letters, in its room API in capitals.
CAMERA, MICROPHONE = "camera", "microphone"
SCREEN_SHARE, SCREEN_SHARE_AUDIO = "screen_share", "screen_share_audio"


@dataclass(frozen=True)
class Grants:
    """What somebody may send into a room."""

    sources: tuple[str, ...] = (CAMERA, MICROPHONE, SCREEN_SHARE, SCREEN_SHARE_AUDIO)
    data: bool = True


EVERYTHING = Grants()


def join_token(
    *,
    room: str,
    identity: str,
    nickname: str,
    grants: Grants = EVERYTHING,
    attributes: Mapping[str, str] | None = None,
) -> str:
    """Let one identity into one room, to receive and to send what `grants` says; nothing else.

    `attributes` are shown to everybody in the room. Their own may not be changed by who holds the token, nor the
    name: only the server says who somebody is.
    """
    return _sign(
        {
            "sub": identity,
            "name": nickname,
            "attributes": dict(attributes or {}),
            "video": {
                "roomJoin": True,
                "room": room,
                "canSubscribe": True,
                # An empty list of sources means every source to the engine.
                "canPublish": bool(grants.sources),
                "canPublishSources": list(grants.sources),
                "canPublishData": grants.data,
                "canUpdateOwnMetadata": False,
            },
        },
        JOIN_LIFETIME,
    )


def recorder_token(*, room: str, identity: str) -> str:
    """Let the recorder into one room: seen by nobody in the list, marked as recording, and unable to send anything."""
    return _sign(
        {
            "sub": identity,
            "video": {
                "roomJoin": True,
                "room": room,
                "hidden": True,
                "recorder": True,
                "canSubscribe": True,
                "canPublish": False,
                "canPublishData": False,
                "canUpdateOwnMetadata": False,
            },
        },
        JOIN_LIFETIME,
    )


def call_token(grants: dict[str, Any]) -> str:
    """Authorise one call of the room API."""
    return _sign({"video": grants}, CALL_LIFETIME)


def _sign(claims: dict[str, Any], lifetime: timedelta) -> str:
    moment = clock.now()
    return jwt.encode(
        {
            "iss": settings.EGRET_LIVEKIT_API_KEY,
            "nbf": int((moment - timedelta(seconds=10)).timestamp()),
            "exp": int((moment + lifetime).timestamp()),
            **claims,
        },
        settings.EGRET_LIVEKIT_API_SECRET,
        algorithm="HS256",
    )

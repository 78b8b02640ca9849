"""The engine's room API (Twirp, JSON), through the one door to other hosts.

Source: LiveKit documentation, "RoomService API".
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from egret.kernel import egress
from egret.media.errors import EngineUnavailable
from egret.media.tokens import call_token

# Seconds. Everybody may fall out at once (an engine that restarts, a router): the room waits for them.
EMPTY_TIMEOUT = 120
DEPARTURE_TIMEOUT = 20


@dataclass(frozen=True)
class Presence:
    """Somebody the engine has in a room; `sid` is new with each connection."""

    sid: str
    identity: str
    joined_at: datetime


def ensure_room(name: str) -> None:
    """Create the room, or leave it as it is. Raises EngineUnavailable."""
    _call(
        "CreateRoom",
        {"roomCreate": True},
        {"name": name, "empty_timeout": EMPTY_TIMEOUT, "departure_timeout": DEPARTURE_TIMEOUT},
    )


def delete_room(name: str) -> None:
    """Send everybody out and remove the room; it is no error when there is none. Raises EngineUnavailable."""
    _call("DeleteRoom", {"roomCreate": True}, {"room": name})


def tell_room(name: str, metadata: str) -> None:
    """Tell everybody in the room, and whoever joins later. Raises EngineUnavailable."""
    _call("UpdateRoomMetadata", {"roomAdmin": True, "room": name}, {"room": name, "metadata": metadata})


def list_rooms() -> dict[str, str]:
    """The engine's rooms, name to sid. Raises EngineUnavailable."""
    answer = _call("ListRooms", {"roomList": True}, {})
    return {room["name"]: room["sid"] for room in answer.get("rooms", [])}


def list_presences(room: str) -> list[Presence]:
    """Who is in the room now; nobody when it does not exist. Raises EngineUnavailable."""
    answer = _call("ListParticipants", {"roomAdmin": True, "room": room}, {"room": room})
    return [
        Presence(each["sid"], each["identity"], moment_of(each))
        for each in answer.get("participants", [])
        if each.get("state") == "ACTIVE"
    ]


def moment_of(participant: dict[str, Any]) -> datetime:
    """When the engine let a participant in: milliseconds where it says them, seconds before LiveKit 1.8."""
    milliseconds = int(participant.get("joinedAtMs") or participant.get("joined_at_ms") or 0)
    seconds = int(participant.get("joinedAt") or participant.get("joined_at") or 0)
    return datetime.fromtimestamp(milliseconds / 1000 or seconds, UTC)


def engine_alive() -> bool:
    """Whether the engine answers its API with our key."""
    try:
        list_rooms()
    except EngineUnavailable:
        return False
    return True


def _call(method: str, grants: dict[str, Any], message: dict[str, Any]) -> dict[str, Any]:
    try:
        answer = egress.request(
            "POST",
            f"{settings.EGRET_ENGINE_URL}/twirp/livekit.RoomService/{method}",
            body=json.dumps(message).encode(),
            headers={"Authorization": f"Bearer {call_token(grants)}", "Content-Type": "application/json"},
        )
        decoded: dict[str, Any] = json.loads(answer.body)
    except (egress.EgressFailed, ValueError) as error:
        raise EngineUnavailable from error
    if answer.status == 200:
        return decoded
    if decoded.get("code") == "not_found":
        return {}
    raise EngineUnavailable(status_of_engine=answer.status)

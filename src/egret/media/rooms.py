"""The engine's room API (Twirp, JSON), through the one door to other hosts.

Source: LiveKit documentation, "RoomService API".
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from egret.kernel import egress
from egret.media.errors import EngineUnavailable
from egret.media.tokens import Grants, call_token

# Seconds. Everybody may fall out at once (an engine that restarts, a router): the room waits for them.
EMPTY_TIMEOUT = 120
DEPARTURE_TIMEOUT = 20


@dataclass(frozen=True)
class Presence:
    """Somebody the engine has in a room; `sid` is new with each connection."""

    sid: str
    identity: str
    joined_at: datetime


@dataclass(frozen=True)
class SentTrack:
    """A track somebody sends; `source` in the words of tokens."""

    sid: str
    source: str
    muted: bool
    # From page to page: the engine passes it on and cannot read it.
    encrypted: bool


@dataclass(frozen=True)
class Occupant:
    """Somebody the engine has in a room: what they may send, what they send, and what is told of them."""

    identity: str
    grants: Grants
    attributes: Mapping[str, str]
    tracks: tuple[SentTrack, ...]


def ensure_room(name: str, metadata: str = "") -> None:
    """Create the room, told `metadata` from its beginning, or leave it as it is. Raises EngineUnavailable."""
    _call(
        "CreateRoom",
        {"roomCreate": True},
        {
            "name": name,
            "empty_timeout": EMPTY_TIMEOUT,
            "departure_timeout": DEPARTURE_TIMEOUT,
            "metadata": metadata,
        },
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


def list_told() -> dict[str, str]:
    """What each of the engine's rooms was told last, by name. Raises EngineUnavailable."""
    answer = _call("ListRooms", {"roomList": True}, {})
    return {room["name"]: room.get("metadata", "") for room in answer.get("rooms", [])}


def list_presences(room: str) -> list[Presence]:
    """Who is in the room now; nobody when it does not exist. Raises EngineUnavailable."""
    answer = _call("ListParticipants", {"roomAdmin": True, "room": room}, {"room": room})
    return [
        Presence(each["sid"], each["identity"], moment_of(each))
        for each in answer.get("participants", [])
        if each.get("state") == "ACTIVE"
    ]


def list_occupants(room: str) -> list[Occupant]:
    """Everybody in the room or just entering it, the hidden ones left out. Raises EngineUnavailable."""
    answer = _call("ListParticipants", _admin(room), {"room": room})
    people = [each for each in answer.get("participants", []) if each.get("state") != "DISCONNECTED"]
    return [_occupant(each) for each in people if not each.get("permission", {}).get("hidden")]


def find_occupant(room: str, identity: str) -> Occupant | None:
    """One of them. Raises EngineUnavailable."""
    answer = _call("GetParticipant", _admin(room), {"room": room, "identity": identity})
    return _occupant(answer) if answer else None


def set_grants(room: str, identity: str, grants: Grants) -> None:
    """What somebody may send from now on; the engine takes away at once what they may not send any more.

    Raises EngineUnavailable.
    """
    permission = {
        "can_subscribe": True,
        "can_publish": bool(grants.sources),
        "can_publish_sources": [source.upper() for source in grants.sources],
        "can_publish_data": grants.data,
    }
    _call("UpdateParticipant", _admin(room), {"room": room, "identity": identity, "permission": permission})


def set_attributes(room: str, identity: str, attributes: Mapping[str, str]) -> None:
    """Tell everybody something of somebody, and whoever joins later; an empty text takes one away.

    Raises EngineUnavailable.
    """
    _call("UpdateParticipant", _admin(room), {"room": room, "identity": identity, "attributes": dict(attributes)})


def mute_track(room: str, identity: str, sid: str) -> None:
    """Mute a track for everybody; whoever may send it can unmute it again. Raises EngineUnavailable."""
    message = {"room": room, "identity": identity, "track_sid": sid, "muted": True}
    _call("MutePublishedTrack", _admin(room), message)


def remove_occupant(room: str, identity: str) -> None:
    """Send somebody out; a token they still have lets them in again. Raises EngineUnavailable."""
    _call("RemoveParticipant", _admin(room), {"room": room, "identity": identity})


def send_to(room: str, identities: Sequence[str], topic: str, payload: str) -> None:
    """A message from the server to some in the room; the engine shows it without a sender, which nobody can fake.

    Raises EngineUnavailable.
    """
    message = {
        "room": room,
        "data": base64.b64encode(payload.encode()).decode(),
        "kind": "RELIABLE",
        "destination_identities": list(identities),
        "topic": topic,
    }
    _call("SendData", _admin(room), message)


def _admin(room: str) -> dict[str, Any]:
    return {"roomAdmin": True, "room": room}


def _occupant(info: dict[str, Any]) -> Occupant:
    permission = info.get("permission") or {}
    sources = tuple(source.lower() for source in permission.get("can_publish_sources", []))
    return Occupant(
        info["identity"],
        Grants(sources if permission.get("can_publish") else (), bool(permission.get("can_publish_data"))),
        info.get("attributes") or {},
        tuple(
            SentTrack(
                track["sid"],
                track.get("source", "").lower(),
                bool(track.get("muted")),
                track.get("encryption", "NONE") != "NONE",
            )
            for track in info.get("tracks", [])
        ),
    )


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

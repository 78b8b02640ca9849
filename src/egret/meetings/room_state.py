"""What everybody in a meeting's room is told, assembled in one place: the engine's room metadata, one JSON object.

Each part contributes its member; whoever changes something calls `tell`, and whoever joins later is told by the engine.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from egret.media import rooms
from egret.media.errors import EngineUnavailable

# Told again until nothing changed meanwhile; more rounds than this means somebody else is telling too, and ends with
# the newest.
ROUNDS = 3

Contribution = Callable[[uuid.UUID], dict[str, Any]]
_contributions: list[Contribution] = []
_beside: list[Callable[[uuid.UUID], list[str]]] = []


def contribute(contribution: Contribution) -> Contribution:
    """Add the decorated function's members to what every room is told."""
    _contributions.append(contribution)
    return contribution


def beside(rooms_of: Callable[[uuid.UUID], list[str]]) -> Callable[[uuid.UUID], list[str]]:
    """Name, by the decorated function, the engine's rooms that a meeting has beside its own."""
    _beside.append(rooms_of)
    return rooms_of


def assemble(meeting_id: uuid.UUID, room: str | None = None) -> str:
    """The whole state now, always written the same way. `room`: one beside the meeting's own; no recorder is there, and
    it is told of the one in the meeting's own."""
    state: dict[str, Any] = {}
    for contribution in _contributions:
        state |= contribution(meeting_id)
    if room not in (None, str(meeting_id)):
        state["recording_elsewhere"], state["recording"] = state.get("recording"), None
    return json.dumps(state, sort_keys=True)


def tell(meeting_id: uuid.UUID) -> None:
    """Tell the room. Raises EngineUnavailable.

    Two who tell at once may overtake each other on the way to the engine: whoever sees afterwards that more has changed
    tells it again, so that the last word is the newest without a lock held over a call.
    """
    for room in (str(meeting_id), *(room for rooms_of in _beside for room in rooms_of(meeting_id))):
        told = ""
        for _ in range(ROUNDS):
            state = assemble(meeting_id, room)
            if state == told:
                break
            rooms.tell_room(room, state)
            told = state


def tell_if_it_answers(meeting_id: uuid.UUID) -> None:
    """Rooms of an engine that is away are told by the sweeper when it is back."""
    with suppress(EngineUnavailable):
        tell(meeting_id)

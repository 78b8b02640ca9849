"""What others may want to hear about meetings."""

from __future__ import annotations

import uuid
from dataclasses import dataclass


@dataclass(frozen=True)
class MeetingStarted:
    meeting_id: uuid.UUID


@dataclass(frozen=True)
class ParticipantJoined:
    """The engine has let somebody into the room; `identity` is the participant's id."""

    meeting_id: uuid.UUID
    room: str  # the meeting's own, or one beside it
    identity: str


@dataclass(frozen=True)
class MeetingEnded:
    meeting_id: uuid.UUID

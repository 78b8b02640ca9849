"""What others may want to hear about meetings."""

from __future__ import annotations

import uuid
from dataclasses import dataclass


@dataclass(frozen=True)
class MeetingStarted:
    meeting_id: uuid.UUID


@dataclass(frozen=True)
class MeetingEnded:
    meeting_id: uuid.UUID

"""What others may want to hear of talk in a meeting."""

from __future__ import annotations

import uuid
from dataclasses import dataclass


@dataclass(frozen=True)
class PollsChanged:
    """One was opened, closed, deleted, or somebody voted."""

    meeting_id: uuid.UUID


@dataclass(frozen=True)
class TimerChanged:
    meeting_id: uuid.UUID

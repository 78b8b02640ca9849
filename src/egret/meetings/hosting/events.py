"""What others may want to hear about leading a meeting."""

from __future__ import annotations

import uuid
from dataclasses import dataclass


@dataclass(frozen=True)
class ConductChanged:
    """Rules, standings or roles of a meeting changed: the engine and the room are told."""

    meeting_id: uuid.UUID

"""What others may want to hear about recordings."""

from __future__ import annotations

import uuid
from dataclasses import dataclass


@dataclass(frozen=True)
class RecordingChanged:
    """Its state is another one, or a film of it is ready."""

    recording_id: uuid.UUID
    meeting_id: uuid.UUID

"""What others may want to hear about files."""

from __future__ import annotations

import uuid
from dataclasses import dataclass


@dataclass(frozen=True)
class FileStored:
    """A file has a new content."""

    node_id: uuid.UUID
    version_id: uuid.UUID


@dataclass(frozen=True)
class NodeChanged:
    """Renamed, moved, trashed, restored: where it is or what it is called."""

    node_id: uuid.UUID


@dataclass(frozen=True)
class PurgeWanted:
    """Something is to be deleted for ever."""


@dataclass(frozen=True)
class NodePurged:
    node_id: uuid.UUID

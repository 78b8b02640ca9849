"""What the rooms of privacy tell each other, once it is committed."""

from __future__ import annotations

import uuid
from dataclasses import dataclass


@dataclass(frozen=True)
class CopyOrdered:
    person_id: uuid.UUID
    copy_id: uuid.UUID


@dataclass(frozen=True)
class CopyReady:
    person_id: uuid.UUID
    copy_id: uuid.UUID


@dataclass(frozen=True)
class CopyCancelled:
    """Before it was there."""

    person_id: uuid.UUID
    copy_id: uuid.UUID


@dataclass(frozen=True)
class ErasureOrdered:
    person_id: uuid.UUID
    erasure_id: uuid.UUID


@dataclass(frozen=True)
class ErasureCancelled:
    person_id: uuid.UUID
    erasure_id: uuid.UUID


@dataclass(frozen=True)
class ErasureFinished:
    """The person is gone: only the erasure is left to speak of."""

    erasure_id: uuid.UUID

"""What others may want to hear about organisations."""

from __future__ import annotations

import uuid
from dataclasses import dataclass


@dataclass(frozen=True)
class MemberJoined:
    organization_id: uuid.UUID
    person_id: uuid.UUID


@dataclass(frozen=True)
class MemberLeft:
    organization_id: uuid.UUID
    person_id: uuid.UUID


@dataclass(frozen=True)
class ImportConfirmed:
    import_id: uuid.UUID

"""What others may want to hear about people."""

from __future__ import annotations

import uuid
from dataclasses import dataclass


@dataclass(frozen=True)
class PersonRegistered:
    person_id: uuid.UUID


@dataclass(frozen=True)
class NameChanged:
    """`name` is what the person calls themselves now, "" for nothing."""

    person_id: uuid.UUID
    name: str

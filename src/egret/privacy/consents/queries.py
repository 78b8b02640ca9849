"""Reads of the ledger."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from egret.kernel.purpose import PURPOSES, LegalBasis, Purpose
from egret.privacy.consents.models import CONSENTS, EntryKind, LedgerEntry

# A switch that was turned a hundred times says no more than its last few turns.
SHOWN = 20


def asked() -> list[Purpose]:
    """Every purpose that rests on consent."""
    return [each for each in PURPOSES.values() if each.basis is LegalBasis.CONSENT]


def given(person_id: uuid.UUID, purpose: str) -> bool:
    """What the person said last; who said nothing gave nothing (C37)."""
    entries = LedgerEntry.objects.filter(person_id=person_id, purpose=purpose, kind__in=CONSENTS)
    return entries.order_by("-id").values_list("kind", flat=True).first() == EntryKind.GIVEN


@dataclass(frozen=True)
class Consent:
    purpose: Purpose
    given: bool
    since: datetime | None  # None: never asked for, so off
    history: list[LedgerEntry]


def consents_of(person_id: uuid.UUID) -> list[Consent]:
    """Each purpose that asks, as the person left it, in a stable order."""
    found = []
    for each in asked():
        entries = list(LedgerEntry.objects.filter(person_id=person_id, purpose=each.id).order_by("-id")[:SHOWN])
        on = bool(entries) and entries[0].kind == EntryKind.GIVEN
        found.append(Consent(each, on, entries[0].at if entries else None, entries))
    return found

"""Reads of versions, and of what a person is to be told."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from functools import lru_cache

from egret.kernel import consents, policy
from egret.privacy.consents.models import EntryKind, LedgerEntry
from egret.privacy.consents.personal import MESSAGES
from egret.privacy.versions import record, snapshots
from egret.privacy.versions.differences import Difference, Need, between
from egret.privacy.versions.errors import VersionUnknown
from egret.privacy.versions.snapshots import Snapshot


def access_version(version: str) -> Snapshot:
    """A version as it was. Raises VersionUnknown."""
    found = record.past(version)
    if found is None:
        raise VersionUnknown
    return found


def before(version: str) -> str | None:
    """The one that came before."""
    earlier = [each for each in record.recorded() if each < version]
    return earlier[-1] if earlier else None


@lru_cache(maxsize=64)
def since(version: str, current: str) -> Difference | None:
    """What changed from a version to another; None: one of them is not on record."""
    old = record.past(version)
    new = snapshots.now() if current == policy.version() else record.past(current)
    return between(old, new) if old and new else None


def acceptance_still_holds(version: str) -> bool:
    """Whether whoever accepted this version has only to be told of what came since."""
    difference = since(version, policy.version())
    return difference is not None and version < policy.version() and difference.need is not Need.ACCEPTANCE


@dataclass(frozen=True)
class Notice:
    """What somebody is to be told, or asked, about the version in force."""

    version: str
    accepted: str
    difference: Difference | None  # None: what they accepted is older than the record


def notice_for(person_id: uuid.UUID) -> Notice | None:
    """None for whom accepted what is in force, or was told and said so."""
    current, accepted = policy.version(), policy.acceptances().latest(person_id)
    if accepted is None or accepted >= current:
        return None
    difference = since(accepted, current)
    asked = difference is None or difference.need is Need.ACCEPTANCE
    if not asked and has(person_id, EntryKind.NOTICE_SEEN, current):
        return None
    return Notice(current, accepted, difference)


def to_tell_by_message() -> list[uuid.UUID]:
    """Who switched messages on, accepted an earlier version, and was told of the one in force in no way yet."""
    spoke = LedgerEntry.objects.filter(purpose=MESSAGES).order_by().values_list("person_id", flat=True).distinct()
    return [
        person_id
        for person_id in spoke
        if consents.given(person_id, MESSAGES)
        and notice_for(person_id) is not None
        and not has(person_id, EntryKind.NOTICE_DELIVERED, policy.version())
    ]


def has(person_id: uuid.UUID, kind: EntryKind, version: str) -> bool:
    """Whether the ledger says so."""
    entries = LedgerEntry.objects.filter(person_id=person_id, purpose="", kind=kind, policy_version=version)
    return entries.exists()


def told_of(person_id: uuid.UUID) -> list[LedgerEntry]:
    """The delivery record of a person (C80)."""
    return list(LedgerEntry.objects.filter(person_id=person_id, purpose="").order_by("id"))

"""What of an entry is hashed, and how: docs/audit.md tells it to others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from egret.privacy.audit import merkle

VERSION = "egret audit entry v1"
# Claims can be raised for this long in many places (China: Civil Code Art. 188; Germany: BGB § 195): until then the log
# may have to show what was done. Then contents go, and the hash keeps their place.
KEPT = timedelta(days=3 * 365)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def canonical(number: int, at: int, act: str, actor: str, subject: str, about: str, salt: str) -> str:
    """Eight lines, each ended by a line feed; no value contains one."""
    return f"{VERSION}\n{number}\n{at}\n{act}\n{actor}\n{subject}\n{about}\n{salt}\n"


def leaf_of(number: int, at: int, act: str, actor: str, subject: str, about: str, salt: str) -> bytes:
    return merkle.leaf_hash(canonical(number, at, act, actor, subject, about, salt).encode())


def microseconds(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(microseconds=1)


def moment_of(at: int) -> datetime:
    return EPOCH + timedelta(microseconds=at)

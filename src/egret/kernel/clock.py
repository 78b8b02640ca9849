"""The one clock. Code asks it, never `datetime.now`, so that a test can travel in time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

_offset = timedelta(0)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC) + _offset


def today() -> date:
    """The present date in UTC."""
    return now().date()


@contextmanager
def travel(by: timedelta) -> Iterator[None]:
    """Move this process's clock by `by` while the block runs."""
    global _offset
    _offset += by
    try:
        yield
    finally:
        _offset -= by

"""Staff see personal data only inside a case: of its subject, while it is open, and it is written down (C52).

The door (door.py) lets a purpose of staff through inside `entered(…)` only, and there only statements that carry the
subject's key. The privacy domain keeps the cases, and fills this port. Staff are, today, whoever has the shell of the
machine; a role over HTTP would enter by the same function.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from egret.kernel import clock, restrictions
from egret.kernel.errors import EgretError
from egret.kernel.purpose import running
from egret.kernel.text import Text


class CaseNeeded(EgretError):
    """Facts: `purpose`, the one of staff that something was to be done for."""

    status, slug = 403, "case-needed"
    title = Text("This needs an open case about this very person.", "此操作需要针对该用户的未结案件。")
    detail = Text(
        "Say why with --reason, or take an open case with --case. Nothing was read.",
        "请以 --reason 说明理由，或以 --case 使用未结案件。未读取任何内容。",
    )


@dataclass(frozen=True)
class Case:
    """What is looked into: a person, or a thing about one (a report), by their keys."""

    id: uuid.UUID
    subject: uuid.UUID | None
    about: uuid.UUID | None
    closes_at: datetime

    def is_open(self) -> bool:
        return clock.now() < self.closes_at

    def is_about(self, values: object) -> bool:
        """Whether a statement's values carry the key of what the case is about, as either database writes it."""
        if isinstance(values, Mapping):
            values = list(values.values())
        if not isinstance(values, Sequence) or isinstance(values, str | bytes):
            return False
        keys = {form for key in (self.subject, self.about) if key for form in (key, str(key), key.hex)}
        return any(isinstance(value, str | uuid.UUID) and value in keys for value in values)


class Keeper(Protocol):
    """Who keeps the cases."""

    def open(self, kind: str, *, subject: uuid.UUID | None, about: uuid.UUID | None, reason: str, ground: str) -> Case:
        """Raises ReasonMissing, SubjectRestricted."""

    def take(self, case_id: uuid.UUID, *, subject: uuid.UUID | None, about: uuid.UUID | None) -> Case:
        """Raises CaseUnknown, CaseClosed, CaseOfAnother, SubjectRestricted."""

    def close(self, case_id: uuid.UUID) -> None: ...


_keeper: Keeper | None = None
_current: ContextVar[Case | None] = ContextVar("case", default=None)


def provide(keeper: Keeper) -> None:
    """Set who keeps the cases."""
    global _keeper
    _keeper = keeper


def current() -> Case | None:
    """The case that this code runs in, open or not."""
    return _current.get()


@contextmanager
def inside(case: Case | None, purpose_id: str) -> Iterator[None]:
    """Run a block in a case, under a purpose of staff."""
    token = _current.set(case)
    try:
        with running(purpose_id):
            yield
    finally:
        _current.reset(token)


@contextmanager
def entered(
    kind: str,
    purpose_id: str,
    *,
    subject: uuid.UUID | None,
    about: uuid.UUID | None = None,
    reason: str = "",
    ground: str = "",
    case_id: uuid.UUID | None = None,
) -> Iterator[Case | None]:
    """Run a block inside the case `case_id`, or inside one of its own, which is closed when the block ends.

    `ground` is one of `restrictions.GROUNDS`, needed for somebody whose data is restricted.
    With neither a case nor a reason the block runs in no case: the door refuses what it reads, and writes that down.
    Raises what the keeper does.
    """
    if _keeper is None or not (reason or case_id):
        with inside(None, purpose_id):
            yield None
        return
    if case_id is not None:
        case = _keeper.take(case_id, subject=subject, about=about)
    else:
        case = _keeper.open(kind, subject=subject, about=about, reason=reason, ground=ground)
    try:
        with inside(case, purpose_id):
            yield case
    finally:
        if case_id is None:
            _keeper.close(case.id)


def add_arguments(parser: Any) -> None:
    """The two ways into a case, for a command of staff."""
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--reason", default="", help="open a case for this, with these words; it ends with the command")
    add_ground(parser)
    ways.add_argument("--case", type=uuid.UUID, metavar="ID", help="take this open case (`egret manage cases`)")


def add_ground(parser: Any) -> None:
    """On what a case about somebody whose data is restricted rests."""
    known = "; ".join(f"{name}: {text.en}" for name, text in restrictions.GROUNDS.items())
    help_text = f"where the person's data is restricted, why it may be looked into all the same: {known}"
    parser.add_argument("--ground", default="", choices=sorted(restrictions.GROUNDS), help=help_text)


Finder = Callable[[str], uuid.UUID | None]
_finder: Finder | None = None


def provide_finder(finder: Finder) -> None:
    """Set who knows whom an operator means by what they type."""
    global _finder
    _finder = finder


def find_subject(typed: str) -> uuid.UUID | None:
    """The key of the person with this number or id; nothing else of them is told before a case is open."""
    return _finder(typed) if _finder else None

"""Privileged acts, and each access to others' personal data, are written down (C55); the privacy domain keeps the log.

`act("recordings.played", Text(…))` names a kind of act beside the code that does it; `record` writes one down, inside
the transaction of what it tells of: neither is there without the other.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from egret.kernel.text import Language, Text


@dataclass(frozen=True)
class Entry:
    """`actor` did `act` to `subject`'s data (None: Egret itself; nobody's); `about` is a key, never contents."""

    act: str
    actor: uuid.UUID | None
    subject: uuid.UUID | None
    about: str


# How names are found of what a log holds the keys of: for whom they are shown to, of those of them that still exist.
Namer = Callable[[Collection[uuid.UUID], uuid.UUID, Language], Mapping[uuid.UUID, str]]

ACTS: dict[str, Text] = {}
# Of an act whose `about` leads to something that has a name: which kind of thing.
ABOUT: dict[str, str] = {}
PEOPLE = "person"
_namers: dict[str, Namer] = {}
_write: Callable[[Entry], None] | None = None


def act(name: str, text: Text, *, about: str = "") -> str:
    """Name a kind of act, `<domain>.<what was done>`, and how it goes on after the name of who did it.

    With `about`, a kind for which somebody is `naming`, its `{about}` is what that is called. Raises ValueError when
    the act is named already.
    """
    if name in ACTS:
        raise ValueError(f"the act {name} is named twice")
    ACTS[name] = text
    if about:
        ABOUT[name] = about
    return name


def naming(kind: str) -> Callable[[Namer], Namer]:
    """Let the decorated function say what things of a kind, or people, are called."""

    def add(namer: Namer) -> Namer:
        _namers[kind] = namer
        return namer

    return add


def names_of(kind: str, ids: Collection[uuid.UUID], reader: uuid.UUID, language: Language) -> Mapping[uuid.UUID, str]:
    """What these are called; nothing of what is gone, or has no name."""
    namer = _namers.get(kind)
    return namer(ids, reader, language) if namer is not None and ids else {}


def provide(write: Callable[[Entry], None]) -> None:
    """Set where entries go."""
    global _write
    _write = write


def record(act_name: str, *, actor: uuid.UUID | None = None, subject: uuid.UUID | None = None, about: str = "") -> None:
    """Write an act down. Raises KeyError for one that nobody named."""
    if act_name not in ACTS:
        raise KeyError(act_name)
    if _write is not None:
        _write(Entry(act_name, actor, subject, about))


def record_each(act_name: str, *, actor: uuid.UUID | None, subjects: Iterable[uuid.UUID], about: str = "") -> None:
    """Write an act down once for everybody whose data it touched, but for who did it."""
    for subject in sorted(set(subjects) - {actor}):
        record(act_name, actor=actor, subject=subject, about=about)

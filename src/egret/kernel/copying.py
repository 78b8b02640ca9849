"""What a copy of everything about a person holds (C56, C67), and what another installation takes of it (C73).

The declarations say it all by default. A domain's `copying.py` adds what they cannot: what tables are called, what is
kept and not shown, whose further rows are a person's, where contents lie, how their part is restored.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.db.models import Q

from egret.kernel.models import Blob
from egret.kernel.text import Text
from egret.kernel.vault import Owner

SECRET = Text("not shown: it opens your account, or something of yours", "不予显示：可用于进入您的账号或内容")
REPORTER = Text("not shown: it protects whoever reported", "不予显示：以保护举报人")


@dataclass(frozen=True)
class Content:
    """A stored content that goes into the copy at `path`, as it was given: the bytes [start, stop) of a blob."""

    path: str
    size: int
    modified_at: datetime
    blob: Blob
    owner: Owner
    model: str  # of the row it belongs to
    row: str
    start: int = 0


Finder = Callable[[uuid.UUID], Iterator[Content]]
Sizes = Callable[[uuid.UUID], dict[str, int]]

NAMES: dict[str, Text] = {}
HIDDEN: dict[tuple[str, str], Text] = {}
SHOWN: set[tuple[str, str]] = set()
ROWS: dict[str, Callable[[uuid.UUID], Q]] = {}
CONTENTS: dict[str, Finder] = {}
SIZES: dict[str, Sizes] = {}
NOT_COPIED: dict[str, Text] = {}
PASSED_OVER: set[str] = set()


def name(model: str, text: Text) -> None:
    """What people call the rows of a table."""
    NAMES[model.lower()] = text


def hide(model: str, *fields: str, why: Text = SECRET) -> None:
    """These fields are kept and not shown, not even to whom they are about."""
    HIDDEN.update({(model.lower(), each): why for each in fields})


def show(model: str, *fields: str) -> None:
    """These fields of sign-in data are no secret."""
    SHOWN.update((model.lower(), each) for each in fields)


def pass_over(model: str) -> None:
    """A table that says nothing by itself: a copy's own notes while it is made, for instance."""
    PASSED_OVER.add(model.lower())


def rows(model: str, condition: Callable[[uuid.UUID], Q]) -> None:
    """Rows that are a person's as well, though their declared subject leads to nobody or to somebody else."""
    ROWS[model.lower()] = condition


def contents(*kinds: str) -> Callable[[Callable[[uuid.UUID], Iterator[Content]]], Callable[..., Iterator[Content]]]:
    """The decorated function finds all of a person's contents of these kinds of blobs."""

    def add(find: Callable[[uuid.UUID], Iterator[Content]]) -> Callable[..., Iterator[Content]]:
        CONTENTS.update(dict.fromkeys(kinds, find))
        return find

    return add


def sizes(find: Finder) -> Callable[[Sizes], Sizes]:
    """The decorated function says how many bytes `find` would find, by kind of blob, without finding them one by one:
    whoever only looks how much there is need not wait for ten thousand files."""

    def add(count: Sizes) -> Sizes:
        SIZES.update({kind: count for kind, each in CONTENTS.items() if each is find})
        return count

    return add


def sizes_of(person_id: uuid.UUID) -> dict[str, int]:
    """Bytes of a person's contents by kind of blob; only the kinds there are."""
    found: dict[str, int] = {}
    for count in dict.fromkeys(SIZES.values()):
        found |= count(person_id)
    for find in dict.fromkeys(find for kind, find in CONTENTS.items() if kind not in SIZES):
        for content in find(person_id):
            found[content.blob.kind] = found.get(content.blob.kind, 0) + content.size
    return found


def leave_out(kind: str, why: Text) -> None:
    """Contents of this kind are in no copy."""
    NOT_COPIED[kind] = why


class Archive(Protocol):
    """A copy that was made elsewhere. What it says was written by anybody: every value is checked before use."""

    def rows(self, model: str) -> list[dict[str, Any]]:
        """The rows of a table, those alone that are wholly the person's."""
        ...

    def has(self, path: str) -> bool: ...

    def size(self, path: str) -> int: ...

    def read(self, path: str) -> Iterator[bytes]:
        """Raises zipfile.BadZipFile where it is damaged."""
        ...

    def path_of(self, model: str, row: str) -> str | None:
        """Where the content of a row is."""
        ...


@dataclass
class Outcome:
    """What became of one kind of things: `restored`, `kept` (what is here stays), `left` or `failed`."""

    what: Text
    outcome: str
    count: int
    why: Text | None = None


@dataclass
class Report:
    """What an import did; nothing that was in the copy is missing here."""

    outcomes: list[Outcome] = field(default_factory=list)
    # Tables that a restorer has spoken about; all others are listed as left.
    covered: set[str] = field(default_factory=set)

    def cover(self, *models: str) -> None:
        self.covered.update(each.lower() for each in models)

    def add(self, what: Text, outcome: str, count: int = 1, why: Text | None = None) -> None:
        if count:
            self.outcomes.append(Outcome(what, outcome, count, why))


# `progress(bytes)` is called while it works, and raises where the import was cancelled.
Progress = Callable[[int], None]
Restorer = Callable[[uuid.UUID, Archive, Report, Progress], None]
RESTORERS: dict[str, Restorer] = {}


def restorer(domain: str) -> Callable[[Restorer], Restorer]:
    """The decorated function restores a domain's part of a copy. It is run again after whatever stopped it."""

    def add(restore: Restorer) -> Restorer:
        RESTORERS[domain] = restore
        return restore

    return add


def texts(values: Iterable[Any]) -> list[str]:
    """Those of some values from a copy that are texts."""
    return [each for each in values if isinstance(each, str)]

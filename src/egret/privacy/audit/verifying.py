"""Whether the log is what was written: every entry against its hash, all hashes against every signed head.

Rows and heads in, faults out. What it is given may be a copy, or another program's reading of the rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from egret.privacy.audit import merkle
from egret.privacy.audit.entries import KEPT, VERSION
from egret.privacy.audit.heads import Head
from egret.privacy.audit.merkle import Edge

# number, at, act, actor, subject, about, salt, leaf: tuples, since a hundred thousand of them are read in a second.
Row = tuple[int, int, str, str, str, str, str, bytes]


class Kind(StrEnum):
    ALTERED = "altered"  # an entry does not match its hash: contents or place were changed
    MISSING = "missing"  # entries that were there are not
    REWRITTEN = "rewritten"  # hashes fit their entries, and not the head that was signed over them
    EMPTIED = "emptied"  # contents are gone before their period is over
    ADDED = "added"  # entries stand behind the end of the tree
    STORED = "stored hashes"  # the rows that speed up proofs do not fit the entries
    HEAD = "head"  # a head's signature is not this installation's, or it is smaller than the one before
    HEADS_MISSING = "heads missing"  # heads that were signed are not in the file


TEXTS = {
    Kind.ALTERED: "{entries} changed: what stands there is not what was written",
    Kind.MISSING: "{entries} missing: dropped",
    Kind.REWRITTEN: "{entries}: put in another order or written anew: they do not match the head signed over them",
    Kind.EMPTIED: "{entries} emptied before the period was over",
    Kind.ADDED: "{entries} added behind the end of the tree",
    Kind.STORED: "{entries}: the stored hashes of the tree do not match",
    Kind.HEAD: "the head over the first {size} entries is not signed by this installation, or was put out of order",
    Kind.HEADS_MISSING: "a head over the first {size} entries was signed and is not in the file",
}
SHOWN = 20


@dataclass(frozen=True)
class Fault:
    """`first` to `last` are numbers of entries; of heads, `last` + 1 is the size."""

    kind: Kind
    first: int
    last: int

    def __str__(self) -> str:
        one = self.first == self.last
        entries = f"entry {self.first} is" if one else f"entries {self.first} to {self.last} are"
        if self.kind in (Kind.REWRITTEN, Kind.STORED):
            entries = f"entry {self.first}" if one else f"within entries {self.first} to {self.last}"
        return TEXTS[self.kind].format(entries=entries, size=self.last + 1)


@dataclass
class Report:
    entries: int = 0
    heads: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not self.faults

    def add(self, kind: Kind, first: int, last: int) -> None:
        """One fault; one that goes on where the last ended is the same."""
        before = self.faults[-1] if self.faults else None
        if before is not None and before.kind is kind and before.last + 1 == first and kind is not Kind.HEAD:
            self.faults[-1] = Fault(kind, before.first, last)
        else:
            self.faults.append(Fault(kind, first, last))


@dataclass(frozen=True)
class Expected:
    """What is known of the log from elsewhere: who signs, how large the tree is said to be, its stored hashes."""

    key: bytes
    now: datetime
    size: int = 0
    signed_size: int = 0
    nodes: Mapping[tuple[int, int], bytes] = field(default_factory=dict)


def verify(rows: Iterable[Row], heads: Sequence[Head], expected: Expected, since: Edge | None = None) -> Report:
    """`since`: an edge that is known to be right; rows begin behind it then."""
    report = Report(heads=len(heads))
    trusted = _trusted(heads, expected, report)
    begin = since.size if since else 0
    read, roots = _read(rows, trusted, expected, report, since)
    report.entries = read - begin
    largest = max([expected.size, *(head.size for head in trusted)], default=0)
    if largest > read:
        report.add(Kind.MISSING, read, largest - 1)
    if 0 < expected.size < read:
        report.add(Kind.ADDED, expected.size, read - 1)
    if expected.signed_size > max((head.size for head in trusted), default=0):
        report.add(Kind.HEADS_MISSING, 0, expected.signed_size - 1)
    good = begin
    for head in trusted:
        if head.size in roots and head.size > begin:
            if roots[head.size] != head.root:
                report.add(Kind.REWRITTEN, good, head.size - 1)
                break
            good = head.size
    return report


def _trusted(heads: Sequence[Head], expected: Expected, report: Report) -> list[Head]:
    found: list[Head] = []
    for head in heads:
        grows = not found or head.size >= found[-1].size
        if grows and head.key == expected.key and head.is_signed():
            found.append(head)
        else:
            report.add(Kind.HEAD, 0, head.size - 1)
    return found


def _read(
    rows: Iterable[Row], heads: Sequence[Head], expected: Expected, report: Report, since: Edge | None
) -> tuple[int, dict[int, bytes]]:
    """Go through the rows once; returns how many there are to be, and the root at the size of each head."""
    sizes = iter(sorted({head.size for head in heads}))
    covered = _Covered(heads, expected.now)
    edge = since or Edge()
    count, whole, roots = edge.size, True, {}
    wanted = next(sizes, -1)
    while 0 <= wanted < count:
        wanted = next(sizes, -1)
    if wanted == count:
        roots[wanted], wanted = edge.root(), next(sizes, -1)
    hashes, nodes, prefix = edge.hashes, expected.nodes, f"\0{VERSION}\n"
    for number, at, act, actor, subject, about, salt, leaf in rows:
        if number != count:
            report.add(Kind.MISSING, count, number - 1)
            # Without its hash nothing behind it can be compared with a head.
            count, whole = number, False
        if salt:
            text = f"{prefix}{number}\n{at}\n{act}\n{actor}\n{subject}\n{about}\n{salt}\n"
            if sha256(text.encode()).digest() != leaf:
                report.add(Kind.ALTERED, number, number)
        elif act or actor or subject or about or not covered.before(number):
            report.add(Kind.EMPTIED, number, number)
        count += 1
        if not whole:
            continue
        size, level, found = number, 0, leaf
        while size & 1:
            found = sha256(b"\x01" + hashes.pop() + found).digest()
            size >>= 1
            level += 1
            if not level & 7 and nodes and nodes.get((level, size)) != found:
                report.add(Kind.STORED, size << level, (size + 1 << level) - 1)
        hashes.append(found)
        if count == wanted:
            edge.size = count
            roots[wanted], wanted = edge.root(), next(sizes, -1)
    return count, roots


class _Covered:
    """Whether an entry's period is over, by what nobody can change: the first head that covers it was signed then."""

    def __init__(self, heads: Sequence[Head], now: datetime) -> None:
        self._old = max((head.size for head in heads if head.at <= now - KEPT), default=0)

    def before(self, number: int) -> bool:
        return number < self._old


def edge_at(size: int, spans: merkle.Spans) -> Edge:
    """The right edge of the first `size` entries, from stored hashes."""
    hashes: list[bytes] = []
    start = 0
    for level in range(size.bit_length() - 1, -1, -1):
        if size >> level & 1:
            hashes.append(spans(start, start + (1 << level)))
            start += 1 << level
    return Edge(size, hashes)


def shown(report: Report) -> Iterator[str]:
    """The faults in words; of many the first."""
    for fault in report.faults[:SHOWN]:
        yield str(fault)
    if len(report.faults) > SHOWN:
        yield f"… and {len(report.faults) - SHOWN} more"

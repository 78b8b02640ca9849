"""The hash tree of RFC 6962 §2.1: roots, inclusion and consistency proofs. Knows neither rows nor files.

A tree's hashes are asked for by span: `Spans(a, b)` is MTH(D[a:b]). Whoever stores them decides how it answers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256

HASH_BYTES = 32
LEAF, NODE = b"\x00", b"\x01"
EMPTY = sha256().digest()

Spans = Callable[[int, int], bytes]


def leaf_hash(data: bytes) -> bytes:
    return sha256(LEAF + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(NODE + left + right).digest()


def largest_power_below(count: int) -> int:
    """The k of the RFC: the largest power of two smaller than `count`, which is at least 2."""
    return 1 << ((count - 1).bit_length() - 1)


class Edge:
    """The right edge of a growing tree: the roots of its perfect subtrees, the largest first."""

    def __init__(self, size: int = 0, hashes: Sequence[bytes] = ()) -> None:
        if size.bit_count() != len(hashes):
            raise ValueError(f"a tree of {size} has {size.bit_count()} perfect subtrees, not {len(hashes)}")
        self.size, self.hashes = size, list(hashes)

    def add(self, leaf: bytes) -> list[tuple[int, int, bytes]]:
        """Append a leaf's hash; returns the perfect subtrees that it completed: level, index, hash."""
        completed, size, level = [], self.size, 0
        self.size += 1
        while size & 1:
            leaf = sha256(NODE + self.hashes.pop() + leaf).digest()
            size >>= 1
            level += 1
            completed.append((level, size, leaf))
        self.hashes.append(leaf)
        return completed

    def root(self) -> bytes:
        if not self.hashes:
            return EMPTY
        found = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            found = node_hash(left, found)
        return found


def spans_of(leaves: Sequence[bytes]) -> Spans:
    """Of leaves' hashes in memory."""

    def span(start: int, stop: int) -> bytes:
        edge = Edge()
        for leaf in leaves[start:stop]:
            edge.add(leaf)
        return edge.root()

    return span


def inclusion_path(number: int, size: int, spans: Spans) -> list[bytes]:
    """PATH(number, D[size]): what proves that a leaf is in the tree. Raises ValueError when it is not."""
    if not 0 <= number < size:
        raise ValueError(f"a tree of {size} has no leaf {number}")
    path: list[bytes] = []
    start, stop = 0, size
    while stop - start > 1:
        middle = start + largest_power_below(stop - start)
        if number < middle:
            path.append(spans(middle, stop))
            stop = middle
        else:
            path.append(spans(start, middle))
            start = middle
    return path[::-1]


def consistency_path(former: int, size: int, spans: Spans) -> list[bytes]:
    """PROOF(former, D[size]): what proves that the tree of `former` leaves is the beginning of this one."""
    if not 0 < former <= size:
        raise ValueError(f"a tree of {size} does not grow out of one of {former}")
    path: list[bytes] = []
    start, stop, whole = 0, size, True
    while former != stop - start:
        middle = largest_power_below(stop - start)
        if former <= middle:
            path.append(spans(start + middle, stop))
            stop = start + middle
        else:
            path.append(spans(start, start + middle))
            start, former, whole = start + middle, former - middle, False
    if not whole:
        path.append(spans(start, stop))
    return path[::-1]


def proves_inclusion(leaf: bytes, number: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """RFC 9162 §2.1.3.2, the same algorithm for the same tree."""
    if number >= size:
        return False
    position, last, found = number, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if position & 1 or position == last:
            found = node_hash(sibling, found)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and found == root


def proves_consistency(former: int, former_root: bytes, size: int, root: bytes, path: Sequence[bytes]) -> bool:
    """RFC 9162 §2.1.4.2."""
    if not 0 < former <= size:
        return False
    if former == size:
        return not path and former_root == root
    steps = list(path)
    if former.bit_count() == 1:
        steps.insert(0, former_root)
    if not steps:
        return False
    position, last = former - 1, size - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            new = node_hash(new, step)
        position, last = position >> 1, last >> 1
    return last == 0 and old == former_root and new == root

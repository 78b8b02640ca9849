"""A corrected value reaches every place that holds a copy of it, in the transaction that corrects it (C68).

Whoever keeps a copy of somebody's name or number follows it here; `place` says where a person corrects a table's rows.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable
from typing import Literal

What = Literal["name", "phone"]
# The person, what it was ("": nothing), and what it is now.
Follower = Callable[[uuid.UUID, str, str], None]

_followers: dict[What, list[Follower]] = defaultdict(list)
PLACES: dict[str, str] = {}


def follow(what: What) -> Callable[[Follower], Follower]:
    """Call the decorated function inside each transaction that changes it."""

    def add(follower: Follower) -> Follower:
        _followers[what].append(follower)
        return follower

    return add


def corrected(what: What, person_id: uuid.UUID, before: str, after: str) -> None:
    """Let all copies follow; whoever changes the value calls it, in the same transaction."""
    if before != after:
        for follower in _followers[what]:
            follower(person_id, before, after)


def place(model: str, path: str) -> None:
    """The page on which a person corrects rows of this table."""
    PLACES[model.lower()] = path

"""Purposes to which a person may object (C31, C70): each stops at once, or says what stands against that.

GDPR Art. 21 (1): an objection to what rests on legitimate interests is followed, unless others' grounds outweigh it.
Where nobody else's do, a switch stops it; where they may, whoever answers for the space weighs it within the days of
any request. Domains say which it is; a purpose of that basis that says neither stops start-up (egret.E015).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from egret.kernel.purpose import PURPOSES, LegalBasis, under
from egret.kernel.text import Text


@dataclass(frozen=True)
class Stoppable:
    """`stops` says what ends; `stop` and `resume` are done when they return, and may be called twice."""

    purpose: str
    stops: Text
    stop: Callable[[uuid.UUID], None]
    resume: Callable[[uuid.UUID], None]
    stopped: Callable[[uuid.UUID], bool]


STOPPABLE: dict[str, Stoppable] = {}
WEIGHED: dict[str, Text] = {}


def register(each: Stoppable) -> None:
    """Let people object to a purpose; what stops it runs under it. Raises ValueError when it is registered already."""
    if each.purpose in STOPPABLE:
        raise ValueError(f"objections to {each.purpose} are registered twice")
    run = under(each.purpose)
    STOPPABLE[each.purpose] = Stoppable(each.purpose, each.stops, run(each.stop), run(each.resume), run(each.stopped))


def weigh(purpose: str, against: Text) -> None:
    """Say what stands against stopping a purpose at once. Raises ValueError on a second one of that name."""
    if purpose in WEIGHED:
        raise ValueError(f"what stands against objections to {purpose} is said twice")
    WEIGHED[purpose] = against


def objectionable() -> set[str]:
    """The purposes to which the law lets people object."""
    return {each.id for each in PURPOSES.values() if each.basis is LegalBasis.LEGITIMATE_INTERESTS}


def stop_all(person_id: uuid.UUID) -> list[str]:
    """Stop whatever still goes on; returns the purposes."""
    going = [each for each in STOPPABLE.values() if not each.stopped(person_id)]
    for each in going:
        each.stop(person_id)
    return [each.purpose for each in going]

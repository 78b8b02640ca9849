"""Purposes to which a person may object, each with what stops it at once (C31, C70); domains register theirs."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from egret.kernel.purpose import under
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


def register(each: Stoppable) -> None:
    """Let people object to a purpose; what stops it runs under it. Raises ValueError when it is registered already."""
    if each.purpose in STOPPABLE:
        raise ValueError(f"objections to {each.purpose} are registered twice")
    run = under(each.purpose)
    STOPPABLE[each.purpose] = Stoppable(each.purpose, each.stops, run(each.stop), run(each.resume), run(each.stopped))


def stop_all(person_id: uuid.UUID) -> list[str]:
    """Stop whatever still goes on; returns the purposes."""
    going = [each for each in STOPPABLE.values() if not each.stopped(person_id)]
    for each in going:
        each.stop(person_id)
    return [each.purpose for each in going]

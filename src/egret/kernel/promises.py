"""A promise is a control and a probe: `promise("C24", control=…, probe=…)` binds a clause to the code that keeps it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from egret.kernel import clock
from egret.kernel.installation import Installation
from egret.kernel.purpose import running

logger = logging.getLogger(__name__)


class State(StrEnum):
    KEPT = "kept"
    BROKEN = "broken"
    UNKNOWN = "unknown"  # the probe could not finish
    NOT_YET = "not yet"  # no control and probe are bound to the clause


@dataclass(frozen=True)
class Finding:
    """What a probe saw, in words an operator can check."""

    kept: bool
    evidence: str


Probe = Callable[[Installation], Finding]


@dataclass(frozen=True)
class Promise:
    clause: str
    control: object
    probe: Probe


@dataclass(frozen=True)
class Result:
    clause: str
    state: State
    evidence: str
    checked_at: datetime


PROMISES: dict[str, Promise] = {}


def promise(clause: str, *, control: object, probe: Probe) -> None:
    """Bind a clause of the map. Raises ValueError when it is bound already."""
    if clause in PROMISES:
        raise ValueError(f"clause {clause} is bound twice")
    PROMISES[clause] = Promise(clause, control, probe)


SWEEPERS: list[Callable[[], None]] = []


def sweeper(function: Callable[[], None]) -> Callable[[], None]:
    """Call the decorated function before each scheduled probe: for what one that was killed left of its people."""
    SWEEPERS.append(function)
    return function


def sweep() -> None:
    """Let each sweeper do its part; one that fails is heard of, and leaves the others alone."""
    for function in SWEEPERS:
        try:
            with running("kernel.probe"):
                function()
        except Exception:
            logger.exception("What a probe left could not be swept away by %s", name_of(function))


def name_of(control: object) -> str:
    """Where a control stands in the code: `egret.accounts.actions.do_register`."""
    module, name = getattr(control, "__module__", ""), getattr(control, "__qualname__", "")
    return f"{module}.{name}" if module and name else str(getattr(control, "__name__", type(control).__qualname__))


def check(clause: str, installation: Installation) -> Result:
    """Run one probe against a live installation; never raises."""
    bound = PROMISES.get(clause)
    if bound is None:
        return Result(clause, State.NOT_YET, "no control and probe are bound to this clause yet", clock.now())
    try:
        with running("kernel.probe"):
            finding = bound.probe(installation)
    except Exception as error:
        logger.debug("probe %s failed", clause, exc_info=True)
        return Result(clause, State.UNKNOWN, f"the probe could not finish: {error}", clock.now())
    return Result(clause, State.KEPT if finding.kept else State.BROKEN, finding.evidence, clock.now())

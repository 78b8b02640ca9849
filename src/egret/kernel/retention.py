"""Personal data is kept for its declared period and no longer (C61); what cannot be deleted is an alarm.

The clock of a period is started by an event, whose moment stands in a field of the row: a meeting ended, a sign-in
finished or was given up, an answer was given (C64, C65).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Count, Min, Model, Q, QuerySet

from egret.kernel import clock, holds
from egret.kernel.logs import log_event
from egret.kernel.personal import DECLARATIONS, Category, Declaration, Field, Retention, not_personal
from egret.kernel.text import Text

logger = logging.getLogger(__name__)

# One transaction's share: a large table does not hold up whoever writes.
BATCH = 500
# A rule that can be looked up has a number in it, and more than that.
CITATION = re.compile(r"(?=.*\d).{8,}", re.DOTALL)

not_deleted = log_event(
    "retention.failed", model=not_personal("a table's name"), error=not_personal("the name of an error")
)


class NothingGoes(Exception):
    """A row that was deleted is there again: going on would go on for ever."""


class RuleMissing(ValueError):
    """An override without the rule that demands it."""


@dataclass(frozen=True)
class Override:
    """Another period than the declared one, because a law says so; `rule` is which, to be looked up (C62)."""

    model: str
    period: timedelta
    rule: str


OVERRIDES: dict[str, Override] = {}
_deleters: dict[str, Callable[[Any], None]] = {}
_watchers: list[Callable[[str, Exception | None], None]] = []


def override(model: str, period: timedelta, *, rule: str) -> None:
    """Keep a table's rows for another period. Raises RuleMissing without a citation, ValueError for a table that has
    no period of its own."""
    declaration = DECLARATIONS.get(model.lower())
    if declaration is None or declaration.retention.field is None:
        raise ValueError(f"{model} has no period of its own")
    if not CITATION.match(rule.strip()):
        raise RuleMissing(f"{model}: say which rule demands it: law, paragraph")
    OVERRIDES[model.lower()] = Override(model, period, rule.strip())


def of(declaration: Declaration) -> Retention:
    """How long rows are kept here: as declared, or as a rule that the operator cites demands."""
    found = OVERRIDES.get(declaration.model.lower())
    if found is None:
        return declaration.retention
    days = found.period.days
    text = Text(f"{days} days, as the law demands: {found.rule}", f"{days} 天（依法律要求：{found.rule}）")
    return replace(declaration.retention, period=found.period, text=text)


def deletes(model: str) -> Callable[[Callable[[Any], None]], Callable[[Any], None]]:
    """Let the decorated function delete a row of this model, with what no foreign key can say: contents, keys."""

    def add(delete: Callable[[Any], None]) -> Callable[[Any], None]:
        _deleters[model.lower()] = delete
        return delete

    return add


def watch(handler: Callable[[str, Exception | None], None]) -> Callable[[str, Exception | None], None]:
    """Call the decorated function after each table: None when all that was past is gone, else why it is not."""
    _watchers.append(handler)
    return handler


def past(declaration: Declaration, moment: datetime | None = None) -> QuerySet[Any]:
    """Rows whose period is over at a moment, held ones among them; none of a table that goes with another."""
    model: type[Model] = apps.get_model(declaration.model)
    kept = of(declaration)
    if kept.field is None or kept.period is None:
        return model._default_manager.none()
    return model._default_manager.filter(**{f"{kept.field}__lt": (moment or clock.now()) - kept.period})


def enforce() -> dict[str, int]:
    """Delete every row past its period; returns how many of each model. Safe to run at any time, and twice.

    A table that fails is told of, and leaves the others alone.
    """
    gone = {}
    for declaration in list(DECLARATIONS.values()):
        deleted = guarded(declaration.model, lambda each=declaration: delete_past(each))  # type: ignore[misc]
        if deleted:
            gone[declaration.model] = deleted
    return gone


def guarded(model: str, delete: Callable[[], int], *, drill: bool = False) -> int:
    """Run one deletion; its failure raises the alarm, its success takes it back. A drill is not for the log."""
    failure: Exception | None = None
    deleted = 0
    try:
        deleted = delete()
    except Exception as error:
        failure = error
        if not drill:
            logger.exception("Rows of %s that are past their period could not be deleted", model)
            not_deleted(logging.ERROR, model=model, error=type(error).__name__)
    for handler in _watchers:
        handler(model, failure)
    return deleted


def delete_past(declaration: Declaration, only: Q | None = None) -> int:
    """Delete one table's rows that are past, but for held ones, a batch at a time; returns how many rows went."""
    delete, total, seen = _deleters.get(declaration.model.lower()), 0, set[Any]()
    while True:
        with transaction.atomic():
            holds.lock(exclusive=False)
            rows = holds.spare(past(declaration)).filter(only or Q())
            keys = list(rows.values_list("pk", flat=True)[:BATCH])
            if seen.intersection(keys):
                raise NothingGoes(declaration.model)
            seen.update(keys)
            batch = rows.model._default_manager.filter(pk__in=keys)
            if delete is None:
                total += batch.delete()[0]
            else:
                for row in batch:
                    delete(row)
                total += len(keys)
        if len(keys) < BATCH:
            return total


@dataclass(frozen=True)
class Upcoming:
    """What of a table goes: at the next run, and on each day after it; `held` is past and stays all the same."""

    declaration: Declaration
    period: timedelta
    rule: str  # which demands another period than the declared one; "" for none
    past: int
    held: int
    days: list[int]  # without what is held now
    first_at: datetime | None

    @property
    def model(self) -> str:
        return self.declaration.model

    @property
    def categories(self) -> list[Category]:
        return sorted({each.category for each in self.declaration.fields.values() if isinstance(each, Field)})

    @property
    def started_by(self) -> str:
        return self.declaration.retention.field or ""

    @property
    def soon(self) -> int:
        return sum(self.days)


def preview(days: int = 30) -> Iterator[Upcoming]:
    """What goes, and when, table by table; deletes nothing."""
    moment = clock.now()
    for declaration in DECLARATIONS.values():
        kept = of(declaration)
        if kept.field is None or kept.period is None:
            continue
        gone = past(declaration, moment)
        count = gone.count()
        first = gone.model._default_manager.aggregate(first=Min(kept.field))["first"]
        found = OVERRIDES.get(declaration.model.lower())
        yield Upcoming(
            declaration,
            kept.period,
            found.rule if found else "",
            count,
            count - holds.spare(gone).count(),
            _day_by_day(declaration, kept.field, moment - kept.period, days),
            first + kept.period if first else None,
        )


def _day_by_day(declaration: Declaration, field: str, start: datetime, days: int) -> list[int]:
    """How many rows, in one statement, have their moment in each day from `start` on."""
    rows = holds.spare(apps.get_model(declaration.model)._default_manager.filter(**{f"{field}__gte": start}))
    ends = [start + timedelta(days=number) for number in range(days + 1)]
    counts = {
        f"day_{number}": Count("pk", filter=Q(**{f"{field}__gte": ends[number], f"{field}__lt": ends[number + 1]}))
        for number in range(days)
    }
    found = rows.filter(**{f"{field}__lt": ends[-1]}).aggregate(**counts) if days else {}
    return [found[f"day_{number}"] for number in range(days)]

"""Logging that cannot leak: events are declared with their fields, and a wrapped personal value prints as `‹phone›`."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Generic, TypeVar

from egret.kernel.personal import Category, NotPersonal

T = TypeVar("T")


class RouteInsteadOfPath(logging.Filter):
    """Django logs the path of a failed request, which may hold a meeting's code: its pattern says as much."""

    def filter(self, record: logging.LogRecord) -> bool:
        match = getattr(getattr(record, "request", None), "resolver_match", None)
        if isinstance(record.args, tuple) and len(record.args) == 2:
            record.args = (record.args[0], f"/{match.route}" if match else "‹path›")
        return True


class Personal(Generic[T]):
    """A personal value on its way through code that might print it."""

    __slots__ = ("_kind", "_value")

    def __init__(self, kind: str, value: T) -> None:
        self._kind = kind
        self._value = value

    def reveal(self) -> T:
        """The value itself, for the one place that stores or sends it."""
        return self._value

    def __str__(self) -> str:
        return f"‹{self._kind}›"

    __repr__ = __str__

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)


@dataclass(frozen=True)
class LogEvent:
    """One kind of log line and the fields it may carry."""

    name: str
    fields: dict[str, Category | NotPersonal]

    def __call__(self, level: int = logging.INFO, **values: object) -> None:
        """Write the line. Raises TypeError for a field that is not declared, or a personal one that is not wrapped."""
        for field, value in values.items():
            declared = self.fields.get(field)
            if declared is None:
                raise TypeError(f"log event {self.name} has no field {field}: declare it")
            if isinstance(declared, Category) and not isinstance(value, Personal):
                raise TypeError(f"log event {self.name}: wrap {field} in Personal")
        line = " ".join([self.name, *(f"{field}={value}" for field, value in values.items())])
        logging.getLogger("egret").log(level, "%s", line)


LOG_EVENTS: dict[str, LogEvent] = {}


def log_event(name: str, **fields: Category | NotPersonal) -> LogEvent:
    """Declare a log event. Raises ValueError on a second one of that name."""
    if name in LOG_EVENTS:
        raise ValueError(f"log event {name} is declared twice")
    LOG_EVENTS[name] = LogEvent(name, fields)
    return LOG_EVENTS[name]

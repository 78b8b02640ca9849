"""Domain events, delivered after the transaction that emitted them has committed, and never without it."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction

logger = logging.getLogger(__name__)

E = TypeVar("E")
_subscribers: dict[type, list[Callable[[Any], None]]] = defaultdict(list)


def subscribe(event_type: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Call the decorated function with each committed event of this type."""

    def add(handler: Callable[[E], None]) -> Callable[[E], None]:
        _subscribers[event_type].append(handler)
        return handler

    return add


def emit(event: object) -> None:
    """Deliver `event` on commit. A subscriber's failure is logged and reaches neither the writer nor the others."""
    transaction.on_commit(lambda: _deliver(event))


def _deliver(event: object) -> None:
    for handler in _subscribers[type(event)]:
        try:
            handler(event)
        except Exception:
            # The change is committed: whoever hears of it late catches up by its own sweeper.
            logger.exception("A subscriber of %s failed", type(event).__name__)

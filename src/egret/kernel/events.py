"""Domain events, delivered after the transaction that emitted them has committed, and never without it."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction

from egret.kernel import purpose
from egret.kernel.purpose import Purpose

logger = logging.getLogger(__name__)

E = TypeVar("E")
_subscribers: dict[type, list[Callable[[Any], None]]] = defaultdict(list)


def subscribe(event_type: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Call the decorated function with each committed event of this type."""

    def add(handler: Callable[[E], None]) -> Callable[[E], None]:
        _subscribers[event_type].append(handler)
        return handler

    return add


def subscribers() -> list[Callable[[Any], None]]:
    """All of them, once each."""
    return list(dict.fromkeys(handler for handlers in _subscribers.values() for handler in handlers))


def emit(event: object) -> None:
    """Deliver `event` on commit, under the purpose it was emitted under unless a subscriber has one of its own.

    A subscriber's failure is logged and reaches neither the writer nor the others.
    """
    # By then the block that emitted it may be left, and another purpose around it be back.
    emitted_under = purpose.current()
    transaction.on_commit(lambda: _deliver_under(emitted_under, event))


def _deliver_under(emitted_under: Purpose | None, event: object) -> None:
    with purpose.instead(emitted_under):
        _deliver(event)


def _deliver(event: object) -> None:
    for handler in _subscribers[type(event)]:
        try:
            handler(event)
        except Exception:
            # The change is committed: whoever hears of it late catches up by its own sweeper.
            logger.exception("A subscriber of %s failed", type(event).__name__)

"""Writes: what a probe saw is kept."""

from __future__ import annotations

import logging
import time
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from egret.kernel import clock, promises
from egret.kernel.installation import Installation
from egret.kernel.logs import log_event
from egret.kernel.personal import not_personal
from egret.kernel.promises import PROMISES, Result, State
from egret.privacy import queries
from egret.privacy.models import Check

# A turn each minute, and each promise has had one within the hour.
TURNS = 60
# Longer than any audit's year.
HISTORY = timedelta(days=400)

clause_changed = log_event(
    "privacy.clause_changed", clause=not_personal("a clause's id"), state=not_personal("one of four words")
)


def live_installation() -> Installation | None:
    """What runs on this data directory; None when nothing does."""
    running = settings.INSTANCE.running()
    return Installation(running.origin, running.web_url) if running else None


def do_check(clause: str, installation: Installation) -> Result:
    """Run one probe and keep what it saw."""
    begun = time.monotonic()
    result = promises.check(clause, installation)
    do_record(result, milliseconds=round((time.monotonic() - begun) * 1000))
    return result


def do_record(result: Result, *, milliseconds: int) -> None:
    """The same state goes on, or another begins."""
    if result.state is State.NOT_YET:
        return
    with transaction.atomic():
        last = Check.objects.select_for_update().filter(clause=result.clause).order_by("-id").first()
        if last is not None and last.state == result.state:
            last.evidence, last.checked_at, last.milliseconds = result.evidence, result.checked_at, milliseconds
            last.times += 1
            last.save(update_fields=["evidence", "checked_at", "milliseconds", "times"])
            return
        Check.objects.create(
            clause=result.clause,
            state=result.state,
            evidence=result.evidence,
            since=result.checked_at,
            checked_at=result.checked_at,
            milliseconds=milliseconds,
        )
    level = logging.ERROR if result.state is State.BROKEN else logging.INFO
    clause_changed(level, clause=result.clause, state=result.state.value)


def do_check_due() -> None:
    """A minute's turn: so many that all are probed within an hour; those that nobody ever looked at without a break,
    so that whoever has just started an installation need not wait for that hour to see whether it keeps its word."""
    for done in range(1, len(PROMISES) + 1):
        if do_check_next() is None or (done >= len(PROMISES) / TURNS and not queries.never_checked()):
            return


def do_check_next() -> Result | None:
    """Probe the clause that was looked at longest ago: the work is spread, and a restart goes on where it was."""
    installation = live_installation()
    if installation is None or not PROMISES:
        return None
    promises.sweep()
    if never := queries.never_checked():
        return do_check(never[0], installation)
    seen = queries.last_checks()
    return do_check(min(PROMISES, key=lambda clause: seen[clause].checked_at), installation)


def forget_old_checks() -> None:
    """What ended longer ago than anybody asks for; the latest of each clause stays."""
    latest = [check.id for check in queries.last_checks().values()]
    Check.objects.filter(checked_at__lt=clock.now() - HISTORY).exclude(id__in=latest).delete()

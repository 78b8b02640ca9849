"""Copies are made, and taken in, beside the worker's other jobs: the rows say what is wanted, each beat looks."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta

from django.db import connections
from django.db.models import Q
from django_tasks import task

from egret.kernel import clock, jobs
from egret.kernel.purpose import running, under
from egret.privacy.copies import actions, arriving, building
from egret.privacy.copies.models import TO_DO, UNDER_WAY, Arrival, Copy
from egret.privacy.copies.personal import PURPOSE

logger = logging.getLogger(__name__)

_working = threading.Lock()


@jobs.every_beat
def watch() -> None:
    """Begin with what is wanted, or was left by a worker that fell silent."""
    with running(PURPOSE):
        silent = Q(worker_seen_at=None) | Q(worker_seen_at__lt=clock.now() - building.SILENT_AFTER)
        wanted = Copy.objects.filter(silent, state__in=UNDER_WAY).exists()
        wanted = wanted or Arrival.objects.filter(silent, state__in=TO_DO).exists()
    # On a thread: a copy takes as long as the disk does, and the other jobs do not wait for it.
    if wanted and _working.acquire(blocking=False):
        threading.Thread(target=_work, name="copies", daemon=True).start()


def _work() -> None:
    try:
        with running(PURPOSE):
            building.build_wanted()
            arriving.take_in_wanted()
    except Exception:
        logger.exception("Copies could not be made")
    finally:
        connections.close_all()
        _working.release()


@jobs.periodic(timedelta(minutes=10))
@task()
@under(PURPOSE)
def expire_copies() -> None:
    """Copies past their week go; of the others the timelines hear, should they have missed it."""
    actions.announce()
    actions.expire()

"""The policy looks after itself: its promises are probed one after the other, all the time."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta

from django.conf import settings
from django.db import connections
from django_tasks import task

from egret.kernel import jobs
from egret.kernel.purpose import under
from egret.privacy import actions

logger = logging.getLogger(__name__)

_probing = threading.Lock()


@jobs.periodic(timedelta(minutes=1))
@task()
@under("kernel.operation")
def check_next() -> None:
    """Begin to probe the promises whose turn it is.

    On a thread: a probe takes seconds, and may wait for what other jobs do. A turn that takes longer than a minute is
    not joined by a second one.
    """
    if settings.EGRET_PROBES and _probing.acquire(blocking=False):
        threading.Thread(target=_probe, name="probe", daemon=True).start()


@under("kernel.operation")
def _probe() -> None:
    try:
        actions.do_check_due()
    except Exception:
        logger.exception("A promise could not be probed")
    finally:
        connections.close_all()
        _probing.release()


@jobs.periodic(timedelta(days=1))
@task()
@under("kernel.retention")
def forget_old_checks() -> None:
    """Remove what probes saw long ago."""
    actions.forget_old_checks()

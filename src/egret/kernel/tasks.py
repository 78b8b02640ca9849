"""The kernel's periodic jobs: what is past its time, or was let go, goes (C61)."""

from __future__ import annotations

import logging
from datetime import timedelta

from django_tasks import task

from egret.kernel import clock, erasure, jobs, retention
from egret.kernel.blobs import reconcile, releasing
from egret.kernel.models import RateWindow
from egret.kernel.purpose import under
from egret.kernel.vault import destroying

logger = logging.getLogger(__name__)


@jobs.periodic(timedelta(minutes=5))
@task()
@under("kernel.retention")
def enforce_retention() -> None:
    """Delete rows whose declared period has passed and finished windows of rate limits."""
    retention.enforce()
    RateWindow.objects.filter(expires_at__lt=clock.now()).delete()
    erasure.flush_deleted()


@jobs.periodic(timedelta(minutes=5))
@task()
@under("kernel.retention")
def remove_released_blobs() -> None:
    """Remove the objects and rows of blobs that were released."""
    releasing.remove_doomed()


@jobs.periodic(timedelta(minutes=1))
@task()
@under("kernel.retention")
def destroy_keys() -> None:
    """Destroy the keys of owners who are gone, where that was not done at once (C69)."""
    destroying.destroy_doomed()


@jobs.periodic(timedelta(days=1))
@task()
@under("kernel.retention")
def reconcile_blobs() -> None:
    """Compare store and database, and remove what belongs to nobody (C17); also after an unclean stop."""
    report = reconcile(mend=True)
    if report.orphan_objects:
        logger.info("%d objects of no row were removed from the store", len(report.orphan_objects))
    if report.unreferenced_blobs:
        logger.info("%d blobs to which nothing referred were released", len(report.unreferenced_blobs))
    if report.missing_parts or report.wrong_sizes or report.ownerless_blobs:
        logger.error(
            "Store and database disagree: %d parts missing, %d of the wrong size, %d blobs without owner; "
            "`egret doctor --reconcile` names them",
            len(report.missing_parts),
            len(report.wrong_sizes),
            len(report.ownerless_blobs),
        )

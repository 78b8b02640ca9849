"""The kernel's periodic jobs: what is past its time goes (C61)."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from egret.kernel import clock, erasure, jobs, retention
from egret.kernel.models import RateWindow
from egret.kernel.purpose import under


@jobs.periodic(timedelta(minutes=5))
@task()
@under("kernel.retention")
def enforce_retention() -> None:
    """Delete rows whose declared period has passed and finished windows of rate limits."""
    retention.enforce()
    RateWindow.objects.filter(expires_at__lt=clock.now()).delete()
    erasure.flush_deleted()

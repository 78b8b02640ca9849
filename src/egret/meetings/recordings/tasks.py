"""The recordings' jobs."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from egret.kernel import clock, jobs
from egret.kernel.purpose import under
from egret.meetings.recordings import actions
from egret.meetings.recordings.models import Recording
from egret.meetings.recordings.personal import KEPT


@jobs.periodic(timedelta(hours=1))
@task()
@under("recordings.record")
def expire() -> None:
    """Recordings past their period go with their contents."""
    for recording in Recording.objects.filter(stopped_at__lt=clock.now() - KEPT):
        actions.delete(recording)

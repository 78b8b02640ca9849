"""The meetings' periodic jobs."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from egret.kernel import jobs
from egret.kernel.purpose import under
from egret.media.errors import EngineUnavailable
from egret.meetings import actions
from egret.meetings.scheduling import actions as scheduling


@jobs.periodic(timedelta(seconds=10))
@task()
@under("meetings.attendance")
def reconcile() -> None:
    """Mend what lost webhooks left behind; an engine that is away is asked again at the next run."""
    try:
        actions.do_reconcile()
    except EngineUnavailable:
        return


@jobs.periodic(timedelta(minutes=10))
@task()
@under("meetings.hold")
def end_abandoned() -> None:
    """End meetings that everybody left long ago."""
    actions.end_abandoned()


@jobs.periodic(timedelta(seconds=20))
@task()
@under("meetings.schedule")
def remind() -> None:
    """Write the reminders that are due."""
    scheduling.do_remind()


@jobs.periodic(timedelta(seconds=10))
@task()
@under("meetings.schedule")
def send_notices() -> None:
    """Hand invitations and reminders to the message ports."""
    scheduling.do_send_due()

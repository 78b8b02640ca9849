"""Erasures are carried out, and other companies asked again, by themselves."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from egret.kernel import jobs
from egret.kernel.purpose import under
from egret.privacy.erasures import actions, notices
from egret.privacy.erasures.personal import PURPOSE


@jobs.periodic(timedelta(minutes=1))
@task()
@under(PURPOSE)
def run_due() -> None:
    """What is due, and what was interrupted."""
    actions.run_due()


@jobs.periodic(timedelta(minutes=10))
@task()
@under(PURPOSE)
def tell_processors() -> None:
    """Companies that have not answered yet; and the timelines, should they have missed an order."""
    notices.tell_all()
    actions.announce()


@jobs.periodic(timedelta(days=1))
@task()
@under(PURPOSE)
def tell_overdue() -> None:
    """Companies that should have answered: an alarm."""
    notices.tell_overdue()

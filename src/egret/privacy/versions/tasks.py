"""The review of the policy is looked after (C79)."""

from __future__ import annotations

import logging
from datetime import timedelta

from django_tasks import task

from egret.kernel import clock, jobs
from egret.kernel.logs import log_event
from egret.kernel.personal import not_personal
from egret.kernel.purpose import under
from egret.privacy.versions import actions, record

review_overdue = log_event("privacy.review_overdue", due=not_personal("a date"))


@jobs.periodic(timedelta(days=1))
@task()
@under("kernel.operation")
def watch_review() -> None:
    """An alarm for each day that the policy's review is late."""
    latest = max(record.recorded().values(), key=lambda each: each.version)
    if latest.review_due_on < clock.today():
        review_overdue(logging.ERROR, due=latest.review_due_on)


@jobs.periodic(timedelta(hours=1))
@task()
@under("privacy.messages")
def tell_of_version() -> None:
    """Tell whoever wants to be told by message of a version that came into force."""
    actions.do_tell_by_message()

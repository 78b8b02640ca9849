"""The holds' job."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from egret.kernel import jobs
from egret.kernel.holds import PURPOSE
from egret.kernel.purpose import under
from egret.privacy.holds import actions


@jobs.periodic(timedelta(days=1))
@task()
@under(PURPOSE)
def tell_overdue() -> None:
    """Holds whose review should have been."""
    actions.tell_overdue()

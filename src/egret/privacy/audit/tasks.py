"""The log's jobs."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from egret.kernel import jobs
from egret.kernel.purpose import under
from egret.privacy.audit import actions
from egret.privacy.audit.personal import PURPOSE


@jobs.every_beat
@under(PURPOSE)
def number_entries() -> None:
    """Within seconds of an act its entry is in the tree, and shows every later change."""
    actions.sequence()


@jobs.periodic(timedelta(minutes=1))
@task()
@under(PURPOSE)
def sign_head() -> None:
    """Sign how the log stands."""
    actions.do_sign()


@jobs.periodic(timedelta(days=1))
@task()
@under("kernel.retention")
def forget_contents() -> None:
    """Entries past their period keep their hash alone."""
    actions.forget_contents()

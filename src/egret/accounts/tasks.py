"""The accounts' periodic jobs."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from egret.accounts.actions.second_factor import do_drop_unproved_totp
from egret.kernel import jobs
from egret.kernel.purpose import under


@jobs.periodic(timedelta(minutes=10))
@task()
@under("kernel.retention")
def drop_unproved_totp() -> None:
    """Delete the secrets of authenticator apps that nobody finished setting up (C14)."""
    do_drop_unproved_totp()

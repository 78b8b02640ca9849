"""The drive's jobs."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from egret.cloud.actions import links, shares, trash, uploads, versions
from egret.kernel import jobs
from egret.kernel.purpose import under


@jobs.periodic(timedelta(minutes=1))
@task()
@under("cloud.keep")
def finish_purges() -> None:
    """Delete what is marked; a killed worker's rest is found here."""
    trash.finish_purges()


@jobs.periodic(timedelta(hours=1))
@task()
@under("cloud.keep")
def expire() -> None:
    """What was in the trash for its period goes, versions kept long enough, ended shares."""
    trash.purge_expired()
    versions.expire_versions()
    shares.expire_shares()
    links.expire_links()


@jobs.periodic(timedelta(hours=1))
@task()
@under("cloud.keep")
def expire_uploads() -> None:
    """Uploads that nobody went on with for a week go."""
    uploads.expire_uploads()

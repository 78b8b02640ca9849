"""The organisations' jobs."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from egret.kernel import jobs
from egret.kernel.purpose import under
from egret.organizations.actions import imports

UNFINISHED = (TaskResultStatus.READY, TaskResultStatus.RUNNING)


@task()
@under("organizations.administer")
def import_people(import_id: str) -> None:
    """Expect the people of a confirmed import, batch by batch."""
    while imports.do_import_batch(uuid.UUID(import_id)):
        pass


@jobs.periodic(timedelta(minutes=1))
@task()
@under("organizations.administer")
def continue_imports() -> None:
    """Start again what was interrupted, and give up on what always fails."""
    for import_id in imports.interrupted_imports():
        runs = DBTaskResult.objects.filter(task_path=import_people.module_path, args_kwargs__args__0=str(import_id))
        if runs.filter(status__in=UNFINISHED).exists():
            continue
        if runs.filter(status=TaskResultStatus.FAILED).count() >= jobs.ATTEMPTS:
            imports.do_fail_import(import_id)
        else:
            import_people.enqueue(str(import_id))

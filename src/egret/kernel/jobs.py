"""Jobs are rows of django-tasks: periodic ones are enqueued when due, and a dead worker's job is given to another.

A job must be safe to run twice: a worker may die after the work and before it says so.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import close_old_connections, connection, transaction
from django.db.models import QuerySet
from django.dispatch import receiver
from django.utils.module_loading import import_string
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.signals import task_started
from django_tasks_db.models import DBTaskResult

from egret.kernel import clock
from egret.kernel.logs import log_event
from egret.kernel.models import PeriodicJob, WorkerBeat
from egret.kernel.personal import not_personal
from egret.kernel.purpose import PURPOSES, purpose_of

logger = logging.getLogger(__name__)

BEAT = timedelta(seconds=2)
# Several beats, so that a worker that was merely slow (a locked database, a suspended laptop) keeps its job.
SILENT_AFTER = timedelta(seconds=10)
# A job that has cost this many workers their life is at fault itself.
ATTEMPTS = 5

PERIODIC: dict[str, timedelta] = {}
EVERY_BEAT: list[Callable[[], None]] = []


def periodic(every: timedelta) -> Callable[[Task[Any, Any]], Task[Any, Any]]:
    """Enqueue the decorated task (one without arguments) every `every`."""

    def register(task: Task[Any, Any]) -> Task[Any, Any]:
        PERIODIC[task.module_path] = every
        return task

    return register


def every_beat(watch: Callable[[], None]) -> Callable[[], None]:
    """Call the decorated function at each worker's beat: for what must be looked after within seconds, and is short."""
    EVERY_BEAT.append(watch)
    return watch


def purpose_of_task(task: Task[Any, Any]) -> str | None:
    return purpose_of(task.func)


job_refused = log_event("kernel.job_refused", job=not_personal("where a function of ours stands in the code"))


class JobUnregistered(RuntimeError):
    """A job that nobody registered a purpose for was about to run (C53)."""


def require_registered(task: Task[Any, Any]) -> None:
    """Raises JobUnregistered, and writes it down."""
    if purpose_of_task(task) not in PURPOSES:
        job_refused(logging.ERROR, job=task.module_path)
        raise JobUnregistered(f"{task.module_path} runs under no registered purpose")


@receiver(task_started, dispatch_uid="egret.kernel.jobs")
def _refuse_unregistered(sender: object, task_result: TaskResult[Any], **_: object) -> None:
    """Before each job, in every worker: what is refused here ends as a failed job, and nothing of it ran."""
    require_registered(task_result.task)


def beat(worker_id: str) -> None:
    """One beat of a worker: say that it lives, take over from the silent, enqueue what is due."""
    moment = clock.now()
    WorkerBeat.objects.update_or_create(worker_id=worker_id, defaults={"seen_at": moment})
    WorkerBeat.objects.filter(seen_at__lt=moment - timedelta(days=1)).delete()
    recover_orphans()
    enqueue_due()


def recover_orphans() -> int:
    """Give every job whose worker fell silent back to the queue; returns how many."""
    living = set(_beating().values_list("worker_id", flat=True))
    recovered = 0
    for result in DBTaskResult.objects.running():
        if not result.worker_ids or result.worker_ids[-1] in living:
            continue
        # Only from RUNNING: the worker may have finished between the two statements.
        still_running = DBTaskResult.objects.filter(id=result.id, status=TaskResultStatus.RUNNING)
        if len(result.worker_ids) >= ATTEMPTS:
            still_running.update(
                status=TaskResultStatus.FAILED,
                finished_at=clock.now(),
                traceback=f"{ATTEMPTS} workers ended while running this job",
            )
            logger.error("Job %s gave up after %d workers", result.task_path, ATTEMPTS)
        else:
            recovered += still_running.update(status=TaskResultStatus.READY)
    return recovered


def enqueue_due() -> None:
    """Enqueue periodic jobs that are due, each once however many workers there are."""
    moment = clock.now()
    for name, every in PERIODIC.items():
        job, _ = PeriodicJob.objects.get_or_create(name=name, defaults={"due_at": moment})
        # Due later than it is ever due: the clock was set back, and nothing waits until it is there again.
        if moment < job.due_at <= moment + every:
            continue
        with transaction.atomic():
            mine = PeriodicJob.objects.filter(name=name, due_at=job.due_at).update(due_at=moment + every)
            unfinished = DBTaskResult.objects.filter(
                task_path=name, status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING)
            )
            if mine and not unfinished.exists():
                import_string(name).enqueue()


def hasten(name: str) -> None:
    """Make a periodic job due now."""
    PeriodicJob.objects.update_or_create(name=name, defaults={"due_at": clock.now()})


def forget_finished(task_path: str) -> None:
    """Drop a periodic job's finished rows: it runs every few seconds, and its success is no news."""
    DBTaskResult.objects.filter(task_path=task_path, status=TaskResultStatus.SUCCESSFUL).delete()


def beat_forever(worker_id: str, stop: threading.Event) -> None:
    """Beat until told to stop; a database that is away for a moment is met again at the next beat."""
    while not stop.is_set():
        try:
            close_old_connections()
            beat(worker_id)
            for watch in EVERY_BEAT:
                watch()
        except Exception:
            logger.exception("The worker's beat failed")
        stop.wait(BEAT.total_seconds())
    WorkerBeat.objects.filter(worker_id=worker_id).delete()
    connection.close()


def worker_alive() -> bool:
    """Whether any worker beat lately."""
    return _beating().exists()


def _beating() -> QuerySet[WorkerBeat]:
    """Workers that beat lately; a beat that is still to come was before the clock was set back, and says nothing."""
    moment = clock.now()
    return WorkerBeat.objects.filter(seen_at__range=(moment - SILENT_AFTER, moment + SILENT_AFTER))

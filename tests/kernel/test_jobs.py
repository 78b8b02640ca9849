"""Jobs are rows: a worker killed in the middle loses none, and what is periodic runs once when due."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from egret.kernel import clock, jobs
from egret.kernel.models import PeriodicJob, WorkerBeat
from tests.kernel import slow_job

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def worker() -> Iterator[subprocess.Popen[bytes]]:
    """A real worker process on the test's database."""
    name = str(connection.settings_dict["NAME"])
    environment = {**os.environ, "EGRET_TEST_DATABASE": name, "DJANGO_SETTINGS_MODULE": "tests.kernel.worker_settings"}
    with subprocess.Popen([sys.executable, "-m", "django", "worker"], env=environment) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_for(condition: Callable[[], bool], seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)


def test_a_job_whose_worker_is_killed_finishes_once_at_another(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    result = slow_job.write_slowly.enqueue(str(trace))

    def row() -> DBTaskResult[..., object]:
        return DBTaskResult.objects.get(id=result.id)

    with worker() as first:
        wait_for(lambda: trace.exists() and trace.read_text() == "began\n")
        first.send_signal(signal.SIGKILL)
        first.wait()
    assert row().status == TaskResultStatus.RUNNING
    with worker():
        wait_for(lambda: row().status == TaskResultStatus.SUCCESSFUL)
    assert trace.read_text() == "began\nbegan\nfinished\n"
    assert len(row().worker_ids) == 2


def test_a_job_that_kills_its_workers_is_given_up() -> None:
    result = DBTaskResult.objects.get(id=slow_job.write_slowly.enqueue("/nowhere").id)
    for attempt in range(jobs.ATTEMPTS):
        result.claim(f"worker {attempt}")
        jobs.recover_orphans()
        result.refresh_from_db()
    assert result.status == TaskResultStatus.FAILED
    assert "workers ended" in result.traceback


def test_a_living_workers_job_is_left_alone() -> None:
    result = DBTaskResult.objects.get(id=slow_job.write_slowly.enqueue("/nowhere").id)
    jobs.beat("alive")
    result.claim("alive")
    assert jobs.recover_orphans() == 0
    with clock.travel(jobs.SILENT_AFTER + timedelta(seconds=1)):
        assert jobs.recover_orphans() == 1


def test_periodic_jobs_are_enqueued_once_when_due() -> None:
    jobs.enqueue_due()
    names = [result.task_path for result in DBTaskResult.objects.all()]
    assert sorted(names) == sorted(jobs.PERIODIC)
    jobs.enqueue_due()
    assert DBTaskResult.objects.count() == len(names)
    DBTaskResult.objects.all().delete()
    with clock.travel(max(jobs.PERIODIC.values())):
        jobs.enqueue_due()
        assert DBTaskResult.objects.count() == len(names)
    assert PeriodicJob.objects.count() == len(names)


def test_a_worker_says_that_it_lives() -> None:
    assert not jobs.worker_alive()
    with worker():
        wait_for(jobs.worker_alive)
        wait_for(lambda: PeriodicJob.objects.exists())
    assert WorkerBeat.objects.count() == 1

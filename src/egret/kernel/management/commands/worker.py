"""`egret worker`: runs jobs, and beats so that its jobs are taken over when it dies."""

from __future__ import annotations

import os
import secrets
import threading
import traceback
from typing import Any

from django.core.management.base import BaseCommand, CommandParser, SystemCheckError
from django_tasks import TaskResult
from django_tasks.signals import task_finished
from django_tasks_db.management.commands.db_worker import Worker

from egret.kernel import gate, jobs
from egret.kernel.purpose import running, without_purpose

# Seconds between two looks at an empty queue.
INTERVAL = 1.0
RECONCILE = "egret.kernel.tasks.reconcile_blobs"


class Command(BaseCommand):
    help = "Run jobs until stopped; any number of workers may run at once."
    # They are made in `handle`, in a process of their own.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--after-unclean-stop", action="store_true", help="compare the store with the database at once"
        )

    @without_purpose("each job brings its own")
    def handle(self, *args: Any, **options: Any) -> None:
        self._check_apart()
        # A power cut may have come between the journal and the database: then somebody must catch up, and nobody but
        # the web waits for it.
        with running("kernel.retention"):
            gate.pass_through()
        worker_id = secrets.token_hex(16)
        if options["after_unclean_stop"]:
            jobs.hasten(RECONCILE)
        stop = threading.Event()
        beats = threading.Thread(target=jobs.beat_forever, args=(worker_id, stop), name="beat", daemon=True)
        beats.start()
        task_finished.connect(_forget_periodic)
        worker = Worker(
            queue_names=["*"],
            interval=INTERVAL,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=worker_id,
            excluded_queue_names=[],
        )
        worker.configure_signals()
        try:
            worker.run()
        finally:
            stop.set()
            beats.join(timeout=jobs.BEAT.total_seconds() * 2)

    def _check_apart(self) -> None:
        """What is undeclared stops the worker as it stops the web: exit code 1, and nothing ran.

        In a copy of this process that ends at once: the checks load the whole API, 23 MB that no job needs.
        """
        child = os.fork()
        if child == 0:
            code = 1
            try:
                self.check()
                code = 0
            except SystemCheckError as error:
                self.stderr.write(str(error))
            except Exception:
                traceback.print_exc()
            finally:
                os._exit(code)
        if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0:
            raise SystemExit(1)


def _forget_periodic(sender: object, task_result: TaskResult[Any], **_: object) -> None:
    if task_result.task.module_path in jobs.PERIODIC:
        jobs.forget_finished(task_result.task.module_path)

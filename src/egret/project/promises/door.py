"""The clauses that the door keeps, with the cases behind it: C23, C52, C53."""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import timedelta

from django.db import connection
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.signals import task_started

from egret.accounts import staff, synthetic
from egret.accounts.models import Person
from egret.kernel import cases, checks, clock, door, jobs
from egret.kernel.cases import CaseNeeded
from egret.kernel.door import PurposeRefused
from egret.kernel.errors import EgretError
from egret.kernel.installation import Installation, Visitor
from egret.kernel.jobs import JobUnregistered
from egret.kernel.promises import Finding, promise
from egret.kernel.purpose import running, running_under_none
from egret.privacy.cases.models import Case

# Its declaration names no table of people.
ANOTHER = "quality.measure"


@contextmanager
def overheard(event: str) -> Iterator[list[str]]:
    """The log lines of this event that our own thread writes, kept from the log: an operator would search for them."""
    heard: list[str] = []
    here = threading.get_ident()

    def listen(record: logging.LogRecord) -> bool:
        if record.thread == here and record.getMessage().startswith(event):
            heard.append(record.getMessage())
            return False
        return True

    logger = logging.getLogger("egret")
    logger.addFilter(listen)
    try:
        yield heard
    finally:
        logger.removeFilter(listen)


def refused(attempt: Callable[[], object], *errors: type[Exception]) -> bool:
    """Whether it is refused; what it brings is looked at by nobody."""
    try:
        attempt()
    except errors:
        return True
    return False


def probe_other_purposes_refused(installation: Installation) -> Finding:
    """A made-up person's row is read under its purpose; under another the ORM, raw SQL and a write are refused."""
    with synthetic.signed_up(installation) as visitor, overheard("kernel.purpose_refused") as lines:
        key = _id_of(visitor)
        stored: str | uuid.UUID = Person._meta.pk.get_db_prep_value(key, connection)
        attempts: dict[str, Callable[[], object]] = {
            "the ORM": lambda: Person.objects.filter(id=key).exists(),
            "raw SQL": lambda: _execute("SELECT phone FROM accounts_person WHERE id = %s", stored),
            "a write": lambda: _execute("UPDATE accounts_person SET password = '' WHERE id = %s", stored),
        }
        with running(ANOTHER):
            passed = [name for name, attempt in attempts.items() if not refused(attempt, PurposeRefused)]
        with running("accounts.sign_in"):
            opens = Person.objects.filter(id=key).exists()
    return Finding(
        opens and not passed and len(lines) == len(attempts),
        f"a person's row under accounts.sign_in: read; under {ANOTHER}: tried by {', '.join(attempts)}, "
        f"passed: {passed}; {len(lines)} refusals in the log, the last one: {lines[-1] if lines else 'none'}",
    )


def probe_staff_inside_cases(installation: Installation) -> Finding:
    """Staff read a made-up person's row inside an open case about them, and in no other way."""
    with synthetic.signed_up(installation) as visitor, overheard("kernel.case_refused") as lines:
        key = _id_of(visitor)

        def read(whom: uuid.UUID = key) -> None:
            list(Person.objects.filter(id=whom))

        entered = cases.entered("probe", staff.PURPOSE, subject=key, reason="a probe of clause C52")
        faults = []
        with cases.inside(None, staff.PURPOSE):
            if not refused(read, CaseNeeded):
                faults.append("read without a case")
        with entered as case:
            assert case is not None
            if refused(read, CaseNeeded):
                faults.append("refused inside its case")
            if not refused(lambda: read(uuid.uuid4()), CaseNeeded):
                faults.append("read of somebody else")
            if not refused(Person.objects.first, CaseNeeded):
                faults.append("read of everybody")
            over = replace(case, closes_at=clock.now() - timedelta(seconds=1))
            with cases.inside(over, staff.PURPOSE):
                if not refused(read, CaseNeeded):
                    faults.append("read after its end")
        try:
            again = cases.entered("probe", staff.PURPOSE, subject=key, case_id=case.id)
            if not refused(lambda: _enter(again), EgretError):
                faults.append("a closed case was taken")
        finally:
            Case.objects.filter(id=case.id).delete()
    return Finding(
        not faults and len(lines) == 4,
        f"tried without a case, of somebody else, of everybody, after its end, with a closed case; faults: {faults}; "
        f"{len(lines)} refusals in the log, the last one: {lines[-1] if lines else 'none'}",
    )


def nobodys_job() -> bool:
    """What a job without a registered purpose would do; it is in no list of jobs."""
    return Person.objects.exists()


def probe_unregistered_refused(installation: Installation) -> Finding:
    """A job that nobody registered is refused before it runs, and reaches no person when it does run."""
    problems = [message.msg for message in (*checks.check_purposes(), *checks.check_processing())]
    task: Task[[], bool] = Task(func=nobodys_job)
    with overheard("kernel.job_refused") as jobs_lines, overheard("kernel.purpose_refused") as door_lines:
        if not refused(lambda: task_started.send(type(task.get_backend()), task_result=_begun(task)), JobUnregistered):
            problems.append("a worker would begin it")
        with running_under_none():
            if not refused(nobodys_job, PurposeRefused):
                problems.append("it reads who is there")
    if not (jobs_lines and door_lines):
        problems.append("the log says nothing of it")
    addresses = len(list(checks.addresses()))
    return Finding(
        not problems,
        f"a job of nobody's was tried on the live database; {len(jobs.PERIODIC)} periodic jobs and {addresses} "
        f"addresses say what they run for; faults: {problems}",
    )


def _begun(task: Task[[], bool]) -> TaskResult[bool]:
    """As a worker has it in its hands before it calls the job."""
    now = clock.now()
    return TaskResult(
        task=task,
        id=str(uuid.uuid4()),
        status=TaskResultStatus.RUNNING,
        enqueued_at=now,
        started_at=now,
        finished_at=None,
        last_attempted_at=now,
        args=[],
        kwargs={},
        backend="default",
        errors=[],
        worker_ids=[],
    )


def _enter(case: AbstractContextManager[object]) -> None:
    with case:
        pass


def _execute(sql: str, key: str | uuid.UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, [key])


def _id_of(visitor: Visitor) -> uuid.UUID:
    return uuid.UUID(visitor.get("/api/v1/session").body["person"]["id"])


promise("C23", control=door.door, probe=probe_other_purposes_refused)
promise("C52", control=cases.entered, probe=probe_staff_inside_cases)
promise("C53", control=jobs.require_registered, probe=probe_unregistered_refused)

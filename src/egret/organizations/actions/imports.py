"""A list of people in a CSV file: read into lines that expire, looked at, and expected once somebody confirms.

Each batch of lines is one transaction, which also counts them: whoever dies between two of them loses and doubles none.
"""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.db import transaction
from django.db.models import F

from egret.kernel import clock, events, ratelimit
from egret.kernel.logs import log_event
from egret.kernel.permissions import require
from egret.kernel.personal import not_personal
from egret.kernel.ratelimit import Limit
from egret.kernel.text import Text
from egret.organizations import audit, csv_reader, policies
from egret.organizations.actions.departments import MAXIMUM_DEPARTMENTS
from egret.organizations.actions.expected import MAXIMUM_EXPECTED, parse_source
from egret.organizations.csv_reader import CsvReader
from egret.organizations.errors import TooManyDepartments
from egret.organizations.errors.joining import (
    FileColumnTwice,
    FileTooLarge,
    FileWithoutLines,
    FileWithoutPhones,
    ImportEmpty,
    ImportFaulty,
    ImportNotReady,
    TooManyExpected,
)
from egret.organizations.events import ImportConfirmed
from egret.organizations.import_line import SEPARATOR, Fault, Rules, read_line
from egret.organizations.models import Department, ExpectedMember, Import, ImportLine, Membership, Role, Source
from egret.organizations.queries.access import lock_administration, lock_organization
from egret.organizations.queries.joining import (
    access_import,
    expected_in,
    member_phones,
    new_department_names,
    taken_phones,
)

# 100,000 lines of 200 bytes: five times the largest organisation an installation is made for.
MAXIMUM_MEGABYTES = 20
MAXIMUM_LINES = 100_000
# Enough that a batch's queries weigh little, few enough that other writers hardly wait.
BATCH = 500
KEPT = timedelta(days=1)
# No upload takes as long; a row that still says so was left by a process that died.
READING_ENDS = timedelta(hours=1)
# Whoever mends a file uploads it some times over; a script would fill the disk.
UPLOADS = Limit("imports per organisation", 50, timedelta(hours=1))
RUNNING = (Import.State.READING, Import.State.PREVIEW, Import.State.IMPORTING)

CONFIRMED = audit.act("import.confirmed", Text("imported a list of {lines} people", "导入了 {lines} 人的名单"))
CANCELLED = audit.act("import.cancelled", Text("stopped an import after {done} people", "在导入 {done} 人后停止了导入"))
A_KEY, A_COUNT = not_personal("a random key"), not_personal("a count")
import_done = log_event("organizations.import_done", batch=A_KEY, people=A_COUNT)


def do_upload(actor: Membership, *, source_detail: str, pieces: Iterable[bytes]) -> Import:
    """Read a file as it arrives; nobody is expected yet.

    Raises SourceMissing, NameUnusable and TooManyRequests before anything is read; FileTooLarge, FileWithoutLines,
    FileWithoutPhones, FileColumnTwice, ImportNotReady when it was cancelled meanwhile. Then nothing of it is kept.
    """
    source = parse_source(source_detail)
    ratelimit.spend(UPLOADS, str(actor.organization_id))
    batch = Import.objects.create(
        organization_id=actor.organization_id,
        source_detail=source,
        entered_by_id=actor.person_id,
        expires_at=clock.now() + KEPT,
    )
    try:
        _read(batch, actor, pieces)
    except BaseException:
        batch.delete()
        raise
    batch.refresh_from_db()
    return batch


def do_confirm_import(actor: Membership, import_id: uuid.UUID, *, skip_faulty: bool) -> Import:
    """Begin to expect the people of the sound lines.

    Raises NotAllowed, ImportUnknown, ImportNotReady, ImportFaulty, ImportEmpty, TooManyExpected, TooManyDepartments.
    """
    with transaction.atomic():
        actor = lock_administration(actor)
        batch = access_import(actor.organization_id, import_id, lock=True)
        require(batch.state == Import.State.PREVIEW, ImportNotReady(state=batch.state))
        sound = batch.lines - batch.faulty
        require(sound > 0, ImportEmpty())
        require(skip_faulty or batch.faulty == 0, ImportFaulty(faulty=batch.faulty))
        waiting = expected_in(actor.organization_id).count()
        require(waiting + sound <= MAXIMUM_EXPECTED, TooManyExpected(limit=MAXIMUM_EXPECTED))
        known = Department.objects.filter(organization_id=actor.organization_id).count()
        departments = known + len(new_department_names(batch))
        require(departments <= MAXIMUM_DEPARTMENTS, TooManyDepartments(limit=MAXIMUM_DEPARTMENTS))
        batch.state, batch.confirmed_at = Import.State.IMPORTING, clock.now()
        batch.expires_at = batch.confirmed_at + KEPT
        batch.save(update_fields=["state", "confirmed_at", "expires_at"])
        audit.record(actor.organization_id, actor.person_id, CONFIRMED, lines=sound)
        events.emit(ImportConfirmed(batch.id))
    return batch


def do_cancel_import(actor: Membership, import_id: uuid.UUID) -> Import:
    """Forget the lines. Who is expected already stays so. Raises NotAllowed, ImportUnknown, ImportNotReady."""
    with transaction.atomic():
        actor = lock_administration(actor)
        batch = access_import(actor.organization_id, import_id, lock=True)
        require(batch.state in RUNNING, ImportNotReady(state=batch.state))
        if batch.state == Import.State.IMPORTING:
            audit.record(actor.organization_id, actor.person_id, CANCELLED, done=batch.done)
        batch.state = Import.State.CANCELLED
        batch.save(update_fields=["state"])
        batch.rows.all().delete()
    return batch


def do_import_batch(import_id: uuid.UUID) -> bool:
    """Expect the people of the next lines, which then go; whether there may be more. Safe at any time, and twice."""
    with transaction.atomic():
        organization_id = Import.objects.filter(id=import_id).values_list("organization_id", flat=True).first()
        if organization_id is None:
            return False
        lock_organization(organization_id)
        batch = access_import(organization_id, import_id, lock=True)
        if batch.state != Import.State.IMPORTING:
            return False
        rows = list(batch.rows.filter(fault="").order_by("number")[:BATCH])
        if rows:
            landed = _expect(batch, rows)
            batch.rows.filter(id__in=[row.id for row in landed]).delete()
            late = batch.rows.filter(id__in=[row.id for row in rows]).update(fault=Fault.ALREADY)
            Import.objects.filter(id=batch.id).update(done=F("done") + len(landed), faulty=F("faulty") + late)
            return True
        batch.state = Import.State.DONE
        batch.save(update_fields=["state"])
    import_done(batch=batch.id, people=batch.done)
    return False


def do_fail_import(import_id: uuid.UUID) -> None:
    """Give up on one that always fails; what it made stays."""
    Import.objects.filter(id=import_id, state=Import.State.IMPORTING).update(state=Import.State.FAILED)


def interrupted_imports() -> list[uuid.UUID]:
    """Imports that were confirmed and are not done; uploads whose process died are forgotten on the way."""
    Import.objects.filter(state=Import.State.READING, created_at__lt=clock.now() - READING_ENDS).delete()
    return list(Import.objects.filter(state=Import.State.IMPORTING).values_list("id", flat=True))


def _read(batch: Import, actor: Membership, pieces: Iterable[bytes]) -> None:
    rules = Rules(
        country=actor.organization.controller.country,
        guests=policies.can_invite(actor, Role.GUEST),
    )
    reader = CsvReader(_limited(pieces), MAXIMUM_LINES)
    # Numbers as integers: 100,000 of them take 8 MB.
    seen: set[int] = set()
    count = 0
    try:
        lines = iter(reader)
        while rows := [read_line(line, rules) for line in itertools.islice(lines, BATCH)]:
            count += len(rows)
            _judge(batch.organization_id, rows, seen)
            _keep(batch, rows)
    except csv_reader.FileEmpty as error:
        raise FileWithoutLines from error
    except csv_reader.HeaderMissing as error:
        raise FileWithoutPhones(missing=[csv_reader.Column.PHONE], known=list(csv_reader.Column)) from error
    except csv_reader.TooManyLines as error:
        raise _too_large() from error
    except csv_reader.ColumnTwice as error:
        raise FileColumnTwice(column=error.column) from error
    require(count > 0, FileWithoutLines())
    finished = Import.objects.filter(id=batch.id, state=Import.State.READING)
    require(finished.update(state=Import.State.PREVIEW, encoding=reader.encoding) > 0, _cancelled())


def _limited(pieces: Iterable[bytes]) -> Iterator[bytes]:
    total = 0
    for piece in pieces:
        total += len(piece)
        require(total <= MAXIMUM_MEGABYTES * 1_000_000, _too_large())
        yield piece


def _too_large() -> FileTooLarge:
    return FileTooLarge(megabytes=MAXIMUM_MEGABYTES, lines=MAXIMUM_LINES)


def _cancelled() -> ImportNotReady:
    return ImportNotReady(state=Import.State.CANCELLED)


def _judge(organization_id: uuid.UUID, rows: list[ImportLine], seen: set[int]) -> None:
    """Mark who is in the file twice, or in the organisation already."""
    taken = taken_phones(organization_id, [row.phone for row in rows if not row.fault])
    for row in rows:
        if row.fault:
            continue
        number = int(row.phone[1:])
        if number in seen:
            row.fault = Fault.DUPLICATE
        elif row.phone in taken:
            row.fault = Fault.ALREADY
        seen.add(number)


def _keep(batch: Import, rows: list[ImportLine]) -> None:
    faulty = sum(row.fault != "" for row in rows)
    for row in rows:
        row.batch = batch
    with transaction.atomic():
        counted = Import.objects.filter(id=batch.id, state=Import.State.READING)
        require(counted.update(lines=F("lines") + len(rows), faulty=F("faulty") + faulty) > 0, _cancelled())
        ImportLine.objects.bulk_create(rows)


def _expect(batch: Import, rows: list[ImportLine]) -> list[ImportLine]:
    """The rows whose people are expected now; the others joined or were invited since the file was read."""
    members = member_phones(batch.organization_id, [row.phone for row in rows])
    rows = [row for row in rows if row.phone not in members]
    departments = _departments(batch.organization_id, {row.department_path for row in rows} - {""})
    people = {
        row.phone: ExpectedMember(
            organization_id=batch.organization_id,
            phone=row.phone,
            name=row.name,
            role=row.role,
            department_id=departments.get(row.department_path),
            source=Source.IMPORT,
            source_detail=batch.source_detail,
            entered_by_id=batch.entered_by_id,
        )
        for row in rows
    }
    ExpectedMember.objects.bulk_create(people.values(), ignore_conflicts=True)
    ours = ExpectedMember.objects.filter(id__in=[person.id for person in people.values()])
    landed = set(ours.values_list("phone", flat=True))
    return [row for row in rows if row.phone in landed]


def _departments(organization_id: uuid.UUID, paths: Iterable[str]) -> dict[str, uuid.UUID]:
    """The department at the end of each path, made with its parents where it is missing. Under the lock."""
    rows = Department.objects.filter(organization_id=organization_id).values_list("id", "parent_id", "name")
    known: dict[tuple[uuid.UUID | None, str], uuid.UUID] = {(parent, name): key for key, parent, name in rows}
    found = {}
    for path in paths:
        parent: uuid.UUID | None = None
        for name in path.split(SEPARATOR):
            if (parent, name) not in known:
                made = Department.objects.create(organization_id=organization_id, parent_id=parent, name=name)
                known[parent, name] = made.id
            parent = known[parent, name]
        assert parent is not None
        found[path] = parent
    return found

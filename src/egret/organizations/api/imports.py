"""Lists of people in CSV files: uploaded as a stream, looked at, confirmed."""

import datetime
import itertools
import uuid
from collections.abc import Iterator
from typing import Annotated, Any, Literal, cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import Query, Router
from pydantic import Field

from egret.kernel.api import Input, Output, answer, language_of, problems, signed_in, viewer_of
from egret.kernel.body import PIECE, stream_of
from egret.kernel.errors import EgretError, TooManyRequests
from egret.kernel.purpose import under
from egret.kernel.text import Language
from egret.organizations import import_faults, queries
from egret.organizations.actions import imports as actions
from egret.organizations.actions.expected import SOURCE_LENGTH
from egret.organizations.api.organizations import TYPED, WRITE
from egret.organizations.errors import NameUnusable, TooManyDepartments
from egret.organizations.errors.joining import (
    FileColumnTwice,
    FileTooLarge,
    FileWithoutLines,
    FileWithoutPhones,
    ImportEmpty,
    ImportFaulty,
    ImportNotReady,
    ImportUnknown,
    SourceMissing,
    TooManyExpected,
    UploadInterrupted,
)
from egret.organizations.models import Import, Role
from egret.organizations.queries import directory, joining

router = Router(tags=["joining"])

# Read in such pieces, a file of any size takes the same memory.
CSV_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The file: CSV in UTF-8, UTF-16 with a byte order mark, or GB18030; chunked or not.",
        "content": {"text/csv": {"schema": {"type": "string"}}},
    }
}


ImportState = Literal["reading", "preview", "importing", "done", "cancelled", "failed"]


class ImportOut(Output):
    id: uuid.UUID
    state: ImportState
    source: str
    encoding: str
    lines: int
    faulty: int
    done: int = Field(description="people expected by now")
    new_departments: int | None = Field(description="to be made when it is confirmed; null in other states")
    entered_by: str
    created_at: datetime.datetime
    confirmed_at: datetime.datetime | None
    expires_at: datetime.datetime


class ImportList(Output):
    items: list[ImportOut]


class LineOut(Output):
    number: int = Field(description="as a text editor counts")
    phone: str
    name: str
    department: str
    role: Role
    fault: str | None
    problem: str | None = Field(description="the fault in the person's language")


class LinePage(Output):
    items: list[LineOut]
    next_cursor: int | None


class ConfirmImportIn(Input):
    skip_faulty: bool = False


@router.post(
    "/organizations/{uuid:organization_id}/imports",
    auth=signed_in,
    openapi_extra=CSV_BODY,
    response={
        201: ImportOut,
        **problems(
            *WRITE,
            SourceMissing,
            NameUnusable,
            FileTooLarge,
            FileWithoutLines,
            FileWithoutPhones,
            FileColumnTwice,
            ImportNotReady,
            UploadInterrupted,
            TooManyRequests,
        ),
    },
)
@under("organizations.administer")
def upload(
    request: HttpRequest,
    organization_id: uuid.UUID,
    source: Annotated[str, Query(max_length=TYPED * SOURCE_LENGTH, description="where the list is from; each is told")],
) -> HttpResponse:
    """Upload a list. Nobody is expected before it is confirmed; it is forgotten after a day."""
    actor = queries.access_administration(viewer_of(request), organization_id)
    pieces = _pieces(request)
    try:
        batch = actions.do_upload(actor, source_detail=source, pieces=pieces)
    except EgretError:
        # A browser that is still sending hears no answer: the server would close the connection under it.
        for _ in itertools.islice(pieces, actions.MAXIMUM_MEGABYTES * 1_000_000 // PIECE):
            pass
        raise
    return answer(_out([batch])[0], 201)


@router.get(
    "/organizations/{uuid:organization_id}/imports",
    auth=signed_in,
    response={200: ImportList, **problems(*WRITE)},
)
@under("organizations.administer")
def list_imports(request: HttpRequest, organization_id: uuid.UUID) -> HttpResponse:
    """The imports of the last day, newest first."""
    queries.access_administration(viewer_of(request), organization_id)
    return answer(ImportList(items=_out(joining.imports_of(organization_id))))


@router.get(
    "/organizations/{uuid:organization_id}/imports/{uuid:batch}",
    auth=signed_in,
    response={200: ImportOut, **problems(*WRITE, ImportUnknown)},
)
@under("organizations.administer")
def read_import(request: HttpRequest, organization_id: uuid.UUID, batch: uuid.UUID) -> HttpResponse:
    """Where it stands."""
    queries.access_administration(viewer_of(request), organization_id)
    return answer(_out([joining.access_import(organization_id, batch)])[0])


@router.get(
    "/organizations/{uuid:organization_id}/imports/{uuid:batch}/lines",
    auth=signed_in,
    response={200: LinePage, **problems(*WRITE, ImportUnknown)},
)
@under("organizations.administer")
def list_lines(
    request: HttpRequest,
    organization_id: uuid.UUID,
    batch: uuid.UUID,
    faulty: bool = False,
    cursor: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
) -> HttpResponse:
    """Its lines that were not imported yet, in the file's order: all, or those with a fault."""
    queries.access_administration(viewer_of(request), organization_id)
    rows, next_cursor = joining.lines_of(joining.access_import(organization_id, batch), faulty=faulty, after=cursor)
    language = language_of(request)
    items = [
        LineOut(
            number=row.number,
            phone=row.phone,
            name=row.name,
            department=row.department_path,
            role=Role(row.role),
            fault=row.fault or None,
            problem=import_faults.TEXTS[row.fault].say(language) if row.fault else None,
        )
        for row in rows
    ]
    return answer(LinePage(items=items, next_cursor=next_cursor))


@router.get(
    "/organizations/{uuid:organization_id}/imports/{uuid:batch}/faulty.csv", auth=signed_in, include_in_schema=False
)
@under("organizations.administer")
def download_faulty(request: HttpRequest, organization_id: uuid.UUID, batch: uuid.UUID) -> StreamingHttpResponse:
    """The lines with a fault, to mend and to upload again."""
    queries.access_administration(viewer_of(request), organization_id)
    rows = joining.access_import(organization_id, batch).rows.exclude(fault="").order_by("number")
    language: Language = language_of(request)
    return StreamingHttpResponse(
        import_faults.as_csv(rows.iterator(1000), language),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="egret-import-faults.csv"'},
    )


@router.post(
    "/organizations/{uuid:organization_id}/imports/{uuid:batch}/confirm",
    auth=signed_in,
    response={
        202: ImportOut,
        **problems(
            *WRITE, ImportUnknown, ImportNotReady, ImportFaulty, ImportEmpty, TooManyExpected, TooManyDepartments
        ),
    },
)
@under("organizations.administer")
def confirm(request: HttpRequest, organization_id: uuid.UUID, batch: uuid.UUID, body: ConfirmImportIn) -> HttpResponse:
    """Begin to expect these people; lines with a fault are left out when that is said."""
    actor = queries.access_administration(viewer_of(request), organization_id)
    return answer(_out([actions.do_confirm_import(actor, batch, skip_faulty=body.skip_faulty)])[0], 202)


@router.post(
    "/organizations/{uuid:organization_id}/imports/{uuid:batch}/cancel",
    auth=signed_in,
    response={200: ImportOut, **problems(*WRITE, ImportUnknown, ImportNotReady)},
)
@under("organizations.administer")
def cancel(request: HttpRequest, organization_id: uuid.UUID, batch: uuid.UUID) -> HttpResponse:
    """Forget the lines; who is expected by then stays so."""
    actor = queries.access_administration(viewer_of(request), organization_id)
    return answer(_out([actions.do_cancel_import(actor, batch)])[0])


def _pieces(request: HttpRequest) -> Iterator[bytes]:
    """The body as it arrives. Raises UploadInterrupted when it ends before it should.

    Of a chunked body Granian does not tell that it was cut: it ends in a preview that nobody confirms.
    """
    source = stream_of(request)
    announced = request.headers.get("Content-Length", "")
    missing = int(announced) if announced.isdecimal() else 0
    try:
        while piece := source.read(PIECE):
            missing -= len(piece)
            yield piece
    except OSError as error:
        raise UploadInterrupted from error
    if missing > 0:
        raise UploadInterrupted


def _out(batches: list[Import]) -> list[ImportOut]:
    people = {batch.entered_by_id for batch in batches if batch.entered_by_id}
    names = directory.names_of(batches[0].organization_id, people) if batches else {}
    return [
        ImportOut(
            id=batch.id,
            state=cast("ImportState", batch.state),
            source=batch.source_detail,
            encoding=batch.encoding,
            lines=batch.lines,
            faulty=batch.faulty,
            done=batch.done,
            new_departments=len(joining.new_department_names(batch)) if batch.state == Import.State.PREVIEW else None,
            entered_by=names.get(batch.entered_by_id, "") if batch.entered_by_id else "",
            created_at=batch.created_at,
            confirmed_at=batch.confirmed_at,
            expires_at=batch.expires_at,
        )
        for batch in batches
    ]

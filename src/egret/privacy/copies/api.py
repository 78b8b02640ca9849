"""Copies over HTTP: what is known, ordering, fetching, bringing one along."""

import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from ninja import Router
from pydantic import Field

from egret.kernel.api import Output, answer, language_of, problems, signed_in, viewer_of
from egret.kernel.blobs import BlobDamaged, BlobUnknown, Reader, StoreFull, StoreUnavailable
from egret.kernel.body import stream_of
from egret.kernel.errors import CrossSiteRequest, NotAllowed, SignInRequired
from egret.kernel.personal import not_personal
from egret.kernel.proof import require_fresh
from egret.kernel.purpose import under
from egret.kernel.ranges import OutOfRange, read_range
from egret.kernel.text import Language
from egret.privacy.copies import actions, queries
from egret.privacy.copies.errors import (
    ArrivalCut,
    ArrivalNotDoubtful,
    ArrivalUnderWay,
    ArrivalUnknown,
    CategoryUnknown,
    CopyNotReady,
    CopyUnknown,
    CursorUnusable,
    RangeUnsatisfiable,
    TooManyCopies,
)
from egret.privacy.copies.models import Arrival, Copy
from egret.privacy.copies.personal import KEPT, PURPOSE

router = Router(tags=["privacy"])

PROOF = (SignInRequired, NotAllowed, CrossSiteRequest)
Outcome = Literal["restored", "kept", "left", "failed"]


class KnownOut(Output):
    id: str
    label: str
    count: int = Field(description="rows that hold something of this kind")
    bytes: int = Field(description="of stored contents of this kind")
    fields: list[str] = Field(description="what these rows and contents hold, in words")


class KnownListOut(Output):
    categories: list[KnownOut]


class WordOut(Output):
    label: str
    value: str
    moment: datetime | None = Field(description="where the value is one: to be shown in the reader's zone")


class ItemOut(Output):
    id: str
    what: str
    partly: bool = Field(description="it is about others too: what is yours alone is shown")
    words: list[WordOut]
    not_shown: list[str] = Field(description="what is kept of it and shown to nobody, and why")
    correct_at: str | None = Field(description="the page on which it is corrected; null: by a request")


class ItemsOut(Output):
    items: list[ItemOut]
    next: str | None


class CopyOut(Output):
    id: uuid.UUID
    state: str = Field(description="ordered, building, ready, expired, failed or cancelled")
    ordered_at: datetime
    ready_at: datetime | None
    expires_at: datetime | None
    size: int | None = Field(description="bytes of the ZIP, once it is ready")
    doing: str = Field(description="contents, data or pages: what is written at this moment")
    items_done: int
    items_total: int
    bytes_done: int
    bytes_total: int
    problem: str = Field(description="store-full or fault, where it failed")


class CopiesOut(Output):
    items: list[CopyOut]
    kept_days: int


class OutcomeOut(Output):
    what: str
    outcome: Outcome
    count: int
    why: str | None


class ArrivalOut(Output):
    id: uuid.UUID
    state: str = Field(description="waiting, running, doubtful (another number's), done, failed or cancelled")
    arrived_at: datetime
    ended_at: datetime | None
    bytes_done: int
    bytes_total: int
    problem: str = Field(description="why it failed, or is doubtful: a stable word")
    report: list[OutcomeOut]


class ArrivalsOut(Output):
    items: list[ArrivalOut]


@router.get("/privacy/mine", auth=signed_in, response={200: KnownListOut, **problems(SignInRequired)})
@under(PURPOSE)
def read_known(request: HttpRequest) -> HttpResponse:
    """How much is known about the person, by category."""
    found = queries.summary(viewer_of(request).person_id, language_of(request))
    return answer(KnownListOut(categories=[KnownOut(**vars(each)) for each in found]))


@router.get(
    "/privacy/mine/{category}",
    auth=signed_in,
    response={200: ItemsOut, **problems(SignInRequired, CategoryUnknown, CursorUnusable)},
)
@under(PURPOSE)
def list_known(
    request: HttpRequest,
    category: Annotated[str, not_personal("one of the categories")],
    cursor: Annotated[str | None, not_personal("a place in the list, as an answer gave it")] = None,
) -> HttpResponse:
    """What is known of one category, in words; 30 rows at a time."""
    items, following = queries.known(viewer_of(request).person_id, category, language_of(request), cursor)
    shown = [
        ItemOut(
            id=each.id,
            what=each.what,
            partly=each.partly,
            words=[WordOut(label=word.label, value=word.value, moment=_moment(word.moment)) for word in each.words],
            not_shown=each.not_shown,
            correct_at=each.correct_at,
        )
        for each in items
    ]
    return answer(ItemsOut(items=shown, next=following))


@router.get("/privacy/copies", auth=signed_in, response={200: CopiesOut, **problems(SignInRequired)})
@under(PURPOSE)
def list_copies(request: HttpRequest) -> HttpResponse:
    """The person's copies, the latest first."""
    found = queries.copies_of(viewer_of(request).person_id)
    return answer(CopiesOut(items=[_copy(each) for each in found], kept_days=KEPT.days))


@router.post(
    "/privacy/copies", auth=signed_in, response={201: CopyOut, 200: CopyOut, **problems(*PROOF, TooManyCopies)}
)
@under(PURPOSE)
def order_copy(request: HttpRequest) -> HttpResponse:
    """Order a copy of everything; one that is being made is the answer. Asks for a fresh proof (`proof-needed`)."""
    copy, made = actions.do_order(require_fresh(request), language_of(request))
    return answer(_copy(copy), 201 if made else 200)


@router.get(
    "/privacy/copies/{copy_id}", auth=signed_in, response={200: CopyOut, **problems(SignInRequired, CopyUnknown)}
)
@under(PURPOSE)
def read_copy(request: HttpRequest, copy_id: uuid.UUID) -> HttpResponse:
    """How far it is."""
    return answer(_copy(queries.access_copy(viewer_of(request).person_id, copy_id)))


@router.delete(
    "/privacy/copies/{copy_id}",
    auth=signed_in,
    response={200: CopyOut, **problems(SignInRequired, CrossSiteRequest, CopyUnknown)},
)
@under(PURPOSE)
def remove_copy(request: HttpRequest, copy_id: uuid.UUID) -> HttpResponse:
    """Stop making it, or delete it."""
    return answer(_copy(actions.do_remove(viewer_of(request).person_id, copy_id)))


@router.api_operation(
    ["GET", "HEAD"],
    "/privacy/copies/{copy_id}/content",
    auth=signed_in,
    response={
        200: None,
        206: None,
        **problems(*PROOF, CopyUnknown, CopyNotReady, RangeUnsatisfiable, BlobUnknown, BlobDamaged, StoreUnavailable),
    },
)
@under(PURPOSE)
def read_content(request: HttpRequest, copy_id: uuid.UUID) -> HttpResponseBase:
    """The ZIP, or a range of it. Asks for a fresh proof (`proof-needed`); each fetching is recorded."""
    person_id = require_fresh(request)
    header = request.headers.get("Range", "")
    # A download that goes on where it was cut off is the same download.
    first = request.method == "GET" and (not header or header.replace(" ", "").startswith("bytes=0-"))
    copy, reader = actions.do_open(person_id, copy_id, note=first)
    try:
        span = read_range(header, reader.size)
    except OutOfRange:
        raise RangeUnsatisfiable(size=reader.size) from None
    start, stop = span or (0, reader.size)
    status = 206 if span else 200
    response: HttpResponseBase
    if request.method == "HEAD":
        response = HttpResponse(status=status)
    else:
        response = StreamingHttpResponse(_pieces(reader, start, stop), status=status)
    response.headers["Content-Type"] = "application/zip"
    response.headers["Content-Length"] = str(stop - start)
    response.headers["Accept-Ranges"] = "bytes"
    if span:
        response.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{reader.size}"
    response.headers["Content-Disposition"] = f'attachment; filename="Egret-copy-{copy.ordered_at:%Y-%m-%d}.zip"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@router.get("/privacy/arrivals", auth=signed_in, response={200: ArrivalsOut, **problems(SignInRequired)})
@under(PURPOSE)
def list_arrivals(request: HttpRequest) -> HttpResponse:
    """Copies that the person brought along, the latest first."""
    found = queries.arrivals_of(viewer_of(request).person_id)
    return answer(ArrivalsOut(items=[_arrival(each, language_of(request)) for each in found]))


@router.post(
    "/privacy/arrivals",
    auth=signed_in,
    response={201: ArrivalOut, **problems(*PROOF, ArrivalUnderWay, ArrivalCut, StoreFull, StoreUnavailable)},
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
@under(PURPOSE)
def bring_copy(request: HttpRequest) -> HttpResponse:
    """Bring a copy that another Egret made: its ZIP is the body. It is taken in by a job, and then deleted."""
    announced = request.META.get("CONTENT_LENGTH") or ""
    length = int(announced) if announced.isascii() and announced.isdecimal() and int(announced) else None
    arrival = actions.do_bring(viewer_of(request).person_id, stream_of(request), length)
    return answer(_arrival(arrival, language_of(request)), 201)


@router.get(
    "/privacy/arrivals/{arrival_id}",
    auth=signed_in,
    response={200: ArrivalOut, **problems(SignInRequired, ArrivalUnknown)},
)
@under(PURPOSE)
def read_arrival(request: HttpRequest, arrival_id: uuid.UUID) -> HttpResponse:
    """How far it is, and what became of everything in it."""
    return answer(_arrival(queries.access_arrival(viewer_of(request).person_id, arrival_id), language_of(request)))


@router.post(
    "/privacy/arrivals/{arrival_id}/confirm",
    auth=signed_in,
    response={200: ArrivalOut, **problems(SignInRequired, CrossSiteRequest, ArrivalUnknown, ArrivalNotDoubtful)},
)
@under(PURPOSE)
def confirm_arrival(request: HttpRequest, arrival_id: uuid.UUID) -> HttpResponse:
    """That a copy made for another number is the person's own all the same."""
    arrival = actions.do_confirm(viewer_of(request).person_id, arrival_id)
    return answer(_arrival(arrival, language_of(request)))


@router.delete(
    "/privacy/arrivals/{arrival_id}",
    auth=signed_in,
    response={200: ArrivalOut, **problems(SignInRequired, CrossSiteRequest, ArrivalUnknown)},
)
@under(PURPOSE)
def cancel_arrival(request: HttpRequest, arrival_id: uuid.UUID) -> HttpResponse:
    """Stop taking it in; what was restored stays."""
    return answer(_arrival(actions.do_cancel(viewer_of(request).person_id, arrival_id), language_of(request)))


def _moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def _pieces(reader: Reader, start: int, stop: int) -> Iterator[bytes]:
    if stop > start:
        yield from reader.stream(start, stop)


def _copy(copy: Copy) -> CopyOut:
    return CopyOut(
        id=copy.id,
        state=copy.state,
        ordered_at=copy.ordered_at,
        ready_at=copy.ready_at,
        expires_at=copy.expires_at,
        size=copy.blob.size if copy.state == "ready" and copy.blob else None,
        doing=copy.doing,
        items_done=copy.items_done,
        items_total=copy.items_total,
        bytes_done=copy.bytes_done,
        bytes_total=copy.bytes_total,
        problem=copy.problem,
    )


def _arrival(arrival: Arrival, language: Language) -> ArrivalOut:
    tongue = 0 if language == "en" else 1
    report = [
        OutcomeOut(
            what=each["what"][tongue],
            outcome=each["outcome"],
            count=each["count"],
            why=each["why"][tongue] if each["why"] else None,
        )
        for each in arrival.report
    ]
    return ArrivalOut(
        id=arrival.id,
        state=arrival.state,
        arrived_at=arrival.arrived_at,
        ended_at=arrival.ended_at,
        bytes_done=arrival.bytes_done,
        bytes_total=arrival.bytes_total,
        problem=arrival.problem,
        report=report,
    )

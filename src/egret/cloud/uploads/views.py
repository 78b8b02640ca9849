"""tus over HTTP: parse → authorise → call → present; every answer says which version it speaks."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date

from egret.cloud.actions import concatenation, uploads
from egret.cloud.actions.folders import ensure_folders
from egret.cloud.actions.locked import free_name
from egret.cloud.errors import NameTaken
from egret.cloud.errors.uploads import (
    ChecksumWrong,
    NotUploadContent,
    OffsetWrong,
    UploadClosed,
    UploadHeaderUnusable,
    UploadTooLong,
    UploadWaits,
)
from egret.cloud.models import Conflict, Upload
from egret.cloud.queries import Access, owner_of
from egret.cloud.uploads import protocol
from egret.cloud.uploads.body import Body
from egret.cloud.uploads.door import Uploader, uploader_of
from egret.cloud.uploads.receiving import Receiver
from egret.cloud.uploads.wanted import Wanted, metadata_for, wanted_in
from egret.kernel import blobs
from egret.kernel.errors import EgretError, MethodNotAllowed, ServerFault
from egret.kernel.problems import problem_response
from egret.kernel.purpose import under

logger = logging.getLogger(__name__)

Handler = Callable[..., HttpResponse]


def at(**handlers: Handler) -> Callable[..., HttpResponse]:
    """The view of one address: a handler for each method, called with the request, its body and the path's id."""

    @under("cloud.keep")
    def view(request: HttpRequest, **path: uuid.UUID) -> HttpResponse:
        body = Body(request)
        try:
            response = _answer(request, body, handlers, path)
        except EgretError as error:
            body.drain()
            response = problem_response(request, error)
        except DatabaseError as error:
            if not blobs.is_full(error):
                logger.exception("An upload failed")
            body.drain()
            response = problem_response(request, blobs.StoreFull() if blobs.is_full(error) else ServerFault())
        except Exception:
            logger.exception("An upload failed")
            response = problem_response(request, ServerFault())
        response.headers["Tus-Resumable"] = protocol.VERSION
        if response.status_code == 405:
            response.headers["Allow"] = ", ".join([*handlers, "OPTIONS"])
        return response

    return view


def _answer(request: HttpRequest, body: Body, handlers: dict[str, Handler], path: dict[str, uuid.UUID]) -> HttpResponse:
    method = str(request.method)
    if method == "POST":
        # For clients whose network lets nothing else through; only from POST, which the same-origin guard has seen.
        method = request.headers.get("X-HTTP-Method-Override", method)
    if method == "OPTIONS":
        return HttpResponse(status=204, headers=protocol.options_headers())
    if method not in handlers:
        raise MethodNotAllowed
    uploader = uploader_of(request)
    protocol.require_version(request.headers)
    return handlers[method](request, body, uploader, **path)


def create(request: HttpRequest, body: Body, uploader: Uploader) -> HttpResponse:
    """Creation; with bytes where the client sends some at once."""
    headers = request.headers
    concat = protocol.concat_in(headers)
    partial = concat is not None and concat.kind == "partial"
    wanted = wanted_in(protocol.metadata_in(headers), partial=partial)
    if concat is not None and concat.kind == "final":
        return _concatenate(uploader, wanted, concat, body)
    length = protocol.length_in(headers)
    checksum = protocol.checksum_in(headers)
    if not body.is_empty:
        _require_content_type(request)
    parent = ensure_folders(uploader.open(wanted.parent), wanted.folders)
    all_at_once = body.is_empty if length == 0 else body.announced == length
    if not partial and all_at_once and length is not None and length <= blobs.PART_SIZE:
        return _store_whole(uploader, parent, wanted, body, checksum)
    upload = uploads.do_begin(
        parent, wanted, person_id=uploader.person_id, link_id=uploader.link_id, length=length, partial=partial
    )
    if not body.is_empty:
        _receive_first(parent, upload, body, checksum)
        if _waits(upload) and not body.was_cut:
            # Chunks without a byte: only reading them shows that an empty file is here already.
            upload.version = uploads.do_finish(parent, upload, wanted.conflict)
    return _present(upload, 201, Location=protocol.address_of(upload.id))


def _receive_first(parent: Access, upload: Upload, body: Body, checksum: protocol.Checksum | None) -> None:
    uploads.do_take(upload, 0)
    try:
        Receiver(parent, upload, body, checksum).receive()
    except EgretError:
        # Whoever gets no address cannot go on with it.
        uploads.do_terminate(upload)
        raise
    if body.was_cut:
        uploads.do_terminate(upload)


def _store_whole(
    uploader: Uploader, parent: Access, wanted: Wanted, body: Body, checksum: protocol.Checksum | None
) -> HttpResponse:
    """A small file with its bytes in one request: one object, one transaction."""
    data = body.read(body.announced or 0)
    if checksum is not None:
        digest = checksum.begin()
        digest.update(data)
        if digest.digest() != checksum.digest:
            raise ChecksumWrong
    if body.announced and len(data) < body.announced:
        # The connection is gone, and with it who would have learnt the upload's address.
        return HttpResponse(status=400)
    draft = blobs.draft(owner_of(parent.space), uploads.KIND)
    try:
        draft.write(data)
        draft.finish()
        upload = uploads.do_store_whole(parent, wanted, draft, person_id=uploader.person_id, link_id=uploader.link_id)
    except BaseException:
        draft.discard()
        raise
    if upload is None:
        draft.discard()
        # As when it is begun without bytes: nobody should send them.
        raise NameTaken(name=wanted.name, free=free_name(parent.node, wanted.name))
    return _present(upload, 201, Location=protocol.address_of(upload.id))


def _concatenate(uploader: Uploader, wanted: Wanted, concat: protocol.Concat, body: Body) -> HttpResponse:
    if not body.is_empty:
        raise UploadClosed
    pieces = [uploader.access_upload(piece) for piece in concat.pieces]
    parent = ensure_folders(uploader.open(wanted.parent), wanted.folders)
    upload = concatenation.do_concatenate(
        parent, wanted, pieces, person_id=uploader.person_id, link_id=uploader.link_id
    )
    return _present(upload, 201, Location=protocol.address_of(upload.id))


def show(request: HttpRequest, body: Body, uploader: Uploader, upload_id: uuid.UUID) -> HttpResponse:
    """How many bytes are here. A complete upload that waits for an answer says so: its 200 would say "stored"."""
    upload = uploader.access_upload(upload_id)
    if _waits(upload):
        raise UploadWaits(upload=str(upload.id))
    about = {"Upload-Metadata": protocol.metadata_of(metadata_for(upload))}
    if upload.length is not None:
        about["Upload-Length"] = str(upload.length)
    else:
        about["Upload-Defer-Length"] = "1"
    if upload.partial:
        about["Upload-Concat"] = "partial"
    elif upload.pieces:
        addresses = " ".join(protocol.address_of(uuid.UUID(piece)) for piece in upload.pieces)
        about["Upload-Concat"] = f"final;{addresses}"
    return _present(upload, 200, **about)


def write(request: HttpRequest, body: Body, uploader: Uploader, upload_id: uuid.UUID) -> HttpResponse:
    """Bytes from an offset on."""
    headers = request.headers
    _require_content_type(request)
    offset, checksum = protocol.offset_in(headers), protocol.checksum_in(headers)
    said = protocol.number_in(headers, "Upload-Length")
    protocol.require_countable(said)
    upload = uploader.access_upload(upload_id)
    if upload.pieces:
        raise UploadClosed
    if offset != upload.offset:
        raise OffsetWrong(offset=upload.offset)
    parent = uploader.open(upload.parent_id)
    if upload.blob_id is None:
        if not body.is_empty:
            raise UploadTooLong(maximum=upload.length)
        return _present(upload, 204)
    uploads.do_take(upload, offset)
    try:
        _say_length(parent, upload, said)
    except EgretError:
        uploads.do_leave(upload)
        raise
    Receiver(parent, upload, body, checksum).receive()
    if _waits(upload):
        # All was here before: nothing came that would have made it a file.
        upload.version = uploads.do_finish(parent, upload, Conflict(upload.conflict))
    return _present(upload, 204)


def _say_length(parent: Access, upload: Upload, said: int | None) -> None:
    """A deferred length, said now; one that is known cannot change."""
    if said is None or said == upload.length:
        return
    if upload.length is not None or said < upload.offset:
        raise UploadHeaderUnusable(header="Upload-Length")
    uploads.do_set_length(parent, upload, said)


def terminate(request: HttpRequest, body: Body, uploader: Uploader, upload_id: uuid.UUID) -> HttpResponse:
    uploads.do_terminate(uploader.access_upload(upload_id))
    return HttpResponse(status=204)


def _waits(upload: Upload) -> bool:
    return upload.blob_id is not None and not upload.partial and upload.offset == upload.length


def _require_content_type(request: HttpRequest) -> None:
    if request.headers.get("Content-Type", "").strip().lower() != protocol.CONTENT_TYPE:
        raise NotUploadContent


def _present(upload: Upload, status: int, **about: str) -> HttpResponse:
    """Where the upload is, and the file that became of it."""
    headers = {
        **about,
        "Upload-Offset": str(upload.offset),
        "Upload-Expires": http_date(upload.expires_at.timestamp()),
        "Cache-Control": "no-store",
    }
    if upload.version is not None:
        headers["Egret-Node"], headers["Egret-Version"] = str(upload.version.node_id), str(upload.version.id)
    return HttpResponse(status=status, headers=headers)

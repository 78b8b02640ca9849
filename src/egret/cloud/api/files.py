"""A file's content and its versions."""

import uuid
from typing import Literal

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Router, Status

from egret.accounts.queries import people_by_id
from egret.cloud import queries
from egret.cloud.actions import files
from egret.cloud.api.content import Content, serve, serve_small
from egret.cloud.api.nodes import DOOR, READ, WRITE, door_of
from egret.cloud.api.schemas import LabelIn, VersionOut, version_out
from egret.cloud.errors import NotAFile, QuotaExceeded, RangeUnsatisfiable, VersionUnknown
from egret.cloud.models import FileVersion, Role
from egret.kernel.api import Output, problems
from egret.kernel.holds import Held
from egret.kernel.picture_errors import (
    PictureDamaged,
    PictureIsDrawing,
    PictureKindUnknown,
    PicturesBusy,
    PictureTooLarge,
    PictureTooManyPixels,
)
from egret.kernel.purpose import under

router = Router(tags=["cloud"])
READING = (*DOOR, NotAFile, VersionUnknown, RangeUnsatisfiable)


DRAWING = (PicturesBusy, PictureTooLarge, PictureKindUnknown, PictureIsDrawing, PictureTooManyPixels, PictureDamaged)
PictureSize = Literal["tile", "page"]
# Pixels of the longer side: a tile on a fine screen, and a picture that fills a window.
PICTURE_SIDES: dict[PictureSize, int] = {"tile": 320, "page": 2048}


class VersionsOut(Output):
    items: list[VersionOut]


@router.api_operation(
    ["GET", "HEAD"],
    "/cloud/nodes/{node_id}/content",
    response={200: None, 206: None, 304: None, **problems(*READING)},
    auth=READ,
)
@under("cloud.keep")
def read_content(
    request: HttpRequest,
    node_id: uuid.UUID,
    disposition: Literal["inline", "attachment"] = "attachment",
    version: uuid.UUID | None = None,
) -> HttpResponseBase:
    """The bytes, or a range of them; of an earlier version where `version` names one. Each reading is recorded."""
    access = queries.access_node(door_of(request), node_id)
    found, reader = files.open_version(access, version)
    if request.method == "GET":
        files.do_note_opened(access)
    content = Content(access.node.name, found.media_type, found.id.hex, found.modified_at, reader)
    return serve(request, content, disposition)


@router.get(
    "/cloud/nodes/{node_id}/picture",
    response={200: None, 304: None, **problems(*DOOR, NotAFile, VersionUnknown, *DRAWING)},
    auth=READ,
)
@under("cloud.keep")
def read_picture(
    request: HttpRequest, node_id: uuid.UUID, size: PictureSize = "tile", version: uuid.UUID | None = None
) -> HttpResponseBase:
    """A picture file as a JPEG: in a list's size, or to look at where a browser cannot read the file itself (HEIC)."""
    access = queries.access_node(door_of(request), node_id)
    found, reader = files.open_version(access, version)
    if size == "page":
        files.do_note_opened(access)
    side = PICTURE_SIDES[size]
    return serve_small(request, f"{found.id.hex}-{side}", found.modified_at, lambda: files.draw(reader, side))


@router.get("/cloud/nodes/{node_id}/versions", response={200: VersionsOut, **problems(*DOOR, NotAFile)}, auth=READ)
@under("cloud.keep")
def list_versions(request: HttpRequest, node_id: uuid.UUID) -> VersionsOut:
    """Every version that is kept, the latest first."""
    node = queries.access_node(door_of(request), node_id).node
    if node.is_folder:
        raise NotAFile
    versions = list(FileVersion.objects.filter(node=node).annotate(replaced_at=queries.REPLACED_AT).order_by("-id"))
    people = people_by_id({each.created_by_id for each in versions if each.created_by_id is not None})
    return VersionsOut(
        items=[
            version_out(
                each,
                each.replaced_at,
                node.version_id,
                people.get(each.created_by_id) if each.created_by_id else None,
            )
            for each in versions
        ]
    )


@router.post(
    "/cloud/nodes/{node_id}/versions/{version_id}/restore",
    response={200: VersionOut, **problems(*DOOR, VersionUnknown, QuotaExceeded)},
    auth=WRITE,
)
@under("cloud.keep")
def restore_version(request: HttpRequest, node_id: uuid.UUID, version_id: uuid.UUID) -> VersionOut:
    """An earlier version becomes the current one, as a new version: nothing is lost."""
    access = queries.access_node(door_of(request), node_id, Role.EDIT)
    return _shown(access, files.do_revert(access, version_id))


@router.patch(
    "/cloud/nodes/{node_id}/versions/{version_id}",
    response={200: VersionOut, **problems(*DOOR, VersionUnknown)},
    auth=WRITE,
)
@under("cloud.keep")
def label_version(request: HttpRequest, node_id: uuid.UUID, version_id: uuid.UUID, body: LabelIn) -> VersionOut:
    """Name a version, which keeps it from expiring; an empty name takes that away."""
    access = queries.access_node(door_of(request), node_id, Role.EDIT)
    return _shown(access, files.do_label_version(access, version_id, body.label))


@router.delete(
    "/cloud/nodes/{node_id}/versions/{version_id}",
    response={204: None, **problems(*DOOR, VersionUnknown, Held)},
    auth=WRITE,
)
@under("cloud.keep")
def delete_version(request: HttpRequest, node_id: uuid.UUID, version_id: uuid.UUID) -> Status[None]:
    """Remove an earlier version for ever."""
    files.do_delete_version(queries.access_node(door_of(request), node_id, Role.MANAGE), version_id)
    return Status(204, None)


def _shown(access: queries.Access, version: FileVersion) -> VersionOut:
    shown = FileVersion.objects.annotate(replaced_at=queries.REPLACED_AT).get(id=version.id)
    creator = people_by_id([version.created_by_id]).get(version.created_by_id) if version.created_by_id else None
    return version_out(shown, shown.replaced_at, access.node.version_id, creator)

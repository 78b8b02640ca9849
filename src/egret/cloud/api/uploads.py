"""What tus has no word for: an answer for an upload whose name was taken when its last byte came."""

import uuid
from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from egret.cloud.actions import uploads
from egret.cloud.api.nodes import DOOR, PLACED, WRITE
from egret.cloud.errors import NotAFile
from egret.cloud.errors.uploads import UploadExpired, UploadIncomplete, UploadUnknown
from egret.cloud.models import Conflict
from egret.cloud.names import parse_name
from egret.cloud.uploads.door import uploader_of
from egret.kernel.api import Input, Output, problems
from egret.kernel.personal import Category
from egret.kernel.purpose import under

router = Router(tags=["cloud"])


class FinishIn(Input):
    conflict: Conflict
    name: Annotated[str | None, Category.CONTENT] = Field(None, max_length=1000, description="another name for it")


class FinishedOut(Output):
    node: uuid.UUID | None = Field(description="null: it was skipped")
    version: uuid.UUID | None


@router.post(
    "/cloud/uploads/{upload_id}/finish",
    response={200: FinishedOut, **problems(*DOOR, *PLACED, NotAFile, UploadUnknown, UploadExpired, UploadIncomplete)},
    auth=WRITE,
)
@under("cloud.keep")
def finish_upload(request: HttpRequest, upload_id: uuid.UUID, body: FinishIn) -> FinishedOut:
    """Make a file of an upload whose bytes are all here, saying what to do where the name is taken."""
    uploader = uploader_of(request)
    upload = uploader.access_upload(upload_id)
    name = parse_name(body.name) if body.name is not None else ""
    version = uploads.do_finish(uploader.open(upload.parent_id), upload, body.conflict, name)
    if version is None:
        return FinishedOut(node=None, version=None)
    return FinishedOut(node=version.node_id, version=version.id)

"""What a client wants its bytes to become, out of Upload-Metadata."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from egret.cloud.errors import NameUnusable
from egret.cloud.errors.uploads import UploadHeaderUnusable
from egret.cloud.models import Conflict, Upload
from egret.cloud.names import parse_name

# RFC 6838 §4.2; what a column of ours holds.
MEDIA_TYPE = re.compile(r"[A-Za-z0-9][\w!#$&^.+-]{0,62}/[A-Za-z0-9][\w!#$&^.+-]{0,62}", re.ASCII)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Wanted:
    """`parent` is a folder's id, None: wherever the person's files begin; `folders` are made below it where missing."""

    parent: uuid.UUID | None
    folders: tuple[str, ...]
    name: str
    media_type: str
    modified_at: datetime | None
    conflict: Conflict


def wanted_in(metadata: Mapping[str, str], *, partial: bool = False) -> Wanted:
    """A partial upload has no name of its own. Raises UploadHeaderUnusable, NameUnusable."""
    name = metadata.get("filename") or metadata.get("name") or ""
    return Wanted(
        parent=_parent(metadata.get("parent")),
        folders=() if partial else _folders(metadata.get("relativePath", "")),
        name="" if partial else parse_name(name),
        media_type=_media_type(metadata.get("filetype") or metadata.get("type") or ""),
        modified_at=_moment(metadata.get("lastModified")),
        conflict=_conflict(metadata.get("conflict")),
    )


def metadata_for(upload: Upload) -> dict[str, str]:
    """What HEAD repeats of it."""
    pairs = {"parent": str(upload.parent_id)}
    if upload.name:
        pairs = {"filename": upload.name, **pairs, "conflict": upload.conflict}
    if upload.media_type:
        pairs["filetype"] = upload.media_type
    if upload.modified_at is not None:
        pairs["lastModified"] = str((upload.modified_at - EPOCH) // timedelta(milliseconds=1))
    return pairs


def _parent(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        raise UploadHeaderUnusable(header="Upload-Metadata") from None


def _folders(path: str) -> tuple[str, ...]:
    """The folders of a file's path; browsers and Uppy name the file last, and Uppy says "null" for none."""
    if path in ("", "null"):
        return ()
    folders = [part for part in path.split("/")[:-1] if part]
    try:
        return tuple(parse_name(folder) for folder in folders)
    except NameUnusable as error:
        raise NameUnusable(**{**error.facts, "field": "relativePath"}) from None


def _media_type(text: str) -> str:
    """Without parameters; "" where it is none, and the name decides."""
    plain = text.partition(";")[0].strip().lower()
    return plain if MEDIA_TYPE.fullmatch(plain) else ""


def _moment(text: str | None) -> datetime | None:
    """Milliseconds since 1970, as `File.lastModified` gives them."""
    if not text:
        return None
    if not re.fullmatch(r"-?[0-9]{1,15}", text):
        raise UploadHeaderUnusable(header="Upload-Metadata")
    try:
        return EPOCH + timedelta(milliseconds=int(text))
    except OverflowError:
        raise UploadHeaderUnusable(header="Upload-Metadata") from None


def _conflict(text: str | None) -> Conflict:
    if text is not None and text not in Conflict.values:
        raise UploadHeaderUnusable(header="Upload-Metadata")
    return Conflict(text) if text is not None else Conflict.ASK

"""The contents of an archive's members, opened one after the other while it is sent."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from egret.cloud.models import FileVersion
from egret.cloud.queries import owner_of
from egret.kernel import blobs
from egret.kernel.purpose import under
from egret.kernel.vault import Owner
from egret.kernel.zips import Member, Members, archive


def stream(members: Members) -> Iterator[bytes]:
    """The archive. A content that is damaged or gone meanwhile ends it in the middle, so that the client notices."""
    return archive(members, content_of)


def content_of(member: Member) -> Iterator[bytes]:
    """The bytes of one version. Raises BlobDamaged, BlobUnknown, KeyDestroyed, StoreUnavailable."""
    if member.size:
        reader = _opened(uuid.UUID(bytes=member.key))
        yield from reader.stream(0, reader.size)


# The response is sent after the endpoint returned: its purpose ended there.
@under("cloud.keep")
def _opened(version_id: uuid.UUID) -> blobs.Reader:
    version = FileVersion.objects.select_related("blob", "node__space").filter(id=version_id).first()
    if version is None:
        raise blobs.BlobUnknown
    return blobs.open_blob(version.blob, _owner(version))


def _owner(version: FileVersion) -> Owner:
    return owner_of(version.node.space)

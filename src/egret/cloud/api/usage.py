"""What fills a space."""

import uuid

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from egret.cloud import queries
from egret.cloud.api.nodes import READ, door_of
from egret.cloud.errors import SpaceUnknown
from egret.cloud.queries.usage import Big, FileKind, usage_of
from egret.kernel.api import Output, answer, problems
from egret.kernel.errors import NotAllowed, SignInRequired
from egret.kernel.grants import ScopeNeeded, TokenUnknown
from egret.kernel.purpose import under
from egret.organizations.errors import SecondFactorNeeded

router = Router(tags=["sharing"])


class FilledOut(Output):
    kind: FileKind
    bytes: int
    files: int


class BigOut(Output):
    id: uuid.UUID
    parent: uuid.UUID | None = Field(description="the folder it is in")
    name: str
    media_type: str = Field(description="empty for a folder")
    bytes: int = Field(description="current versions; of a folder, of all below it")
    files: int


class UsageOut(Output):
    used_bytes: int
    quota_bytes: int | None = Field(description="null: as much as the machine has")
    kinds: list[FilledOut] = Field(description="current versions outside of the trash, the largest first")
    trash_bytes: int
    versions_bytes: int = Field(description="earlier versions of what is not in the trash")
    files: list[BigOut] = Field(description="the biggest files")
    folders: list[BigOut] = Field(description="the biggest folders, each with all below it")


@router.get(
    "/cloud/spaces/{space_id}/usage",
    response={
        200: UsageOut,
        **problems(SignInRequired, TokenUnknown, ScopeNeeded, SpaceUnknown, NotAllowed, SecondFactorNeeded),
    },
    auth=READ,
)
@under("cloud.keep")
def show_usage(request: HttpRequest, space_id: uuid.UUID) -> HttpResponse:
    """What a space holds: by kind, in the trash, in earlier versions, and the biggest files and folders."""
    root = queries.access_space(door_of(request), space_id)
    usage = usage_of(root)
    return answer(
        UsageOut(
            used_bytes=root.space.used_bytes,
            quota_bytes=queries.quota_of(root.space),
            kinds=[FilledOut(kind=each.kind, bytes=each.bytes, files=each.files) for each in usage.kinds],
            trash_bytes=usage.trash_bytes,
            versions_bytes=usage.versions_bytes,
            files=[_big(each) for each in usage.files],
            folders=[_big(each) for each in usage.folders],
        )
    )


def _big(each: Big) -> BigOut:
    return BigOut(
        id=each.id,
        parent=each.parent_id,
        name=each.name,
        media_type=each.media_type,
        bytes=each.bytes,
        files=each.files,
    )

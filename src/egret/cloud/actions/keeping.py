"""For other domains: what they made is kept in somebody's drive like any file, and taken back where it must go."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from egret.cloud.actions import files, tree
from egret.cloud.actions.trash import withdraw
from egret.cloud.errors import NameTaken
from egret.cloud.models import Conflict, Role
from egret.cloud.queries import Access, Door, access_node, access_space, child_of, owner_of
from egret.kernel import blobs
from egret.kernel.api import Viewer
from egret.kernel.purpose import under

KIND = "cloud.file"


@under("cloud.keep")
def require_may_keep(viewer: Viewer, space_id: uuid.UUID) -> None:
    """Raises SpaceUnknown, NotAllowed, SecondFactorNeeded."""
    access_space(Door(viewer), space_id, Role.EDIT)


@under("cloud.keep")
def do_keep(
    viewer: Viewer, space_id: uuid.UUID, folder: str, name: str, write: Callable[[blobs.Draft], None]
) -> uuid.UUID:
    """A new file in the folder of this name at the space's root, made where it is missing; returns the file's id.

    Raises as require_may_keep, QuotaExceeded, StoreFull, StoreUnavailable, NotAFolder, and what `write` does.
    """
    place = _folder(Door(viewer), space_id, folder)
    draft = blobs.draft(owner_of(place.space), KIND)
    try:
        write(draft)
        draft.finish()
        version = files.do_store(place, name, draft, conflict=Conflict.KEEP_BOTH)
        assert version is not None
    except BaseException:
        draft.discard()
        raise
    return version.node_id


@under("cloud.keep")
def do_withdraw(file_id: uuid.UUID) -> None:
    """Delete a file for ever, wherever it was moved to, whoever may write there: what it holds must go."""
    withdraw(file_id)


def _folder(door: Door, space_id: uuid.UUID, name: str) -> Access:
    root = access_space(door, space_id, Role.EDIT)
    there = child_of(root.node, name)
    if there is None:
        try:
            there = tree.do_create_folder(root, name)
        except NameTaken:
            # Somebody else made it at this moment.
            there = child_of(root.node, name)
            assert there is not None
    return access_node(door, there.id, Role.EDIT)

"""Writes in one space take turns, and look again at what they were allowed to touch."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from os.path import commonprefix

from django.db import transaction
from django.db.models import F

from egret.cloud.errors import NodeUnknown, NotAFolder, QuotaExceeded, TooDeep
from egret.cloud.models import Node, Space
from egret.cloud.names import numbered
from egret.cloud.queries import Access, chain_of, child_of, quota_of
from egret.kernel import clock

# Deeper than any tree of people's; the walk up to the root stays a matter of milliseconds.
MAXIMUM_DEPTH = 1024


@contextmanager
def writing(*accesses: Access) -> Iterator[dict[uuid.UUID, Space]]:
    """A transaction that holds the spaces of these accesses, always in the same order; each node is still there.

    Raises NodeUnknown when one was thrown away meanwhile.
    """
    with transaction.atomic():
        wanted = sorted({access.space.id for access in accesses})
        # Without the key: rows that point at the space need not wait.
        held = {
            space.id: space
            for space in Space.objects.select_for_update(no_key=True).filter(id__in=wanted).order_by("id")
        }
        for access in accesses:
            chain = chain_of(access.node.id)
            if not _as_before(access, chain):
                raise NodeUnknown
            access.chain[:] = chain
            access.node.__dict__.update(chain[-1].__dict__)
        yield held


def _as_before(access: Access, chain: list[Node]) -> bool:
    """Whether a node is still in the space, and as much in the trash, as when it was looked up."""
    if not chain or chain[0].space_id != access.space.id or any(node.purging for node in chain):
        return False
    return any(node.trashed_at for node in chain) == any(node.trashed_at for node in access.chain)


def require_folder(node: Node) -> None:
    if not node.is_folder:
        raise NotAFolder


def require_room(space: Space, needed: int) -> None:
    """Raises QuotaExceeded when `needed` more bytes do not fit."""
    quota = quota_of(space)
    if quota is not None and space.used_bytes + needed > quota:
        raise QuotaExceeded(free=max(0, quota - space.used_bytes), needed=needed)


def require_depth(levels: int) -> None:
    if levels > MAXIMUM_DEPTH:
        raise TooDeep(maximum=MAXIMUM_DEPTH)


def take_room(space: Space, size: int) -> None:
    """Count bytes that came (or, negative, went). Call it while the space is held."""
    Space.objects.filter(id=space.id).update(used_bytes=F("used_bytes") + size)
    space.used_bytes += size


def touch(folder_id: uuid.UUID | None) -> None:
    """A folder changed because what is in it did."""
    if folder_id is not None:
        moment = clock.now()
        Node.objects.filter(id=folder_id).update(changed_at=moment, modified_at=moment)


def free_name(folder: Node, name: str) -> str:
    """The name, or the first numbered one like it that is not taken in this folder."""
    if child_of(folder, name) is None:
        return name
    # What all its numbered ones begin with. Every phone's picture is called `image.jpg`: a drop box holds thousands.
    stem = commonprefix([name, numbered(name, 2), numbered(name, 10**9)])  # noqa: RUF071  # of names, not paths
    like_it = Node.objects.filter(parent=folder, trashed_at=None, name__startswith=stem)
    taken = set(like_it.values_list("name", flat=True))
    return next(free for number in count(2) if (free := numbered(name, number)) not in taken)

"""Write locks (RFC 4918 §6 and 7) in a table that all processes share.

A lock stands on a place: `/<space>/<names>`, the same for everybody who can open the space, whatever their path to it.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from wsgidav.dav_error import DAVError, DAVErrorCondition, PRECONDITION_CODE_LockConflict
from wsgidav.lock_man.lock_manager import LockManager

from egret.cloud.dav.answers import Refused
from egret.cloud.models import DavLock, Space
from egret.kernel import clock

# A client that died leaves its lock this long at most; those that live refresh theirs.
LONGEST = timedelta(hours=12)
USUAL = timedelta(hours=1)
# More than any office suite opens at once; a script cannot fill the table.
MAXIMUM_LOCKS = 1_000
# PostgreSQL's index takes no longer text.
MAXIMUM_PLACE = 2_000
MAXIMUM_OWNER = 10_000

Lock = dict[str, Any]


def hold(space_ids: Collection[uuid.UUID]) -> None:
    """In a transaction: until it ends nobody else locks or writes in these spaces."""
    list(Space.objects.select_for_update(no_key=True).filter(id__in=space_ids).order_by("id").values_list("id"))


def ancestors(place: str) -> list[str]:
    """The place and all above it, as far as a lock can stand there: of a thousand levels, the uppermost."""
    found = []
    while place and place != "/":
        if len(place) <= MAXIMUM_PLACE:
            found.append(place)
        place = place.rpartition("/")[0]
    return found


class Storage:
    """What WsgiDAV's lock manager asks of a store, for one person's request."""

    def __init__(self, person_id: uuid.UUID) -> None:
        self.person_id = person_id

    def open(self) -> None:
        """Nothing to open: the table is there."""

    def close(self) -> None:
        """Nothing to close."""

    def get(self, token: str) -> Lock | None:
        row = _living().filter(token=token).first()
        return None if row is None else _as_dict(row)

    def create(self, path: str, lock: Lock) -> Lock:
        if len(path.encode()) > MAXIMUM_PLACE or len(lock["owner"]) > MAXIMUM_OWNER:
            raise Refused(403, "This cannot be locked: its path, or the lock's owner, is too long.")
        if _living().filter(person_id=self.person_id).count() >= MAXIMUM_LOCKS:
            raise Refused(507, "You hold too many locks.")
        DavLock.objects.filter(expires_at__lt=clock.now(), path=path).delete()
        period = _period(lock["timeout"])
        row = DavLock.objects.create(
            token=f"opaquelocktoken:{uuid.UUID(bytes=secrets.token_bytes(16), version=4)}",
            person_id=self.person_id,
            path=path,
            owner=lock["owner"].decode(),
            depth=lock["depth"],
            scope=lock["scope"],
            timeout=int(period.total_seconds()),
            expires_at=clock.now() + period,
        )
        lock.update(_as_dict(row))
        return lock

    def refresh(self, token: str, *, timeout: float) -> Lock:
        """Whoever made a lock keeps it alive, and nobody else: everybody can read its token. Raises Refused."""
        period = _period(timeout)
        mine = _living().filter(token=token, person_id=self.person_id)
        mine.update(timeout=int(period.total_seconds()), expires_at=clock.now() + period)
        row = mine.first()
        if row is None:
            raise Refused(412, "You hold no such lock.")
        return _as_dict(row)

    def delete(self, token: str) -> bool:
        return bool(DavLock.objects.filter(token=token).delete()[0])

    def get_lock_list(self, path: str, *, include_root: bool, include_children: bool, token_only: bool) -> list[Any]:
        found = list(_living().filter(path=path)) if include_root else []
        if include_children:
            found += below(path)
        return [row.token if token_only else _as_dict(row) for row in found]


class Locks(LockManager):  # type: ignore[misc]  # the library has no types
    """The manager's rules, with one statement for a place and all above it."""

    def covering(self, place: str) -> list[Lock]:
        """Every lock that protects a place, those on folders above it included."""
        rows = _living().filter(path__in=ancestors(place)).order_by("-path", "id")
        return [_as_dict(row) for row in rows if row.path == place or row.depth == "infinity"]

    def get_indirect_url_lock_list(self, url: str, *, principal: str | None = None) -> list[Lock]:
        place = url.rstrip("/")
        return [lock for lock in self.covering(place) if principal is None or lock["principal"] == principal]

    def check_write_permission(self, *, url: str, depth: str, token_list: list[str], principal: str) -> None:
        place = url.rstrip("/")
        blocking = [
            lock for lock in self.covering(place) if lock["principal"] != principal or lock["token"] not in token_list
        ]
        if depth == "infinity":
            blocking += [
                _as_dict(row) for row in below(place) if str(row.person_id) != principal or row.token not in token_list
            ]
        if blocking:
            condition = DAVErrorCondition(PRECONDITION_CODE_LockConflict)
            raise DAVError(423, err_condition=condition)

    def acquire(self, **wanted: Any) -> Lock:
        """Raises DAVError 423. Whoever writes in the space waits until it is decided."""
        space_id = uuid.UUID(wanted["url"].split("/")[1])
        with transaction.atomic():
            hold([space_id])
            try:
                made: Lock = super().acquire(**wanted)
            except DAVError as error:
                # The library names the places that are locked; they are no addresses of ours.
                raise DAVError(error.value, err_condition=PRECONDITION_CODE_LockConflict) from None
        return made


def below(place: str) -> list[DavLock]:
    """Locks on what lies below a place."""
    inside = place.rstrip("/") + "/"
    # SQLite's LIKE knows no capitals.
    return [row for row in _living().filter(path__startswith=inside) if row.path.startswith(inside)]


def drop_locks(place: str) -> None:
    """What was there is gone, and so are the locks on it (RFC 4918 §9.6)."""
    ids = [row.id for row in below(place)]
    DavLock.objects.filter(Q(path=place) | Q(id__in=ids)).delete()


def _living() -> QuerySet[DavLock]:
    return DavLock.objects.filter(expires_at__gt=clock.now())


def _period(seconds: float) -> timedelta:
    return LONGEST if seconds < 0 else min(timedelta(seconds=max(1, min(seconds, 10**7))), LONGEST)


def _as_dict(row: DavLock) -> Lock:
    return {
        "root": row.path,
        "type": "write",
        "scope": row.scope,
        "depth": row.depth,
        "owner": row.owner.encode(),
        "timeout": row.timeout,
        "principal": str(row.person_id),
        "token": row.token,
        "expire": row.expires_at.timestamp(),
    }

"""Shares: given, changed, withdrawn; taken over by whoever proves the number they were given to."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q

from egret.cloud.actions.activity import record
from egret.cloud.actions.locked import writing
from egret.cloud.errors.sharing import AccessNotYours, ExpiryPast, ShareUnknown, SharingOutsideRefused
from egret.cloud.models import Hidden, Node, Role, Share, Verb
from egret.cloud.queries import Access
from egret.cloud.queries.outside import may_share_outside
from egret.cloud.queries.subjects import Subject
from egret.kernel import clock
from egret.kernel.permissions import require

# A number that nobody has claimed by then may have been mistyped, or belong to somebody else by and by.
UNCLAIMED = timedelta(days=30)
# Whoever means longer means without an end; and the last hours of the year 9999 have no counterpart in UTC.
FURTHEST = timedelta(days=366 * 100)


def do_share(access: Access, subject: Subject, role: Role, expires_at: datetime | None) -> Share:
    """Let somebody in; whom it names already gets the new role. `access` is a manager's.

    Raises SharingOutsideRefused, ExpiryPast.
    """
    require(access.role >= Role.MANAGE)
    require_future(expires_at)
    with writing(access):
        if subject.outside:
            require(may_share_outside(access.space, access.person_id), SharingOutsideRefused())
        named: dict[str, Any] = {subject.kind if subject.kind == "phone" else f"{subject.kind}_id": subject.key}
        share, _ = Share.objects.update_or_create(
            node=access.node,
            **named,
            defaults={
                "role": role,
                "outside": subject.outside,
                "expires_at": expires_at,
                "created_by_id": access.person_id,
                "created_at": clock.now(),
            },
        )
        if share.person_id is not None:
            # Given anew by name, it is back on their list.
            Hidden.objects.filter(node=access.node, person_id=share.person_id).delete()
        record(access.node, access.person_id, Verb.SHARED, **facts_of(share))
    return share


def do_change_share(
    access: Access, share_id: uuid.UUID, *, role: Role | None = None, expires_at: datetime | bool | None = False
) -> Share:
    """Another role, or another end; `expires_at` False: as it was. Raises ShareUnknown, ExpiryPast."""
    require(access.role >= Role.MANAGE)
    if not isinstance(expires_at, bool):
        require_future(expires_at)
    with writing(access):
        share = _share_of(access.node, share_id)
        if role is not None:
            share.role = role
        if not isinstance(expires_at, bool):
            share.expires_at = expires_at
        share.save(update_fields=["role", "expires_at"])
        record(access.node, access.person_id, Verb.SHARED, **facts_of(share))
    return share


def do_unshare(access: Access, share_id: uuid.UUID) -> None:
    """Raises ShareUnknown."""
    require(access.role >= Role.MANAGE)
    with writing(access):
        share = _share_of(access.node, share_id)
        record(access.node, access.person_id, Verb.UNSHARED, **facts_of(share))
        share.delete()


def do_leave(access: Access) -> None:
    """Give up what was shared with oneself alone, here; whoever shared it can do so again.

    Raises AccessNotYours where it comes from elsewhere.
    """
    assert access.person_id is not None, "whoever came by a link was given nothing"
    with writing(access):
        share = Share.objects.filter(node=access.node, person_id=access.person_id).first()
        if share is None:
            raise AccessNotYours
        record(access.node, access.person_id, Verb.UNSHARED, **facts_of(share))
        share.delete()


def claim(person_id: uuid.UUID) -> int:
    """What was shared with the person's number is shared with the person from now on; returns how many shares."""
    phones = get_user_model().objects.filter(id=person_id, phone__isnull=False).values("phone")
    waiting = list(Share.objects.filter(phone__in=phones).values_list("id", flat=True))
    for share_id in waiting:
        with transaction.atomic():
            share = Share.objects.select_for_update().filter(id=share_id, phone__isnull=False).first()
            if share is None:
                continue
            same = Share.objects.select_for_update().filter(node_id=share.node_id, person_id=person_id).first()
            if same is None:
                share.person_id, share.phone = person_id, None
                share.save(update_fields=["person", "phone"])
            else:
                # Known by name meanwhile: the larger role stays, and with it the later end.
                if share.role > same.role:
                    same.role, same.expires_at, same.outside = share.role, share.expires_at, share.outside
                    same.save(update_fields=["role", "expires_at", "outside"])
                share.delete()
    return len(waiting)


def expire_shares() -> int:
    """Remove those whose time is over, and those for numbers that nobody claimed. Safe to run twice."""
    moment = clock.now()
    over = Q(expires_at__lte=moment) | Q(phone__isnull=False, created_at__lte=moment - UNCLAIMED)
    return Share.objects.filter(over).delete()[0]


def forget_member(organization_id: uuid.UUID, person_id: uuid.UUID) -> None:
    """Who leaves an organisation loses what its spaces shared with them as a member, for good: also if they return."""
    Share.objects.filter(node__space__organization_id=organization_id, person_id=person_id, outside=False).delete()


def facts_of(share: Share) -> dict[str, str | int | None]:
    """What the record keeps of a share: keys, so that no name and no number stays behind in it."""
    kinds = {
        "person": share.person_id,
        "group": share.group_id,
        "department": share.department_id,
        "organization": share.organization_id,
    }
    kind, key = next(((kind, key) for kind, key in kinds.items() if key is not None), ("phone", None))
    return {"kind": kind, "subject": None if key is None else str(key), "role": int(share.role)}


def _share_of(node: Node, share_id: uuid.UUID) -> Share:
    share = Share.objects.filter(id=share_id, node=node).first()
    if share is None:
        raise ShareUnknown
    return share


def require_future(moment: datetime | None) -> None:
    if moment is not None and not clock.now() < moment < clock.now() + FURTHEST:
        raise ExpiryPast(field="expires_at")

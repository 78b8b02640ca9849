"""Writes: placing and releasing a hold; each is in the audit log."""

from __future__ import annotations

import logging
import uuid
from datetime import datetime, timedelta

from django.db import transaction

from egret.kernel import audit, clock, holds
from egret.kernel.logs import log_event
from egret.kernel.permissions import require
from egret.kernel.personal import not_personal
from egret.kernel.text import Text
from egret.privacy.holds import queries
from egret.privacy.holds.errors import HoldIncomplete, HoldUnknown, TargetUnknown
from egret.privacy.holds.models import AUTHORITY_LENGTH, NAME_LENGTH, REASON_LENGTH, Hold

# What nobody looks at for longer is kept because it was forgotten.
LONGEST = timedelta(days=366)

PLACED = audit.act("holds.placed", Text("ordered that something be kept", "下令保留某项内容"))
RELEASED = audit.act("holds.released", Text("ended a hold", "解除了一项保留"))
review_overdue = log_event("holds.review_overdue", hold=not_personal("a random key"))


def do_place(
    kind: str,
    target: uuid.UUID,
    *,
    reason: str,
    authority: str,
    placed_by: str,
    review_at: datetime,
    secret: bool = False,
) -> Hold:
    """From its commit on nothing deletes the target, or what would take it along.

    Raises HoldIncomplete; TargetUnknown, also when it went while this waited for a deletion to end.
    """
    for field, value, longest in (
        ("reason", reason, REASON_LENGTH),
        ("authority", authority, AUTHORITY_LENGTH),
        ("placed_by", placed_by, NAME_LENGTH),
    ):
        require(0 < len(value.strip()) <= longest, HoldIncomplete(field=field))
    now = clock.now()
    require(now < review_at <= now + LONGEST, HoldIncomplete(field="review_at"))
    with transaction.atomic():
        holds.lock(exclusive=True)
        require(queries.exists(kind, target), TargetUnknown(kind=kind))
        hold = Hold.objects.create(
            kind=kind,
            target=target,
            reason=reason.strip(),
            authority=authority.strip(),
            placed_by=placed_by.strip(),
            review_at=review_at,
            secret=secret,
        )
        # Not to the person by their own log, where the authority forbids it.
        subject = target if kind == holds.PERSON and not secret else None
        audit.record(PLACED, subject=subject, about=str(hold.id))
    return hold


def do_release(hold_id: uuid.UUID, *, released_by: str) -> Hold:
    """What is past its period goes at the next run of the retention job. Raises HoldUnknown, HoldIncomplete."""
    require(0 < len(released_by.strip()) <= NAME_LENGTH, HoldIncomplete(field="released_by"))
    with transaction.atomic():
        hold = queries.in_force().select_for_update().filter(id=hold_id).first()
        if hold is None:
            raise HoldUnknown
        hold.released_at, hold.released_by = clock.now(), released_by.strip()
        hold.save(update_fields=["released_at", "released_by"])
        subject = hold.target if hold.kind == holds.PERSON and not hold.secret else None
        audit.record(RELEASED, subject=subject, about=str(hold.id))
    return hold


def tell_overdue() -> int:
    """Each day until somebody looks."""
    found = list(queries.overdue())
    for hold in found:
        review_overdue(logging.ERROR, hold=hold.id)
    return len(found)

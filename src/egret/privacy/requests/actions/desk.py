"""Who sits at the operator's desk, and when the operator's contact was last tried."""

from __future__ import annotations

import uuid

from egret.kernel import audit
from egret.kernel.text import Text
from egret.privacy.requests import queries
from egret.privacy.requests.models import ContactCheck, DeskMember

SEATED = audit.act("requests.seated", Text("was given a seat at the operator's desk", "获得运营者处理人员席位"))
UNSEATED = audit.act("requests.unseated", Text("left the operator's desk", "离开运营者处理人员席位"))


def do_add_to_desk(person_id: uuid.UUID) -> None:
    """Twice is once."""
    _, added = DeskMember.objects.get_or_create(person_id=person_id)
    if added:
        audit.record(SEATED, subject=person_id)


def do_remove_from_desk(person_id: uuid.UUID) -> bool:
    """Whether somebody sat there."""
    removed, _ = DeskMember.objects.filter(person_id=person_id).delete()
    if removed:
        audit.record(UNSEATED, subject=person_id)
    return bool(removed)


def do_check_contact() -> None:
    """The operator tried the contact that the policy shows, and it works (C07)."""
    ContactCheck.objects.create(contact=queries.contact_hash())

"""A person's data is restricted, and released again: at once, either way, and by nobody but them."""

from __future__ import annotations

import uuid

from django.db import transaction

from egret.kernel import audit
from egret.kernel.text import Text
from egret.privacy.requests.models import Restriction

RESTRICTED = audit.act("requests.restricted", Text("restricted what is done with their data", "限制了对其信息的处理"))
LIFTED = audit.act("requests.restriction_lifted", Text("ended the restriction of their data", "解除了对其信息的限制"))


def do_restrict(person_id: uuid.UUID) -> None:
    """Nothing is deleted: whoever restricts may need it. Twice is once, since the first time."""
    with transaction.atomic():
        _, begun = Restriction.objects.get_or_create(person_id=person_id)
        if begun:
            audit.record(RESTRICTED, actor=person_id, subject=person_id)


def do_lift(person_id: uuid.UUID) -> None:
    """Twice is once."""
    with transaction.atomic():
        ended, _ = Restriction.objects.filter(person_id=person_id).delete()
        if ended:
            audit.record(LIFTED, actor=person_id, subject=person_id)

"""What orders do when their person goes by another way: the operator's, or a report about a child."""

from __future__ import annotations

import uuid

from egret.kernel import clock, erasure
from egret.privacy.erasures.models import Erasure

State = Erasure.State


@erasure.before("person")
def end_order(person_id: uuid.UUID) -> None:
    """Nothing is left to order."""
    Erasure.objects.filter(person_id=person_id, state=State.PLANNED).update(state=State.CANCELLED, ended_at=clock.now())

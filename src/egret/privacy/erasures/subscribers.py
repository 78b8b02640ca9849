"""What orders do when their person goes by another way: the operator's, or a report about a child."""

from __future__ import annotations

import uuid

from egret.kernel import clock, erasure
from egret.kernel.text import Text
from egret.privacy.erasures.models import Erasure, Notice

State = Erasure.State


@erasure.before("person")
def end_order(person_id: uuid.UUID) -> None:
    """Nothing is left to order."""
    Erasure.objects.filter(person_id=person_id, state=State.PLANNED).update(state=State.CANCELLED, ended_at=clock.now())


@erasure.keeps(
    "erasures.notices",
    Text(
        "That a company confirmed it deleted somebody, without saying that it was you who noted it.",
        "受托公司确认删除的记录，不再注明由您登记。",
    ),
    tables=("privacy_erasures.Notice",),
)
def notices_noted_by(person_id: uuid.UUID) -> int:
    return Notice.objects.filter(acknowledged_by_id=person_id).count()

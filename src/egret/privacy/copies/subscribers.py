"""What copies do before a person goes."""

from __future__ import annotations

import uuid

from egret.kernel import erasure
from egret.privacy.copies import actions


@erasure.before("person")
def forget_copies(person_id: uuid.UUID) -> None:
    """The rows alone would go by themselves, and leave their contents to nobody."""
    actions.forget_person(person_id)

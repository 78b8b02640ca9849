"""What accounts do before a person goes."""

from __future__ import annotations

import uuid

from egret.accounts.actions import profile
from egret.kernel import erasure


@erasure.before("person")
def forget_picture(person_id: uuid.UUID) -> None:
    """The row alone would go by itself, and leave its blob to nobody."""
    profile.forget_picture(person_id)

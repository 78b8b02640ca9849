"""Whether a person consents to a purpose that rests on consent (C37, C71). The privacy domain keeps the ledger.

Without a ledger nobody consents: what asks here is off.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable

_given: Callable[[uuid.UUID, str], bool] | None = None


def provide(given: Callable[[uuid.UUID, str], bool]) -> None:
    """Set where consent is looked up."""
    global _given
    _given = given


def given(person_id: uuid.UUID, purpose: str) -> bool:
    """Whether the person switched it on, and not off since."""
    return _given is not None and _given(person_id, purpose)

"""A short message to a person's own number, where they have one; accounts know the number and send it."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from egret.kernel.text import Text

_send: Callable[[uuid.UUID, Text], bool] | None = None


def provide(send: Callable[[uuid.UUID, Text], bool]) -> None:
    """Set who sends."""
    global _send
    _send = send


def send(person_id: uuid.UUID, text: Text) -> bool:
    """Send it in the person's language; False where there is no number. Call it outside a transaction."""
    return _send is not None and _send(person_id, text)

"""A fresh proof of who asks, where a session alone is not enough; accounts say what counts as one."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.http import HttpRequest

_require: Callable[[HttpRequest], uuid.UUID] | None = None


def provide(require: Callable[[HttpRequest], uuid.UUID]) -> None:
    """Set who asks for proofs."""
    global _require
    _require = require


def require_fresh(request: HttpRequest) -> uuid.UUID:
    """The signed-in person's id. Raises SignInRequired, and 403 `proof-needed` with the ways to give one."""
    if _require is None:
        raise RuntimeError("nobody asks for proofs")
    return _require(request)

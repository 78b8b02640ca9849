"""Authorisation as the first line of every entry: `require(policies.can_…(…))`."""

from __future__ import annotations

from egret.kernel.errors import EgretError, NotAllowed


def require(allowed: bool, otherwise: EgretError | None = None) -> None:
    """Go on when allowed. Raises `otherwise`, or NotAllowed."""
    if not allowed:
        raise otherwise or NotAllowed()

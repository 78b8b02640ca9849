"""What people call their own passkeys, app passwords and tokens."""

from __future__ import annotations

from egret.accounts.errors.tokens import LabelUnusable
from egret.kernel import legible

MAXIMUM = 60


def parse_label(typed: str) -> str:
    """One legible line. Raises LabelUnusable for nothing, too much, or what cannot be seen."""
    try:
        label = legible.line(typed, MAXIMUM)
    except legible.Illegible:
        label = ""
    if not label:
        raise LabelUnusable(field="label", maximum_length=MAXIMUM)
    return label

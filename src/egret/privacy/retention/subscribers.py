"""Retention hears from the kernel's job how each table went."""

from __future__ import annotations

from egret.kernel import retention
from egret.privacy.retention import actions


@retention.watch
def note_outcome(model: str, failure: Exception | None) -> None:
    actions.note_outcome(model, failure)

"""Start-up stops when signed heads cannot go where the operator wants them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from egret.privacy.audit import delivery


@register()
def check_heads(**_: Any) -> list[CheckMessage]:
    """EGRET_AUDIT_HEADS is a directory that can be written to, or a program that is there."""
    where = settings.EGRET_AUDIT_HEADS
    fault = delivery.fault_of(where) if where else None
    if fault is None:
        return []
    return [
        Error(
            f"EGRET_AUDIT_HEADS: {fault}.",
            hint="Give a directory that Egret may write to, or a command that reads one line of JSON.",
            id="egret.E050",
        )
    ]

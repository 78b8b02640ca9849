"""EGRET_RETENTION: `meetings.Meeting=3650d HGB § 257 (1)`, one a line or after a semicolon. What is wrong stops the
start."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.core.checks import CheckMessage, Error, register

from egret.kernel import retention

FORM = re.compile(r"(?P<model>[a-z_]+\.[A-Za-z_]+)=(?P<days>[0-9]{1,5})d(?P<rule>.*)", re.DOTALL)
_faults: list[str] = []


def apply(given: str) -> None:
    """Register each; faults are kept for the check."""
    _faults.clear()
    for line in re.split(r"[;\n]", given):
        if line.strip():
            _apply_one(line.strip())


def _apply_one(line: str) -> None:
    found = FORM.fullmatch(line)
    if found is None:
        _faults.append(f"“{line}” is not of the form app.Model=DAYSd rule")
        return
    try:
        retention.override(found["model"], timedelta(days=int(found["days"])), rule=found["rule"])
    except ValueError as error:
        _faults.append(str(error))


@register()
def check_overrides(**_: Any) -> list[CheckMessage]:
    """Every other period than the declared one cites the rule that demands it (C62)."""
    return [
        Error(
            f"EGRET_RETENTION: {fault}.",
            hint="Write for example meetings.Meeting=3650d HGB § 257 (1).",
            id="egret.E051",
        )
        for fault in _faults
    ]

"""Nicknames: what others will see beside a face, and must be able to read."""

from __future__ import annotations

from egret.kernel import legible
from egret.meetings.errors import NicknameUnusable

MAXIMUM_LENGTH = 40


def parse_nickname(typed: str) -> str:
    """The nickname in NFC, trimmed, inner space single. Raises NicknameUnusable, whose `reason` says why."""
    try:
        text = legible.line(typed, MAXIMUM_LENGTH)
    except legible.Illegible as error:
        raise _unusable(error.reason) from None
    if not text:
        raise _unusable("empty")
    return text


def _unusable(reason: str) -> NicknameUnusable:
    return NicknameUnusable(field="nickname", reason=reason, maximum_length=MAXIMUM_LENGTH)

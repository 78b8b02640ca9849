"""Nicknames: what others will see beside a face, and must be able to read."""

from __future__ import annotations

import unicodedata

from egret.meetings.errors import NicknameUnusable

MAXIMUM_LENGTH = 40
# Stacked accents beyond this cover the neighbours' names.
MAXIMUM_MARKS = 3
# Joiners shape Persian, Indic scripts and family emoji; every other invisible character only deceives.
JOINERS = "\u200c\u200d"
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def parse_nickname(typed: str) -> str:
    """The nickname in NFC, trimmed, inner space single. Raises NicknameUnusable, whose `reason` says why."""
    if len(typed) > 10 * MAXIMUM_LENGTH:
        raise _unusable("too long")
    text = " ".join(unicodedata.normalize("NFC", typed).split())
    if not text:
        raise _unusable("empty")
    if len(text) > MAXIMUM_LENGTH:
        raise _unusable("too long")
    if any(unicodedata.category(char) in INVISIBLE and char not in JOINERS for char in text):
        raise _unusable("invisible characters")
    if not any(unicodedata.category(char)[0] in "LNPS" and not _blank(char) for char in text):
        raise _unusable("empty")
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char).startswith("M") else 0
        if marks > MAXIMUM_MARKS:
            raise _unusable("too many marks")
    return text


def _blank(char: str) -> bool:
    """Letters that show nothing: Hangul fillers and the Braille blank."""
    return char in "\u115f\u1160\u3164\uffa0\u2800"


def _unusable(reason: str) -> NicknameUnusable:
    return NicknameUnusable(field="nickname", reason=reason, maximum_length=MAXIMUM_LENGTH)

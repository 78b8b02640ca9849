"""Short texts that people write for others to read: in NFC, trimmed, with nothing hidden in them."""

from __future__ import annotations

import unicodedata

# Stacked accents beyond this cover the neighbours' lines.
MAXIMUM_MARKS = 3
# Joiners shape Persian, Indic scripts and family emoji; every other invisible character only deceives.
JOINERS = "\u200c\u200d"
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
# Letters that show nothing: Hangul fillers and the Braille blank.
BLANKS = "\u115f\u1160\u3164\uffa0\u2800"
# Normalising and trimming shorten a text; ten times too long stays too long, and is not worth the work.
WASTE = 10


class Illegible(Exception):
    """`reason`: too long, empty, invisible characters, too many marks."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def line(typed: str, maximum: int) -> str:
    """One line, inner space single; "" when nothing was typed. Raises Illegible."""
    return _checked(" ".join(_normal(typed, maximum).split()), maximum)


def lines(typed: str, maximum: int) -> str:
    """Several lines; at most one of two neighbours is empty. Raises Illegible."""
    kept: list[str] = []
    for each in _normal(typed, maximum).splitlines():
        text = " ".join(each.split())
        if text or (kept and kept[-1]):
            kept.append(text)
    return _checked("\n".join(kept).strip(), maximum)


def _normal(typed: str, maximum: int) -> str:
    if len(typed) > WASTE * maximum:
        raise Illegible("too long")
    return unicodedata.normalize("NFC", typed)


def _checked(text: str, maximum: int) -> str:
    if len(text) > maximum:
        raise Illegible("too long")
    if any(unicodedata.category(char) in INVISIBLE and char not in JOINERS + "\n" for char in text):
        raise Illegible("invisible characters")
    if text and not any(unicodedata.category(char)[0] in "LNPS" and char not in BLANKS for char in text):
        raise Illegible("empty")
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char).startswith("M") else 0
        if marks > MAXIMUM_MARKS:
            raise Illegible("too many marks")
    return text

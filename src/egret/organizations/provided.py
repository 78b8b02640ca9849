"""Names as an organisation's directory or provider writes them: whatever it sends, a name comes of it, or none."""

from __future__ import annotations

import unicodedata

from egret.organizations.errors import NameUnusable
from egret.organizations.names import INVISIBLE, JOINERS, MEMBER_LENGTH, parse_optional


def usable_name(text: str, maximum_length: int = MEMBER_LENGTH) -> str:
    """The name without invisible characters and cut to its length; "" when nothing is left of it.

    A person typing is told what to mend. A directory is not there to be told, and would try again for ever.
    """
    seen = "".join(char for char in text if char.isspace() or char in JOINERS or _is_visible(char))
    short = " ".join(unicodedata.normalize("NFC", seen).split())[:maximum_length]
    try:
        return parse_optional(short, maximum_length, "name")
    except NameUnusable:
        return ""


def _is_visible(char: str) -> bool:
    return unicodedata.category(char) not in INVISIBLE

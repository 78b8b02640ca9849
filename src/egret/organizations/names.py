"""Names of organisations, departments, groups and members: as others will read them, and as they are looked for."""

from __future__ import annotations

import unicodedata

from egret.organizations.errors import NameUnusable

ORGANIZATION_LENGTH = 80
DEPARTMENT_LENGTH = 80
GROUP_LENGTH = 80
MEMBER_LENGTH = 60
ENTITY_LENGTH = 120
# As long as Membership.search.
SEARCH_LENGTH = 60
# Joiners shape Persian, Indic scripts and family emoji; every other invisible character only deceives.
JOINERS = "\u200c\u200d"
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def parse_name(typed: str, maximum_length: int, field: str = "name") -> str:
    """The name in NFC, trimmed, inner space single. Raises NameUnusable, whose `reason` says why."""

    def unusable(reason: str) -> NameUnusable:
        return NameUnusable(field=field, reason=reason, maximum_length=maximum_length)

    text = " ".join(unicodedata.normalize("NFC", typed).split())
    if len(text) > maximum_length:
        raise unusable("too long")
    if any(unicodedata.category(char) in INVISIBLE and char not in JOINERS for char in text):
        raise unusable("invisible characters")
    if not any(unicodedata.category(char)[0] in "LNPS" for char in text):
        raise unusable("empty")
    return text


def parse_optional(typed: str, maximum_length: int, field: str) -> str:
    """The same, or nothing at all."""
    return parse_name(typed, maximum_length, field) if typed.strip() else ""


def fold(name: str) -> str:
    """The name as the directory's index holds it and as a search for it is compared (Unicode 16.0 §3.13.3)."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())[:SEARCH_LENGTH].rstrip()

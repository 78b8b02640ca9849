"""Who may see what a person shows of themselves: they, and whom a domain above names (members of one organisation)."""

from __future__ import annotations

import uuid
from collections.abc import Callable

Rule = Callable[[uuid.UUID, uuid.UUID], bool]

_rules: list[Rule] = []


def register(rule: Rule) -> Rule:
    """Let `rule(viewer, person)` allow; a decorator, for a domain's `subscribers.py`."""
    _rules.append(rule)
    return rule


def can_see(viewer_id: uuid.UUID, person_id: uuid.UUID) -> bool:
    """Oneself, and whom any rule allows."""
    return viewer_id == person_id or any(rule(viewer_id, person_id) for rule in _rules)

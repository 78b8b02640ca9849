"""What one check found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from egret.kernel.text import Language, Text
from egret.project.instance import Instance, Running


class State(Enum):
    GOOD = "good"
    NOTE = "note"  # works; could be better
    BAD = "bad"  # must be put right


class Explained(Protocol):
    """An error that says what is wrong and what to do."""

    what: Text
    remedy: Text
    facts: dict[str, object]


@dataclass(frozen=True)
class Finding:
    name: str  # stable, for programs that read the JSON
    state: State
    what: Text
    remedy: Text | None = None
    facts: Mapping[str, object] = field(default_factory=dict)

    def as_json(self, language: Language) -> dict[str, str | None]:
        return {
            "name": self.name,
            "state": self.state.value,
            "what": self.what.say(language, **self.facts),
            "what_to_do": self.remedy.say(language, **self.facts) if self.remedy else None,
        }


def running_on(instance: Instance) -> Running | None:
    """What runs on the data directory; nothing does where the directory is none."""
    try:
        return instance.running()
    except OSError:
        return None


def good(name: str, what: Text, /, **facts: object) -> list[Finding]:
    return [Finding(name, State.GOOD, what, None, facts)]


def note(name: str, what: Text, remedy: Text, /, **facts: object) -> list[Finding]:
    return [Finding(name, State.NOTE, what, remedy, facts)]


def bad(name: str, what: Text, remedy: Text, /, **facts: object) -> list[Finding]:
    return [Finding(name, State.BAD, what, remedy, facts)]


def bad_because(name: str, error: Explained) -> list[Finding]:
    return [Finding(name, State.BAD, error.what, error.remedy, error.facts)]

"""Why an engine cannot be used."""

from __future__ import annotations

from egret.kernel.text import Text


class EngineUnusable(Exception):
    """The engine is missing or of another version: what is wrong, and what to do about it."""

    def __init__(self, what: Text, remedy: Text, **facts: object) -> None:
        super().__init__(what.en)
        self.what = what
        self.remedy = remedy
        self.facts = facts

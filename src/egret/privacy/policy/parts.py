"""What the policy is made of."""

from __future__ import annotations

from dataclasses import dataclass

from egret.kernel.text import Text


@dataclass(frozen=True)
class Paragraph:
    clauses: tuple[str, ...]
    text: Text


@dataclass(frozen=True)
class Section:
    id: str
    title: Text
    paragraphs: tuple[Paragraph, ...]

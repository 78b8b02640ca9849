"""A purpose that came later is compatible with an earlier one, or asks: somebody looked, and says so (C36).

GDPR Art. 6(4). `privacy/versions` knows which purposes people were told of at first; the check stops the release of
any other that was not assessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Assessment:
    """`original` is the purpose it goes with; "" for one that stands by itself: asked for, or required by law."""

    purpose: str
    original: str
    why: str
    on: date


ASSESSMENTS: dict[str, Assessment] = {}


def assess(purpose: str, *, original: str, why: str, on: date) -> None:
    """Put an assessment on record. Raises ValueError without a reason, or when there is one already."""
    if not why.strip():
        raise ValueError("say why it is compatible")
    if purpose in ASSESSMENTS:
        raise ValueError(f"the purpose {purpose} is assessed twice")
    ASSESSMENTS[purpose] = Assessment(purpose, original, why, on)

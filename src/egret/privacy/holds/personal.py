"""What a hold says of people."""

from __future__ import annotations

from datetime import date, timedelta

from egret.kernel import purpose
from egret.kernel.assessments import assess
from egret.kernel.holds import PURPOSE
from egret.kernel.personal import Category, Field, after, declare, not_personal
from egret.kernel.purpose import LegalBasis
from egret.kernel.text import Text

purpose.register(
    PURPOSE,
    LegalBasis.LEGAL_OBLIGATION,
    Text("To keep what a complaint, a court or a regulator needs", "保存投诉、诉讼或监管所需的信息"),
    everywhere="what is held is found by all that hangs together with it",
)
assess(
    PURPOSE,
    original="",
    why="Required where a claim, a court or a regulator asks (GDPR Art. 17(3)); only what is held is kept.",
    on=date(2026, 11, 30),
)
# As long as claims about it can be raised: see privacy/audit/entries.py.
KEPT = timedelta(days=3 * 365)

declare(
    "privacy_holds.Hold",
    subject=None,
    fields={
        "id": not_personal("a random key"),
        "kind": not_personal("one of a few words"),
        "target": Field(
            Category.REPORT, Text("that something of yours is kept for a legal reason", "因法律原因保留的内容")
        ),
        "reason": Field(Category.REPORT, Text("why it is kept", "保留的原因")),
        "authority": not_personal("a court, a regulator, a complaint's number"),
        "placed_by": Field(Category.IDENTITY, Text("who of the staff ordered it", "下令保留的工作人员")),
        "placed_at": not_personal("about the order"),
        "review_at": not_personal("about the order"),
        "secret": not_personal("about the order"),
        "released_by": Field(Category.IDENTITY, Text("who of the staff ended it", "解除保留的工作人员")),
        "released_at": not_personal("about the order"),
    },
    purpose=PURPOSE,
    retention=after("released_at", KEPT, Text("3 years after it was released", "解除后 3 年")),
)

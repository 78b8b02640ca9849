"""What cases keep: whose data staff looked at, who of them did, and why."""

from __future__ import annotations

from datetime import timedelta

from egret.kernel.personal import Category, Field, after, declare, not_personal
from egret.kernel.text import Text

# As long as the record of what probes saw: longer than an audit's year.
KEPT = timedelta(days=400)

declare(
    "privacy_cases.Case",
    subject="subject",
    fields={
        "id": not_personal("a random key"),
        "kind": not_personal("one of a few words"),
        "subject": Field(Category.REPORT, Text("that staff opened a case about you", "工作人员就您立案的事实")),
        "about": not_personal("a key"),
        "opened_by": Field(Category.IDENTITY, Text("who of the staff opened a case", "立案的工作人员")),
        "reason": Field(Category.REPORT, Text("why they did", "立案理由")),
        "ground": not_personal("one of four words"),
        "opened_at": Field(Category.REPORT, Text("when it was opened and closed", "立案和结案时间")),
        "closes_at": not_personal("when it ends by itself"),
        "closed_at": Field(Category.REPORT, Text("when it was opened and closed", "立案和结案时间")),
    },
    purpose="kernel.cases",
    retention=after("closes_at", KEPT, Text("400 days", "400 天")),
)

"""Start-up, and so a release, stops for a text with another's date (C82), and for a purpose nobody assessed (C36)."""

from __future__ import annotations

from typing import Any

from django.core import checks
from django.core.checks import CheckMessage, Error, register

from egret.kernel import clock
from egret.kernel.assessments import ASSESSMENTS
from egret.kernel.purpose import PURPOSES
from egret.privacy.versions import record, snapshots

HOW = "Set VERSION in privacy/policy to the day of the change and run `egret manage policy_record`."


@register()
def check_record(**_: Any) -> list[CheckMessage]:
    """The date on the policy belongs to this text and this catalogue."""
    return [
        Error(f"The privacy policy: {fault}.", hint=HOW, id="egret.E050") for fault in record.faults(snapshots.now())
    ]


@register()
def check_assessments(**_: Any) -> list[CheckMessage]:
    """Every purpose that people were not told of at first was assessed."""
    return [
        Error(
            f"The purpose {each} came later and was not assessed.",
            hint="Say with kernel.assessments.assess(…) why it is compatible, or that it asks by itself.",
            id="egret.E051",
        )
        for each in unassessed()
    ]


@register()
def check_review(**_: Any) -> list[CheckMessage]:
    """An overdue review is no reason not to start: people need what runs. It is an alarm."""
    latest = max(record.recorded().values(), key=lambda each: each.version)
    if latest.review_due_on >= clock.today():
        return []
    due = latest.review_due_on
    return [checks.Warning(f"The privacy policy was to be reviewed by {due}.", hint=REVIEW, id="egret.W050")]


REVIEW = "Read it against what Egret does now, then run `egret manage policy_record --reviewed`."


def unassessed() -> list[str]:
    """Purposes without an assessment that are not among the first version's."""
    known = record.recorded()
    first = record.past(min(known)) if known else None
    told = set(first["catalogue"]["purposes"]) if first else set()
    return sorted(set(PURPOSES) - told - set(ASSESSMENTS))

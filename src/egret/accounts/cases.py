"""Reads of the reports that an account belongs to a child."""

from __future__ import annotations

import uuid

from django.db.models import F

from egret.accounts.errors.reports import ReportUnknown
from egret.accounts.models import ChildReport
from egret.kernel.purpose import under

# What the list tells: nothing of anybody.
TOLD = ("id", "state", "due_at", "decided_at")


def child_reports() -> list[ChildReport]:
    """Open ones first, the nearest deadline at the top; then the decided ones, newest first."""
    undecided_first = F("decided_at").desc(nulls_first=True)
    return list(ChildReport.objects.only(*TOLD).order_by(undecided_first, "due_at"))


def open_reports() -> list[ChildReport]:
    return list(ChildReport.objects.only(*TOLD).filter(state=ChildReport.State.OPEN).order_by("due_at"))


@under("kernel.cases")
def subject_of(report_id: uuid.UUID) -> uuid.UUID | None:
    """Whom it is about, by their key: what a case is opened with. Raises ReportUnknown."""
    found = list(ChildReport.objects.filter(id=report_id).values_list("person_id", flat=True))
    if not found:
        raise ReportUnknown
    return found[0]


def access_report(report_id: uuid.UUID, *, lock: bool = False) -> ChildReport:
    """The operator's report. Raises ReportUnknown."""
    reports = ChildReport.objects.select_for_update() if lock else ChildReport.objects
    report = reports.filter(id=report_id).first()
    if report is None:
        raise ReportUnknown
    return report

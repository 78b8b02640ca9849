"""Reads of the reports that an account belongs to a child."""

from __future__ import annotations

import uuid

from django.db.models import F

from egret.accounts.errors.reports import ReportUnknown
from egret.accounts.models import ChildReport


def child_reports() -> list[ChildReport]:
    """Open ones first, the nearest deadline at the top; then the decided ones, newest first."""
    undecided_first = F("decided_at").desc(nulls_first=True)
    return list(ChildReport.objects.select_related("person").order_by(undecided_first, "due_at"))


def open_reports() -> list[ChildReport]:
    return list(ChildReport.objects.filter(state=ChildReport.State.OPEN).order_by("due_at"))


def access_report(report_id: uuid.UUID, *, lock: bool = False) -> ChildReport:
    """The operator's report. Raises ReportUnknown."""
    reports = ChildReport.objects.select_for_update() if lock else ChildReport.objects
    report = reports.filter(id=report_id).first()
    if report is None:
        raise ReportUnknown
    return report

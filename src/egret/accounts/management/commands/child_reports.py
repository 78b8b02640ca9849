"""`egret manage child_reports [show ID | uphold ID | dismiss ID]`: reports that an account belongs to a child.

The list tells what is due; what a report says, and of whom, is seen inside a case.
"""

from __future__ import annotations

import json
import uuid
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from egret.accounts import staff
from egret.accounts.actions.reports import do_dismiss_report, do_uphold_report
from egret.accounts.cases import access_report, child_reports, open_reports, subject_of
from egret.accounts.models import ChildReport
from egret.accounts.phone import hint
from egret.kernel import cases, clock
from egret.kernel.purpose import under

WRITTEN = "%Y-%m-%d %H:%M UTC"


class Command(BaseCommand):
    help = "List the reports that an account belongs to a child, open ones first; show, uphold or dismiss one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="the open ones, for programs")
        decisions = parser.add_subparsers(dest="decision", metavar="DECISION")
        for name, what in (
            ("show", "what it says, and of whom"),
            ("uphold", "delete the account, at once"),
            ("dismiss", "leave it as it is"),
        ):
            decision = decisions.add_parser(name, help=what)
            decision.add_argument("report", type=uuid.UUID, metavar="ID", help="the report's id, from the list")
            cases.add_arguments(decision)

    @under("accounts.protect_children")
    def handle(self, *args: Any, **options: Any) -> None:
        if options["json"]:
            self.stdout.write(json.dumps([as_json(report) for report in open_reports()]))
        elif options["decision"] is None:
            self._list()
        else:
            self._inside_a_case(options["decision"], options["report"], options)

    def _list(self) -> None:
        reports = child_reports()
        for report in reports:
            self.stdout.write(due(report))
        if not reports:
            self.stdout.write("No reports.")

    def _inside_a_case(self, decision: str, report_id: uuid.UUID, options: dict[str, Any]) -> None:
        with (
            staff.told(),
            cases.entered(
                "child report",
                staff.PURPOSE,
                subject=subject_of(report_id),
                about=report_id,
                reason=staff.reason_of(options),
                ground=staff.ground_of(options),
                case_id=options.get("case"),
            ),
        ):
            report = access_report(report_id)
            if decision == "show":
                self.stdout.write(describe(report))
                return
            contact = report.reporter_contact
            {"uphold": do_uphold_report, "dismiss": do_dismiss_report}[decision](report_id)
        self.stdout.write("The account is deleted." if decision == "uphold" else "The report is dismissed.")
        if contact:
            self.stdout.write(f"Tell who reported it: {contact}")


def as_json(report: ChildReport) -> dict[str, object]:
    return {"id": str(report.id), "due_at": report.due_at.strftime(WRITTEN), "overdue": is_overdue(report)}


def is_overdue(report: ChildReport) -> bool:
    return report.due_at <= clock.now()


def due(report: ChildReport) -> str:
    """What the list tells of one: its deadline first, and nothing of anybody."""
    if report.state != ChildReport.State.OPEN:
        decided = report.decided_at and report.decided_at.strftime(WRITTEN)
        return f"{report.id}  {report.state}, {decided}"
    overdue = "OVERDUE, was due" if is_overdue(report) else "due"
    return f"{report.id}  open, {overdue} {report.due_at.strftime(WRITTEN)}"


def describe(report: ChildReport) -> str:
    """One report in a few lines."""
    lines = [due(report)]
    if report.person is None:
        lines.append("account: deleted meanwhile")
    else:
        number = hint(report.person.phone) if report.person.phone else "no phone number"
        lines.append(f"account: {report.person.id} ({number}), since {report.person.created_at.strftime(WRITTEN)}")
    lines.append(f"reported by: {report.relation}, {report.reporter_contact or 'no contact given'}")
    lines.extend(f"| {line}" for line in report.explanation.splitlines())
    return "\n    ".join(lines)

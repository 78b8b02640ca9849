"""Reports that an account belongs to a child (C03): an expedited case, decided by whoever runs the installation."""

from __future__ import annotations

import re
import uuid
from datetime import datetime, timedelta

from django.db import transaction

from egret.accounts.actions.sign_in import do_delete_person
from egret.accounts.cases import access_report
from egret.accounts.errors.reports import AccountUnreadable, ReportDecided, TooManyReports
from egret.accounts.errors.sign_in import PhoneMalformed
from egret.accounts.models import ChildReport, Person
from egret.accounts.phone import parse_phone
from egret.kernel import audit, clock, ratelimit
from egret.kernel.logs import log_event
from egret.kernel.personal import not_personal
from egret.kernel.ratelimit import Limit
from egret.kernel.text import Text

# The laws say "as soon as possible" (COPPA 16 CFR § 312.5(c)(1), GDPR Art. 17(1)(f)). Three days are the clock they
# set for what cannot wait (GDPR Art. 33), and a report of Friday night still meets somebody at work on Monday.
TIME_TO_DECIDE = timedelta(hours=72)
# A school reports a class in one sitting; a script does not fill the list.
REPORTS_PER_ADDRESS = Limit("child reports per address", 40, timedelta(hours=1))

UPHELD = audit.act("accounts.child_report_upheld", Text("decided that the account is a child's", "认定该账号属于儿童"))
DISMISSED = audit.act(
    "accounts.child_report_dismissed",
    Text("dismissed a report that your account is a child's", "驳回了称您的账号属于儿童的举报"),
)
PERSON_ID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", re.IGNORECASE)

child_reported = log_event("accounts.child_reported", report=not_personal("a random id"))
child_report_decided = log_event(
    "accounts.child_report_decided", report=not_personal("a random id"), state=not_personal("upheld or dismissed")
)


def do_report_child(account: str, *, relation: str, explanation: str, contact: str, address: str) -> datetime:
    """Open a case about the account of a phone number or of a link that holds a person's id; returns its deadline.

    The same for known and unknown accounts, in its answer and in its work: the row of an unknown one, or of a second
    report while a case is open, is written and taken back. A second report fills in what the first left empty.
    Raises AccountUnreadable, TooManyReports.
    """
    phone, person_id = _parse(account)
    ratelimit.spend(REPORTS_PER_ADDRESS, address, TooManyReports)
    explanation, contact = _printable(explanation), _printable(contact)
    now = clock.now()
    with transaction.atomic():
        # Locked: two reports of one account at once are one case.
        named = Person.objects.filter(id=person_id) if person_id else Person.objects.filter(phone=phone)
        person = named.select_for_update().first()
        case = ChildReport.objects.filter(person=person, state=ChildReport.State.OPEN).first() if person else None
        report = ChildReport.objects.create(
            person=person,
            relation=relation,
            explanation=explanation,
            reporter_contact=contact,
            reported_at=now,
            due_at=now + TIME_TO_DECIDE,
        )
        if case is not None:
            case.explanation = case.explanation or explanation
            case.reporter_contact = case.reporter_contact or contact
            case.save(update_fields=["explanation", "reporter_contact"])
        if person is None or case is not None:
            report.delete()
    if report.pk is not None:
        child_reported(report=report.id)
    return now + TIME_TO_DECIDE


def do_uphold_report(report_id: uuid.UUID) -> None:
    """It is a child's: the account goes with everything that hangs on it, and what was written about the child.

    That a case was decided, and when, stays. Raises ReportUnknown, ReportDecided.
    """
    with transaction.atomic():
        report = _open_report(report_id)
        person = report.person
        report.explanation = report.reporter_contact = ""
        _decide(report, ChildReport.State.UPHELD)
        audit.record(UPHELD, subject=person.id if person else None, about=str(report_id))
        if person is not None:
            do_delete_person(person)
    child_report_decided(report=report_id, state=report.state)


def do_dismiss_report(report_id: uuid.UUID) -> None:
    """It is no child's. Raises ReportUnknown, ReportDecided."""
    with transaction.atomic():
        report = _open_report(report_id)
        _decide(report, ChildReport.State.DISMISSED)
        audit.record(DISMISSED, subject=report.person_id, about=str(report_id))
    child_report_decided(report=report_id, state=report.state)


def _parse(account: str) -> tuple[str | None, uuid.UUID | None]:
    linked = PERSON_ID.search(account)
    if linked:
        return None, uuid.UUID(linked[0])
    try:
        return parse_phone(account), None
    except PhoneMalformed:
        raise AccountUnreadable(field="account") from None


def _printable(typed: str) -> str:
    """Nothing that would steer the terminal it is read in. Mended, not refused: a worried parent is not sent away."""
    return "".join(char if char.isprintable() or char == "\n" else " " for char in typed).strip()


def _open_report(report_id: uuid.UUID) -> ChildReport:
    report = access_report(report_id, lock=True)
    if report.state != ChildReport.State.OPEN:
        raise ReportDecided(state=report.state)
    return report


def _decide(report: ChildReport, state: ChildReport.State) -> None:
    report.state = state
    report.decided_at = clock.now()
    report.save()

"""Writes: a case is opened, taken and closed, and each of it stands in the audit log."""

from __future__ import annotations

import getpass
import os
import uuid
from datetime import timedelta

from django.db import transaction

from egret.kernel import audit, cases, clock, restrictions
from egret.kernel.purpose import under
from egret.kernel.text import Text
from egret.privacy.cases.errors import (
    CaseClosed,
    CaseOfAnother,
    CaseUnknown,
    DurationOutOfRange,
    ReasonMissing,
    SubjectRestricted,
)
from egret.privacy.cases.models import Case

PURPOSE = "kernel.cases"
# A case of one command ends with it; this is for a command that was killed.
LONGEST_COMMAND = timedelta(hours=1)
# A working day: whoever needs more says anew why.
LONGEST_HOURS = 8
SHORTEST_REASON = 4

OPENED = audit.act("cases.opened", Text("opened a case about you", "就您立案"))
TAKEN = audit.act("cases.taken", Text("went on in a case about you", "继续处理涉及您的案件"))
CLOSED = audit.act("cases.closed", Text("closed a case about you", "结束了涉及您的案件"))


@under(PURPOSE)
def do_open(
    kind: str,
    *,
    subject: uuid.UUID | None,
    about: uuid.UUID | None = None,
    reason: str,
    ground: str = "",
    lasts: timedelta = LONGEST_COMMAND,
) -> Case:
    """Raises ReasonMissing, DurationOutOfRange, SubjectRestricted."""
    words = " ".join(reason.split())[: Case._meta.get_field("reason").max_length]
    if len(words) < SHORTEST_REASON:
        raise ReasonMissing(shortest=SHORTEST_REASON)
    if not timedelta(0) < lasts <= timedelta(hours=LONGEST_HOURS):
        raise DurationOutOfRange(longest=LONGEST_HOURS)
    _require_ground(subject, ground)
    moment = clock.now()
    with transaction.atomic():
        case = Case.objects.create(
            kind=kind,
            subject_id=subject,
            about=about,
            opened_by=who(),
            reason=words,
            ground=ground,
            opened_at=moment,
            closes_at=moment + lasts,
        )
        audit.record(OPENED, subject=subject, about=str(case.id))
    return case


@under(PURPOSE)
def do_take(case_id: uuid.UUID, *, subject: uuid.UUID | None, about: uuid.UUID | None = None) -> Case:
    """An open case of this very subject. Raises CaseUnknown, CaseClosed, CaseOfAnother, SubjectRestricted."""
    with transaction.atomic():
        case = _locked(case_id)
        if not case.is_open:
            raise CaseClosed(closed_at=case.closed_at or case.closes_at)
        if case.subject_id != subject or (subject is None and case.about != about):
            raise CaseOfAnother
        # It may have been restricted since.
        _require_ground(subject, case.ground)
        audit.record(TAKEN, subject=subject, about=str(case.id))
    return case


@under(PURPOSE)
def do_close(case_id: uuid.UUID) -> None:
    """Safe twice. Raises CaseUnknown."""
    with transaction.atomic():
        case = _locked(case_id)
        if case.closed_at is None:
            case.closed_at = clock.now()
            case.save(update_fields=["closed_at"])
            audit.record(CLOSED, subject=case.subject_id, about=str(case.id))


def who() -> str:
    """Whose shell it is, on the machine's own word."""
    return (os.environ.get("SUDO_USER") or getpass.getuser())[: Case._meta.get_field("opened_by").max_length]


def _require_ground(subject: uuid.UUID | None, ground: str) -> None:
    """Restricted data is looked into on few grounds, one of which is written down (GDPR Art. 18 (2))."""
    if ground not in restrictions.GROUNDS and restrictions.is_restricted(subject):
        raise SubjectRestricted(grounds=sorted(restrictions.GROUNDS))


def _locked(case_id: uuid.UUID) -> Case:
    case = Case.objects.select_for_update().filter(id=case_id).first()
    if case is None:
        raise CaseUnknown
    return case


class _Keeper:
    """What the kernel's port asks of us."""

    def open(
        self, kind: str, *, subject: uuid.UUID | None, about: uuid.UUID | None, reason: str, ground: str
    ) -> cases.Case:
        return do_open(kind, subject=subject, about=about, reason=reason, ground=ground).as_entered()

    def take(self, case_id: uuid.UUID, *, subject: uuid.UUID | None, about: uuid.UUID | None) -> cases.Case:
        return do_take(case_id, subject=subject, about=about).as_entered()

    def close(self, case_id: uuid.UUID) -> None:
        do_close(case_id)


KEEPER: cases.Keeper = _Keeper()

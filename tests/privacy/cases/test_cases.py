"""Staff see a person's data inside a case: its subject's, while it is open (C52)."""

from __future__ import annotations

import io
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from egret.accounts.models import Person, Profile
from egret.kernel import audit, cases, clock
from egret.kernel.cases import CaseNeeded
from egret.kernel.door import PurposeRefused
from egret.kernel.purpose import running
from egret.privacy.cases.actions import LONGEST_HOURS, do_close, do_open, do_take
from egret.privacy.cases.errors import CaseClosed, CaseOfAnother, CaseUnknown, DurationOutOfRange, ReasonMissing
from egret.privacy.cases.models import Case
from tests import factories

pytestmark = pytest.mark.django_db

STAFF = "accounts.staff"
WHY = "they asked by letter"


def manage(*arguments: Any, **options: Any) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


def test_without_a_case_nothing_is_read_and_it_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    person = factories.person()
    with pytest.raises(CommandError, match="--reason"):
        manage("delete_person", person.phone)
    assert Person.objects.filter(id=person.id).exists()
    (line,) = [each for each in caplog.messages if each.startswith("kernel.case_refused")]
    assert line == "kernel.case_refused purpose=accounts.staff tables=accounts_person case=none"
    assert not Case.objects.exists()


def test_a_reason_opens_a_case_that_ends_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    entries: list[audit.Entry] = []
    monkeypatch.setattr(audit, "_write", entries.append)
    person = factories.person()
    manage("forget_second_factor", person.phone, reason=WHY)
    case = Case.objects.get()
    assert (case.kind, case.subject, case.reason) == ("second factor lost", person, WHY)
    assert case.closed_at is not None and not case.is_open
    assert [(each.act, each.subject) for each in entries] == [
        ("cases.opened", person.id),
        ("accounts.second_factor_forgotten", person.id),
        ("cases.closed", person.id),
    ]


def test_it_outlives_whom_it_was_about() -> None:
    person = factories.person()
    manage("delete_person", person.phone, reason=WHY)
    case = Case.objects.get()
    assert (case.subject, case.reason) == (None, WHY)
    assert "deleted" in manage("cases")


def test_a_case_by_hand_is_taken_by_several_commands_until_it_is_closed() -> None:
    person, other = factories.person(), factories.person()
    said = manage("cases", "open", person.phone, "--reason", WHY, "--hours", "2")
    case_id = uuid.UUID(said.split()[0])
    manage("forget_second_factor", person.phone, case=case_id)
    assert Case.objects.get().is_open
    with pytest.raises(CommandError, match="somebody else"):
        manage("forget_second_factor", other.phone, case=case_id)
    assert str(person.id) in manage("cases")
    assert person.phone is not None and person.phone not in manage("cases")
    manage("cases", "close", str(case_id))
    with pytest.raises(CommandError, match="closed"):
        manage("forget_second_factor", person.phone, case=case_id)


def test_inside_it_only_its_subject_is_seen() -> None:
    person, other = factories.person(), factories.person()
    with cases.entered("test", STAFF, subject=person.id, reason=WHY):
        assert Person.objects.get(id=person.id) == person
        for beyond in (
            lambda: Person.objects.get(id=other.id),
            lambda: list(Person.objects.all()),
            lambda: Person.objects.count(),
            lambda: Person.objects.filter(phone=other.phone).exists(),
        ):
            with pytest.raises(CaseNeeded):
                beyond()
        with pytest.raises(PurposeRefused):
            Profile.objects.filter(person_id=person.id).exists()  # no business of this purpose's


def test_it_ends_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    person = factories.person()
    with cases.entered("test", STAFF, subject=person.id, reason=WHY) as case:
        assert case is not None
        monkeypatch.setattr(clock, "now", lambda: case.closes_at)
        with pytest.raises(CaseNeeded):
            Person.objects.get(id=person.id)


def test_a_case_is_not_carried_into_other_purposes_and_not_beyond_its_block() -> None:
    person = factories.person()
    case = cases.entered("test", STAFF, subject=person.id, reason=WHY)
    with case, running("meetings.talk"), pytest.raises(PurposeRefused):
        Person.objects.get(id=person.id)
    assert cases.current() is None
    with running(STAFF), pytest.raises(CaseNeeded):
        Person.objects.get(id=person.id)


def test_what_cannot_be_a_case() -> None:
    person = factories.person()
    for words in ("", "   ", "why"):
        with pytest.raises(ReasonMissing):
            do_open("test", subject=person.id, reason=words)
    for lasts in (timedelta(0), timedelta(hours=LONGEST_HOURS, seconds=1)):
        with pytest.raises(DurationOutOfRange):
            do_open("test", subject=person.id, reason=WHY, lasts=lasts)
    with pytest.raises(CaseUnknown):
        do_take(uuid.uuid4(), subject=person.id)
    with pytest.raises(CommandError, match="no such account"):
        manage("cases", "open", "nobody", "--reason", WHY)
    moment = clock.now()
    for faults in ({"reason": ""}, {"closes_at": moment}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Case.objects.create(
                **{"kind": "t", "opened_by": "t", "reason": WHY, "opened_at": moment}
                | {"closes_at": moment + timedelta(hours=1)}
                | faults
            )


def test_closing_twice_is_closing_once() -> None:
    person = factories.person()
    case = do_open("test", subject=person.id, reason=WHY)
    do_close(case.id)
    closed_at = Case.objects.get().closed_at
    do_close(case.id)
    assert Case.objects.get().closed_at == closed_at
    with pytest.raises(CaseClosed):
        do_take(case.id, subject=person.id)


def test_a_case_about_a_thing_of_nobodys_is_taken_for_that_thing_alone() -> None:
    report = uuid.uuid4()
    case = do_open("test", subject=None, about=report, reason=WHY)
    assert do_take(case.id, subject=None, about=report) == case
    with pytest.raises(CaseOfAnother):
        do_take(case.id, subject=None, about=uuid.uuid4())

"""Reports that an account belongs to a child: the case, its deadline, its end."""

from __future__ import annotations

import io
import json
import uuid
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.dateparse import parse_datetime
from hypothesis import given
from hypothesis import strategies as st

from egret.accounts.actions import reports as actions
from egret.accounts.actions.reports import TIME_TO_DECIDE, do_dismiss_report, do_report_child, do_uphold_report
from egret.accounts.errors.reports import ReportDecided, ReportUnknown
from egret.accounts.models import ChildReport, Person, Session
from egret.kernel import clock
from egret.kernel.installation import tables_holding
from egret.kernel.ratelimit import Limit
from tests import factories

pytestmark = pytest.mark.django_db

REPORTS = "/api/v1/child-reports"
WHY = ("--reason", "a teacher wrote")


def report(client: Client, account: str, **more: str) -> tuple[int, dict[str, str]]:
    body = {"account": account, "relation": "parent", **more}
    response = client.post(REPORTS, body, "application/json")
    return response.status_code, response.json()


def manage(*arguments: str) -> str:
    out = io.StringIO()
    call_command("child_reports", *arguments, stdout=out)
    return out.getvalue()


def opened(person: Person, explanation: str = "", contact: str = "") -> ChildReport:
    assert person.phone is not None
    do_report_child(person.phone, relation="parent", explanation=explanation, contact=contact, address="198.51.100.9")
    return ChildReport.objects.get(person=person, state="open")


def test_a_report_opens_a_case_with_a_deadline(client: Client) -> None:
    person = factories.person()
    assert person.phone is not None
    spaced = f"00{person.phone[1:3]} {person.phone[3:]}"
    status, body = report(client, spaced, explanation=" She is nine.\nMy niece. ", contact="+44 20 7946 0000")
    case = ChildReport.objects.get()
    assert status == 202
    assert parse_datetime(body["due_at"]) == case.due_at == case.reported_at + TIME_TO_DECIDE
    assert (case.person, case.relation, case.state) == (person, "parent", "open")
    assert (case.explanation, case.reporter_contact) == ("She is nine.\nMy niece.", "+44 20 7946 0000")


def test_a_link_to_the_person_names_the_account_too(client: Client) -> None:
    person = factories.person()
    assert report(client, f"https://egret.example/people/{str(person.id).upper()}?from=meeting")[0] == 202
    assert ChildReport.objects.get().person == person


def test_an_unknown_account_gets_the_same_answer_and_leaves_nothing(client: Client) -> None:
    person = factories.person()
    known = report(client, str(person.id))
    for unknown in (factories.new_phone(), str(uuid.uuid4())):
        status, body = report(client, unknown, explanation="canary-7f3a")
        assert (status, body.keys()) == (known[0], known[1].keys())
        assert parse_datetime(body["due_at"]) > clock.now() + TIME_TO_DECIDE - timedelta(minutes=1)  # type: ignore[operator]
        assert tables_holding(unknown) == []
    assert tables_holding("canary-7f3a") == []
    assert ChildReport.objects.count() == 1


def test_known_and_unknown_accounts_cost_the_same_writes() -> None:
    known = factories.person().phone
    assert known is not None
    written = []
    for account in (factories.new_phone(), known, factories.new_phone(), known):
        with CaptureQueriesContext(connection) as asked:
            do_report_child(account, relation="other", explanation="", contact="", address="198.51.100.9")
        written.append(sum(each["sql"].startswith('INSERT INTO "accounts') for each in asked.captured_queries))
    assert written == [1, 1, 1, 1]


def test_reports_of_one_account_are_one_case_and_fill_in_what_the_first_left_empty(client: Client) -> None:
    person = factories.person()
    first = opened(person)
    assert report(client, str(person.id), explanation="She told me.", contact="teacher@example.org")[0] == 202
    assert report(client, str(person.id), explanation="Me too.", contact="other@example.org")[0] == 202
    case = ChildReport.objects.get()
    assert (case.id, case.due_at) == (first.id, first.due_at)
    assert (case.explanation, case.reporter_contact) == ("She told me.", "teacher@example.org")


@pytest.mark.parametrize("account", ["", "abc", "123", "07700 900123", "\x00", "+44 7700 900123 ext 5", "1" * 300])
def test_what_names_nobody_is_told_so_beside_its_field(client: Client, account: str) -> None:
    status, body = report(client, account)
    assert (status, body["type"], body["field"]) == (422, "urn:egret:account-unreadable", "account")


def test_a_relation_of_ones_own_invention_is_refused(client: Client) -> None:
    assert report(client, factories.new_phone(), relation="neighbour")[0] == 422


def test_reports_per_address_are_limited_and_say_when(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "REPORTS_PER_ADDRESS", Limit("reports in this test", 2, timedelta(hours=1)))
    for _ in range(2):
        assert report(client, factories.new_phone())[0] == 202
    status, body = report(client, factories.new_phone())
    assert (status, body["type"]) == (429, "urn:egret:too-many-reports")
    assert int(body["retry_after"]) > 0


@given(st.text(alphabet=st.characters(codec=None), max_size=200))
def test_what_is_written_can_be_stored_and_steers_no_terminal(written: str) -> None:
    kept = actions._printable(written)
    assert kept.replace("\n", "").isprintable()
    kept.encode()


@pytest.mark.django_db(transaction=True)
def test_upheld_deletes_the_account_and_what_was_written_about_the_child(client: Client) -> None:
    person = factories.person()
    client.force_login(person)
    case = opened(person, "Canary Ng is nine", "canary@example.org")
    phone, key = person.phone, str(person.id)
    assert phone is not None
    do_uphold_report(case.id)
    assert client.get("/api/v1/session").json()["person"] is None
    assert not Person.objects.filter(phone=phone).exists()
    assert not Session.objects.filter(person_id=key).exists()
    assert tables_holding(phone) + tables_holding("canary") + tables_holding(key) == []
    case.refresh_from_db()
    assert (case.state, case.person) == ("upheld", None)
    assert case.decided_at is not None


def test_dismissed_leaves_the_account_and_a_new_report_opens_a_new_case() -> None:
    person = factories.person()
    case = opened(person)
    do_dismiss_report(case.id)
    assert Person.objects.filter(id=person.id).exists()
    assert opened(person).id != case.id
    assert ChildReport.objects.count() == 2


def test_a_case_is_decided_once() -> None:
    person = factories.person()
    case = opened(person)
    do_dismiss_report(case.id)
    for decide in (do_dismiss_report, do_uphold_report):
        with pytest.raises(ReportDecided):
            decide(case.id)
        with pytest.raises(ReportUnknown):
            decide(uuid.uuid4())
    assert Person.objects.filter(id=person.id).exists()


def test_a_failure_while_deleting_leaves_the_case_open(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Person) -> None:
        raise RuntimeError("the disk is full")

    case = opened(factories.person(), "why")
    monkeypatch.setattr(actions, "do_delete_person", fail)
    with pytest.raises(RuntimeError):
        do_uphold_report(case.id)
    case.refresh_from_db()
    assert (case.state, case.explanation, case.decided_at) == ("open", "why", None)


def test_the_operator_sees_the_open_ones_first_and_decides() -> None:
    assert manage() == "No reports.\n"
    decided, late, child = factories.person(), factories.person(), factories.person()
    do_dismiss_report(opened(decided).id)
    overdue = opened(late)
    ChildReport.objects.filter(id=overdue.id).update(due_at=clock.now() - timedelta(hours=1))
    case = opened(child, "She is nine.\n\x1b[2JYes.", "aunt@example.org")
    listed = manage()
    assert str(child.id) not in listed and "nine" not in listed
    with pytest.raises(CommandError, match="--reason"):
        manage("show", str(case.id))
    shown = manage("show", str(case.id), *WHY)
    assert listed.index(str(overdue.id)) < listed.index(str(case.id)) < listed.index("dismissed")
    assert "OVERDUE" in listed.splitlines()[0]
    assert "| She is nine." in shown
    assert "\x1b" not in shown
    assert child.phone is not None
    assert child.phone not in listed + shown
    assert child.phone[-3:] in shown
    assert [(each["id"], each["overdue"]) for each in json.loads(manage("--json"))] == [
        (str(overdue.id), True),
        (str(case.id), False),
    ]
    said = manage("uphold", str(case.id), *WHY)
    assert "deleted" in said
    assert "aunt@example.org" in said
    assert not Person.objects.filter(id=child.id).exists()
    assert "dismissed" in manage("dismiss", str(overdue.id), *WHY)
    with pytest.raises(CommandError, match="decided already"):
        manage("uphold", str(overdue.id), *WHY)
    with pytest.raises(CommandError, match="no such report"):
        manage("uphold", str(uuid.uuid4()), *WHY)


def test_who_left_meanwhile_can_still_be_decided() -> None:
    person = factories.person()
    case = opened(person)
    person.delete()
    assert "deleted meanwhile" in manage("show", str(case.id), *WHY)
    do_uphold_report(case.id)
    case.refresh_from_db()
    assert case.state == "upheld"

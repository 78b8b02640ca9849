"""Answering: an organisation's desk, the operator's, and two people for a refusal."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django_tasks_db.models import DBTaskResult

from egret.accounts.models import Person
from egret.accounts.sms.memory import MemorySms
from egret.kernel import audit, clock
from egret.organizations.models import Membership
from egret.privacy.consents import actions as consents
from egret.privacy.consents.personal import MESSAGES
from egret.privacy.requests import actions, queries, tasks
from egret.privacy.requests.models import DeskMember, EventKind, Request
from tests import factories
from tests.factories import organizations
from tests.privacy.requests.conftest import REQUESTS, ask, at, at_desk, post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_singapore")]
QUEUE = "/api/v1/privacy/desks/operator/requests"


def test_a_desk_sees_its_queue_and_a_stranger_sees_none(client: Client, ada: Person) -> None:
    asked = ask(ada)
    assert client.get(QUEUE).status_code == 403 and client.get(at(asked.id)).status_code == 403
    _, desk = at_desk()
    queue = desk.get(QUEUE).json()
    assert [each["id"] for each in queue["items"]] == [str(asked.id)]
    assert "text" not in queue["items"][0] and queue["refusal_reasons"] and queue["extension_reasons"]
    assert desk.get("/api/v1/privacy/seats").json() == {"operator": True}


def test_each_look_is_written_down(ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[audit.Entry] = []
    monkeypatch.setattr(audit, "_write", written.append)
    asked = ask(ada)
    boss, desk = at_desk()
    desk.get(QUEUE)
    assert desk.get(at(asked.id)).json()["state"] == "in_progress"
    assert [(each.act, each.actor, each.subject) for each in written][-2:] == [
        ("requests.listed", boss.id, None),
        ("requests.read", boss.id, ada.id),
    ]


def test_a_members_request_is_its_organisations_alone(client: Client, ada: Person) -> None:
    """C01: also not for somebody who sits at the operator's desk."""
    owner = factories.person()
    place = organizations.organization(owner)
    Membership.objects.create(organization=place, person=ada, role="member", source="link")
    asked = post(client, REQUESTS, {"kind": "complaint", "text": "x", "organization": str(place.id)}).json()
    assert asked["desk"]["organization"] == str(place.id) and asked["desk"]["contact_email"]
    _, operator = at_desk()
    assert operator.get(QUEUE).json()["items"] == []
    assert operator.get(at(asked["id"])).status_code == 404
    assert operator.get(at(asked["id"], space=str(place.id))).status_code == 404
    assert client.get(at(asked["id"], space=str(place.id))).status_code == 403, "a member is no administrator"
    theirs = Client()
    theirs.force_login(owner)
    assert theirs.get(at(asked["id"], space=str(place.id))).json()["text"] == "x"


def test_an_answer_ends_it_and_the_person_reads_it(client: Client, ada: Person) -> None:
    asked = ask(ada)
    _, desk = at_desk()
    assert post(desk, at(asked.id, "/answer"), {"text": " "}).status_code == 422
    assert post(desk, at(asked.id, "/answer"), {"text": "Done."}).json()["state"] == "answered"
    assert post(desk, at(asked.id, "/answer"), {"text": "Twice."}).status_code == 409
    mine = client.get(f"{REQUESTS}/{asked.id}").json()
    assert (mine["state"], mine["answer"]) == ("answered", "Done.")


def test_nobody_decides_about_themselves() -> None:
    boss, desk = at_desk()
    asked = ask(boss)
    assert post(desk, at(asked.id, "/answer"), {"text": "Yes to me."}).status_code == 403


def test_a_refusal_needs_a_reason_and_another_person(client: Client, ada: Person) -> None:
    asked = ask(ada)
    _, one = at_desk()
    _, two = at_desk()
    for reason in ("", "because"):
        assert post(one, at(asked.id, "/refusal"), {"reason": reason, "text": "No."}).status_code == 422
    assert post(two, at(asked.id, "/refusal/confirm")).json()["type"] == "urn:egret:no-refusal-proposed"
    proposed = post(one, at(asked.id, "/refusal"), {"reason": "repetitive", "text": "As we said in May."}).json()
    assert proposed["state"] == "in_progress" and not proposed["can_confirm"]
    open_still = client.get(f"{REQUESTS}/{asked.id}").json()
    assert open_still["answer"] == "" and "refusal_proposed" not in {each["kind"] for each in open_still["timeline"]}
    assert post(one, at(asked.id, "/refusal/confirm")).json()["type"] == "urn:egret:second-reviewer-needed"
    assert two.get(at(asked.id)).json()["can_confirm"]
    assert post(two, at(asked.id, "/refusal/confirm")).json()["state"] == "refused"
    mine = client.get(f"{REQUESTS}/{asked.id}").json()
    assert "answered already" in mine["refused"] and "authority" in mine["complain"]
    assert mine["answer"] == "As we said in May."


def test_a_refusal_that_is_dropped_leaves_no_trace_but_the_timeline(ada: Person) -> None:
    asked = ask(ada)
    _, desk = at_desk()
    post(desk, at(asked.id, "/refusal"), {"reason": "law", "text": "No."})
    dropped = desk.delete(at(asked.id, "/refusal")).json()
    assert dropped["proposed"] is None and dropped["answer"] == ""
    assert post(desk, at(asked.id, "/answer"), {"text": "Yes."}).json()["refused"] is None


def test_an_extension_is_in_time_with_a_reason_once_and_told(client: Client, ada: Person) -> None:
    asked = ask(ada)
    _, desk = at_desk()
    assert post(desk, at(asked.id, "/extend"), {"reason": "busy"}).status_code == 422
    longer = post(desk, at(asked.id, "/extend"), {"reason": "complex"}).json()
    assert longer["days_left"] == 30 and longer["due_on"] > asked.due_on.isoformat()
    assert post(desk, at(asked.id, "/extend"), {"reason": "complex"}).json()["type"] == "urn:egret:extension-impossible"
    mine = client.get(f"{REQUESTS}/{asked.id}").json()
    assert "complex" in mine["extended"] and mine["timeline"][-1]["due_on"] == longer["due_on"]


def test_late_notice_is_impossible(ada: Person) -> None:
    asked = ask(ada)
    _, desk = at_desk()
    past = clock.now() - timedelta(seconds=1)
    Request.objects.update(due_at=past, first_due_at=past)
    assert post(desk, at(asked.id, "/extend"), {"reason": "complex"}).json()["type"] == "urn:egret:extension-too-late"
    with pytest.raises(IntegrityError), transaction.atomic():
        Request.objects.update(extended_at=clock.now())


def test_deadlines_are_watched_once_each(ada: Person) -> None:
    asked = ask(ada)
    assert actions.do_escalate() == 0
    later = asked.due_at - clock.now()
    with clock.travel(later - timedelta(days=1)):
        assert (actions.do_escalate(), actions.do_escalate()) == (1, 0)
    with clock.travel(later + timedelta(seconds=1)):
        assert (actions.do_escalate(), actions.do_escalate()) == (1, 0)
        assert queries.overdue() == 1
    assert [each.kind for each in asked.events.order_by("id")] == ["received", EventKind.SOON, EventKind.OVERDUE]


def test_who_switched_it_on_is_told_by_message(ada: Person) -> None:
    boss = factories.person()
    one, other = ask(ada), ask(factories.person())
    consents.do_choose(ada.id, MESSAGES, given=True, language="en")
    MemorySms.outbox.clear()
    for asked in (one, other):
        actions.do_answer(boss.id, asked.id, "Done.")
        tasks.tell.func(asked.events.get(kind="answered").id)
    ((number, text),) = MemorySms.outbox
    assert number == ada.phone and "was answered" in text and "Done" not in text


def test_a_message_is_ordered_in_the_transaction_of_what_it_tells(ada: Person) -> None:
    """Nothing here is ever committed: a job that waited for that would not be there."""
    asked = ask(ada)
    actions.do_answer(factories.person().id, asked.id, "Done.")
    (job,) = DBTaskResult.objects.filter(task_path=tasks.tell.module_path)
    assert job.args_kwargs["args"] == [asked.events.get(kind="answered").id]


def test_the_operator_gives_and_takes_seats(capsys: pytest.CaptureFixture[str]) -> None:
    person = factories.person()
    asked = ask(factories.person())
    call_command("desk", "add", person.phone)
    assert DeskMember.objects.get().person_id == person.id
    call_command("desk")
    assert str(asked.id) in capsys.readouterr().out
    call_command("desk", "--json")
    assert "complaint" in capsys.readouterr().out
    call_command("desk", "remove", person.phone)
    assert not DeskMember.objects.exists()

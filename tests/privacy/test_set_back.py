"""The clock is set back after it was ahead: nothing is early, told twice, or waits until it is there again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from egret.kernel import clock, jobs, retention, tasks
from egret.kernel.models import PeriodicJob, WorkerBeat
from egret.meetings.models import Meeting
from egret.privacy.erasures import actions as erasures
from egret.privacy.erasures.models import Erasure
from egret.privacy.requests import actions, queries
from egret.privacy.requests.models import EventKind
from tests import factories
from tests.privacy.requests.conftest import ask, at, at_desk, post

pytestmark = pytest.mark.django_db
AHEAD = timedelta(days=365)


def test_a_request_keeps_its_day_its_order_and_its_one_alarm() -> None:
    person = factories.person()
    with clock.travel(AHEAD):
        asked = ask(person)
        with clock.travel(timedelta(days=60)):
            assert actions.do_escalate() == 1
    due = asked.due_on
    assert actions.do_escalate() == 0 and queries.overdue() == 0
    _, desk = at_desk()
    assert post(desk, at(asked.id, "/answer"), {"text": "Done."}).status_code == 200
    asked.refresh_from_db()
    assert asked.due_on == due
    kinds = [each.kind for each in asked.events.order_by("id")]
    assert kinds == [EventKind.RECEIVED, EventKind.OVERDUE, EventKind.ANSWERED]


def test_an_alarm_is_not_raised_again_when_the_day_comes_once_more() -> None:
    asked = ask(factories.person())
    later = asked.due_at - clock.now() + timedelta(seconds=1)
    with clock.travel(later):
        assert actions.do_escalate() == 1
    assert actions.do_escalate() == 0
    with clock.travel(later):
        assert actions.do_escalate() == 0


def test_the_periodic_jobs_go_on() -> None:
    name = tasks.enforce_retention.module_path
    with clock.travel(AHEAD):
        jobs.enqueue_due()
    DBTaskResult.objects.all().delete()
    jobs.enqueue_due()
    assert DBTaskResult.objects.filter(task_path=name).count() == 1
    assert PeriodicJob.objects.get(name=name).due_at < clock.now() + timedelta(hours=1)
    DBTaskResult.objects.all().delete()
    jobs.enqueue_due()
    assert not DBTaskResult.objects.filter(task_path=name).exists(), "and keep their interval"


def test_a_worker_that_beat_in_the_time_to_come_is_not_taken_for_a_living_one() -> None:
    with clock.travel(AHEAD):
        WorkerBeat.objects.create(worker_id="w", seen_at=clock.now())
        assert jobs.worker_alive()
    assert not jobs.worker_alive()


def test_nothing_goes_before_its_time() -> None:
    person, meeting = factories.person(), factories.meeting()
    with clock.travel(AHEAD):
        Meeting.objects.filter(id=meeting.id).update(ended_at=clock.now())
        order = erasures.do_order(person.id, at_once=False)
    retention.enforce()
    assert erasures.run_due() == 0
    assert Meeting.objects.filter(id=meeting.id).exists()
    assert Erasure.objects.get(id=order.id).state == Erasure.State.PLANNED
    erasures.do_cancel(person.id)


def test_a_proof_given_in_the_time_to_come_is_no_fresh_one() -> None:
    client = Client()
    client.force_login(factories.person())
    session = client.session
    session["proved_at"] = (clock.now() + timedelta(hours=3)).isoformat()
    session.save()
    refused = post(client, "/api/v1/privacy/erasures", {"at_once": True})
    assert refused.status_code == 403 and refused.json()["type"] == "urn:egret:proof-needed"
    assert not Erasure.objects.exists()

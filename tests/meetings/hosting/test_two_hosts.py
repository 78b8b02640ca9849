"""Two who lead act at the same moment: nothing is lost, and each sees what holds."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from egret.kernel.purpose import under
from egret.meetings.hosting.models import Conduct, Seat, Standing
from egret.meetings.models import Meeting
from egret.meetings.talk.models import Poll
from tests.meetings.hosting.support import Comer, Held
from tests.meetings.scheduling.support import agenda, set_meeting, somebody, which

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 4


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each answered, all begun at the same moment."""
    barrier = threading.Barrier(len(acts))
    answers: list[Any] = [None] * len(acts)

    def run(number: int, act: Callable[[], Any]) -> None:
        try:
            barrier.wait(30)
            answers[number] = act()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=under("tests.arrange")(run), args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.fixture
def scene(engine: str) -> tuple[Held, Comer]:
    """A meeting, and its co-host."""
    held = Held()
    held.join("Mo", held.host)
    cohost = held.join("Ada", somebody())
    held.appoint(cohost)
    return held, cohost


def post(held: Held, who: Any, what: str, body: object = None) -> int:
    status: int = who.client.post(f"/api/v1{held.path}/{what}", body or {}, "application/json").status_code
    return status


def test_one_lets_in_whom_the_other_turns_away(scene: tuple[Held, Comer]) -> None:
    held, cohost = scene
    held.rules(lobby=True)
    for number in range(ROUNDS):
        waits = held.join(f"Guest {number}", status=202)
        these = {"participants": [waits.id]}
        admitted, denied = at_once(
            lambda: held.host.post(f"{held.path}/lobby/admit", these),  # noqa: B023
            lambda: cohost.caller.post(f"{held.path}/lobby/deny", these),  # noqa: B023
        )
        assert admitted["settled"] + denied["settled"] == 1, "the first one's word holds"
        standing = Seat.objects.get(participant_id=waits.id).standing
        assert standing == (Standing.ADMITTED if admitted["settled"] else Standing.DENIED)


def test_each_changes_another_rule(scene: tuple[Held, Comer]) -> None:
    held, cohost = scene
    for number in range(ROUNDS):
        value = ("hosts", "all")[number % 2]
        at_once(
            lambda: held.host.patch(f"{held.path}/conduct", {"share": value}),  # noqa: B023
            lambda: cohost.caller.patch(f"{held.path}/conduct", {"chat": value}),  # noqa: B023
            lambda: post(held, cohost.caller, "mute", {"may_unmute": value == "all"}),  # noqa: B023
        )
        conduct = Conduct.objects.get(meeting=held.meeting)
        assert (conduct.share, conduct.chat, conduct.unmute) == (value,) * 3


def test_one_removes_whom_the_other_appoints_or_removes_too(scene: tuple[Held, Comer]) -> None:
    held, cohost = scene
    for number in range(ROUNDS):
        person = held.join(f"Bo {number}", somebody())
        at_once(
            lambda: post(held, cohost.caller, f"participants/{person.id}/remove"),  # noqa: B023
            lambda: post(held, held.host, f"participants/{person.id}/remove"),  # noqa: B023
            lambda: held.host.client.put(
                f"/api/v1{held.path}/participants/{person.id}/role",  # noqa: B023
                {"role": "cohost"},
                content_type="application/json",
            ),
        )
        held.join(f"Bo {number}", person.caller, 403)
        assert not Seat.objects.filter(participant_id=person.id, standing=Standing.ADMITTED).exists()


def test_both_end_it_and_both_open_it_again() -> None:
    """A scheduled one, without the engine's room: two come first at once, and end it at once."""
    host = somebody()
    made = set_meeting(host, who_may_join="anyone")
    from egret.meetings.scheduling.actions import joining
    from egret.meetings.scheduling.models import Schedule
    from egret.meetings.scheduling.policies import Comer as Who

    schedule = Schedule.objects.get(id=made["id"])
    come = lambda: joining.do_join_scheduled(schedule, Who(is_host=True), None, "192.0.2.1").id  # noqa: E731
    for number in range(ROUNDS):
        assert len(set(at_once(come, come, come))) == 1
        assert Meeting.objects.count() == number + 1
        ended = at_once(*[lambda: host.post(f"/meetings/{made['code']}/end")["ended_at"]] * 2)
        assert ended[0] == ended[1]


def test_one_moves_what_the_other_cancels() -> None:
    host = somebody()
    made = set_meeting(host, rule="FREQ=WEEKLY;COUNT=8")
    path = f"/api/v1/schedules/{made['id']}"
    for number in range(ROUNDS):
        one = agenda(host)[number]
        statuses = at_once(
            lambda: host.client.post(f"{path}/cancel", which(one), "application/json").status_code,  # noqa: B023
            lambda: host.client.patch(path, {"title": f"Title {number}"}, "application/json").status_code,  # noqa: B023
        )
        assert statuses == [200, 200]
    facts = host.get(f"/schedules/{made['id']}")
    assert facts["title"] == f"Title {ROUNDS - 1}" and len(agenda(host)) == 8 - ROUNDS


def test_a_poll_is_closed_once(scene: tuple[Held, Comer]) -> None:
    held, cohost = scene
    asked = held.host.post(f"{held.path}/polls", {"question": "Now?", "options": ["yes", "no"]}, 201)["items"][0]
    statuses = at_once(
        *(lambda who=who: post(held, who, f"polls/{asked['id']}/close") for who in (held.host, cohost.caller))
    )
    assert statuses == [200, 200] and Poll.objects.get().closed_at is not None

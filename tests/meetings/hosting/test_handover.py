"""Who stands in for a host who left."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from egret.kernel import clock
from egret.media import rooms
from egret.media.webhooks import Joined, Left
from egret.meetings import actions as meetings
from egret.meetings.hosting import actions, queries
from tests.factories import organizations
from tests.meetings.hosting.support import Comer, Held
from tests.meetings.scheduling.support import somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Held:
    """Without the engine, whose clock does not travel."""
    monkeypatch.setattr(rooms, "_call", lambda method, grants, message: {})
    return Held()


class Presence:
    """The engine's word on somebody."""

    def __init__(self, held: Held, who: Comer) -> None:
        self.where = (str(held.meeting.id), "RM", who.id, f"PA_{uuid.uuid4()}")
        self.joined = clock.now()
        meetings.do_record_presence(Joined(*self.where, self.joined))

    def leave(self) -> None:
        meetings.do_record_presence(Left(*self.where, self.joined, clock.now()))


def role(held: Held, who: Comer) -> str:
    participant = who.participant
    conduct = queries.conduct_of(held.meeting)
    return queries.place_of(held.meeting, conduct, participant, queries.seat_of(participant)).role


def test_host_leaves_and_comes_back(held: Held) -> None:
    host, guest, first, second = (
        held.join("Mo", held.host),
        held.join("Bo"),
        held.join("Ada", somebody()),
        held.join("Cleo", somebody()),
    )
    there = [Presence(held, who) for who in (host, guest, first, second)]
    assert actions.hand_over() == 0
    there[0].leave()
    assert actions.hand_over() == 0, "a page that is loaded again is no absence"
    with clock.travel(timedelta(seconds=30)):
        assert actions.hand_over() == 1
        assert actions.hand_over() == 0
        assert [role(held, who) for who in (guest, first, second)] == ["guest", "host", "participant"]
        held.appoint(second, by=first.caller)
        there[2].leave()
    with clock.travel(timedelta(seconds=60)):
        assert actions.hand_over() == 1
        assert role(held, second) == "host", "the co-host, once who stood in has left too"
        held.join("Mo", held.host)
        assert [role(held, who) for who in (host, second)] == ["host", "cohost"]
        held.appoint(first, by=second.caller, status=403)
        second.caller.post(f"{held.path}/end", None, 403)


def test_members_go_before_strangers_and_guests_never_lead(held: Held) -> None:
    reed = organizations.organization()
    held.meeting.organization_id = reed.id
    held.meeting.save()
    stranger, member = held.join("Bo", somebody()), held.join("Ada", somebody())
    assert member.caller.person is not None
    organizations.member(reed, member.caller.person)
    host = held.join("Mo", held.host)
    there = [Presence(held, who) for who in (host, held.join("Guest"), stranger, member)]
    there[0].leave()
    with clock.travel(timedelta(seconds=30)):
        actions.hand_over()
        assert role(held, member) == "host"
        there[3].leave()
    with clock.travel(timedelta(seconds=60)):
        actions.hand_over()
        assert role(held, stranger) == "host"
        there[2].leave()
    with clock.travel(timedelta(seconds=90)):
        assert actions.hand_over() == 0, "only the guest is left"
        stranger.caller.post(f"{held.path}/end")


def test_a_host_who_never_came_hands_nothing_over(held: Held) -> None:
    Presence(held, held.join("Ada", somebody()))
    with clock.travel(timedelta(minutes=5)):
        assert actions.hand_over() == 0

"""Whatever the order, and however often, the engine's words add up to the same attendance."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from egret.meetings.models import ClosedBy, Meeting, RoomSession, Spell
from egret.meetings.presence import End, Stay, merge, total_seconds
from tests import factories
from tests.meetings.webhook import at, event, post

moments = st.integers(0, 10_000).map(at)
ends = st.none() | st.builds(End, moments, st.sampled_from(ClosedBy))
stays = st.builds(Stay, moments, ends, moments)


def settled(stay: Stay) -> Stay:
    return merge(stay, stay)


@given(stays, stays)
def test_merging_commutes(one: Stay, other: Stay) -> None:
    assert merge(one, other) == merge(other, one)


@given(stays, stays)
def test_hearing_twice_is_hearing_once(one: Stay, other: Stay) -> None:
    both = merge(one, other)
    assert merge(both, other) == both == merge(both, one)


@given(stays, stays)
def test_a_stay_never_ends_before_it_began(one: Stay, other: Stay) -> None:
    both = merge(one, other)
    assert both.end is None or both.end.at >= both.joined_at


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), max_size=8))
def test_total_counts_each_second_once(pairs: list[tuple[int, int]]) -> None:
    spans = [(min(pair), max(pair)) for pair in pairs]
    covered = {second for start, stop in spans for second in range(start, stop)}
    assert total_seconds([(at(start), at(stop)) for start, stop in spans]) == len(covered)


@pytest.fixture
def meeting(db: None) -> Meeting:
    return factories.meeting()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(6)), repeated=st.lists(st.integers(0, 5), max_size=4), client=st.builds(Client))
def test_webhooks_in_any_order(meeting: Meeting, order: list[int], repeated: list[int], client: Client) -> None:
    """Two spells of one guest and one of another, whose leaving is told by the end of the room alone."""
    Spell.objects.all().delete()
    RoomSession.objects.all().delete()
    meeting.participants.all().delete()
    anna, ben = factories.participant(meeting, "Anna"), factories.participant(meeting, "Ben")
    events = [
        event("participant_joined", meeting, anna, "PA_a1", joined=0, created=0),
        event("participant_left", meeting, anna, "PA_a1", joined=0, created=60),
        event("participant_joined", meeting, anna, "PA_a2", joined=90, created=90),
        event("participant_left", meeting, anna, "PA_a2", joined=90, created=120),
        event("participant_joined", meeting, ben, "PA_b", joined=30, created=30),
        event("room_finished", meeting, None, created=150),
    ]
    for index in [*order, *repeated]:
        assert post(client, events[index]) == 204
    found = {spell.sid: spell for spell in Spell.objects.all()}
    assert set(found) == {"PA_a1", "PA_a2", "PA_b"}
    assert (found["PA_a1"].joined_at, found["PA_a1"].left_at, found["PA_a1"].closed_by) == (at(0), at(60), "left")
    assert (found["PA_a2"].joined_at, found["PA_a2"].left_at, found["PA_a2"].closed_by) == (at(90), at(120), "left")
    assert (found["PA_b"].joined_at, found["PA_b"].left_at, found["PA_b"].closed_by) == (at(30), at(150), "room")
    assert timedelta(seconds=90) == sum(
        (spell.left_at - spell.joined_at for spell in anna.spells.all() if spell.left_at), timedelta()
    )

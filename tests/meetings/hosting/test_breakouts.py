"""Breakout rooms: spread, moved, told, closed; attendance goes on through them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from egret.kernel import clock
from egret.media import rooms
from egret.meetings import actions as meetings
from egret.meetings import queries as meetings_queries
from egret.meetings import room_state
from egret.meetings.hosting import actions, engine, queries
from egret.meetings.hosting.models import Breakout, Conduct, Seat
from egret.meetings.models import Spell
from tests.meetings.hosting.support import Comer
from tests.meetings.hosting.test_engine import Scene, until
from tests.meetings.scheduling.support import Caller, somebody

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def scene(engine: str) -> Iterator[Scene]:
    made = Scene(engine)
    yield made
    for member in made.inside:
        member.leave()


def room_of(scene: Scene, who: Comer) -> str:
    return queries.room_of(scene.meeting, queries.seat_of(who.participant))


def test_there_and_back(scene: Scene) -> None:
    scene.enter("Mo", scene.host)
    guests = {name: scene.enter(name, Caller()) for name in ("Ada", "Bo", "Cleo")}
    until(lambda: len(rooms.list_presences(str(scene.meeting.id))) == 4, "all are in")
    meetings.do_reconcile()
    opened = scene.host.put(f"{scene.path}/breakouts", {"count": 2, "minutes": 10})
    assert [len(each["participants"]) for each in opened["items"]] == [2, 1]
    assert [each["name"] for each in opened["items"]] == ["1", "2"]
    first = opened["items"][0]["id"]

    # Told by an attribute of the server's; the next token is for the room they belong in, and for no other.
    ada, member = guests["Ada"]
    until(lambda: member.room.local_participant.attributes.get("room") == first, "told where to go")
    assert len(member.told["breakouts"]) == 2
    member.leave()
    scene.inside.remove(member)
    again, there = scene.enter("Ada", ada.caller)
    assert again.id == ada.id
    assert there.room.name == first
    until(lambda: ada.id in {each.identity for each in rooms.list_presences(first)}, "in the breakout")
    meetings.do_reconcile()
    assert Spell.objects.filter(participant_id=ada.id, left_at=None).exists()
    assert meetings_queries.people_now(scene.meeting) == 4, "who went into a breakout did not leave the meeting"

    # Rules, mutes and messages reach them there.
    scene.rules(share="hosts")
    until(lambda: there.told["rules"]["share"] == "hosts", "the rule is told there")
    occupant = rooms.find_occupant(first, ada.id)
    assert occupant is not None
    assert "screen_share" not in occupant.grants.sources
    scene.host.post(f"{scene.path}/breakouts/message", {"text": "Two minutes left"}, 204)
    until(lambda: there.heard, "the message")
    assert [(sender, json.loads(data)) for sender, _, data in there.heard] == [
        (None, {"broadcast": "Two minutes left"})
    ]

    # Moved, back by oneself, closed when the time is over; whoever stays behind is put out.
    scene.host.put(f"{scene.path}/participants/{ada.id}/breakout", {"breakout": opened["items"][1]["id"]}, 204)
    assert room_of(scene, ada) == opened["items"][1]["id"]
    ada.caller.post(f"{scene.path}/breakouts/leave", None, 204)
    assert room_of(scene, ada) == str(scene.meeting.id)
    Seat.objects.filter(participant_id=ada.id).update(moved_at=clock.now() - timedelta(minutes=1))
    engine.enforce(scene.meeting)
    until(lambda: ada.id not in {each.identity for each in rooms.list_presences(first)}, "put out of the room left")
    Conduct.objects.update(breakouts_until=clock.now())
    assert actions.close_due() == 1
    assert {room_of(scene, who) for who, _ in guests.values()} == {str(scene.meeting.id)}
    assert json.loads(room_state.assemble(scene.meeting.id))["breakouts"] == []
    Breakout.objects.update(closed_at=clock.now() - timedelta(hours=1))
    actions.close_due()
    assert not Breakout.objects.exists()
    assert set(rooms.list_rooms()) == {str(scene.meeting.id)}


def test_by_hand_and_only_by_who_leads(scene: Scene) -> None:
    host, ada, bo = scene.join("Mo", scene.host), scene.join("Ada", somebody()), scene.join("Bo")
    for who in (host, ada, bo):
        Spell.objects.create(
            sid=f"PA_{who.id}", participant_id=who.id, room_sid="RM", joined_at=clock.now(), seen_at=clock.now()
        )
    for caller in (ada.caller, bo.caller, Caller()):
        caller.put(f"{scene.path}/breakouts", {"count": 2}, 403)
        caller.get(f"{scene.path}/breakouts", 403)
        caller.ask("delete", f"{scene.path}/breakouts", None, 403)
        caller.post(f"{scene.path}/breakouts/message", {"text": "x"}, 403)
        caller.put(f"{scene.path}/participants/{bo.id}/breakout", {"breakout": None}, 403)
    opened = scene.host.put(f"{scene.path}/breakouts", {"count": 2, "by_hand": [[], [bo.id, host.id]]})
    assert [{who["id"] for who in each["participants"]} for each in opened["items"]] == [set(), {bo.id, host.id}]
    assert room_of(scene, ada) == str(scene.meeting.id)
    again = scene.host.put(f"{scene.path}/breakouts", {"count": 1})
    assert [{who["id"] for who in each["participants"]} for each in again["items"]] == [{ada.id, bo.id}]
    closed = {"breakout": opened["items"][0]["id"]}
    scene.host.put(f"{scene.path}/participants/{ada.id}/breakout", closed, 404)
    scene.host.put(f"{scene.path}/breakouts", {"count": 51}, 422)
    scene.host.post(f"{scene.path}/breakouts/message", {"text": " "}, 422)
    scene.host.ask("delete", f"{scene.path}/breakouts", None, 204)
    scene.host.ask("delete", f"{scene.path}/breakouts", None, 204)
    assert scene.host.get(f"{scene.path}/breakouts")["items"] == []
    scene.host.post(f"{scene.path}/end")
    assert not Breakout.objects.exists()

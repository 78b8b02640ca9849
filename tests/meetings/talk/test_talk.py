"""Hands, reactions, the timer and shown files, with a real engine."""

from __future__ import annotations

import json
from typing import Any

import pytest

from egret.kernel import policy
from egret.media import rooms
from egret.meetings.hosting.models import Breakout, Seat, Standing
from egret.meetings.models import Meeting, Participant
from egret.meetings.talk import api
from egret.meetings.talk.models import ShownFile
from tests import factories
from tests.factories import cloud as drive
from tests.meetings.scheduling.support import Caller, somebody

pytestmark = pytest.mark.django_db(transaction=True)


def held(host: Caller) -> Meeting:
    assert host.person is not None
    meeting = factories.meeting(host.person)
    host.post(f"/meetings/{meeting.code}/join", {"nickname": "Hana", "policy_version": policy.version()})
    return meeting


def comes(meeting: Meeting, nickname: str, who: Caller | None = None) -> Caller:
    caller = who or somebody()
    caller.post(f"/meetings/{meeting.code}/join", {"nickname": nickname, "policy_version": policy.version()})
    return caller


def test_a_timer_is_told_to_the_room_by_who_leads(engine: str) -> None:
    host = somebody()
    meeting = held(host)
    ada = comes(meeting, "Ada")
    ada.post(f"/meetings/{meeting.code}/timer", {"seconds": 60}, 403)
    host.post(f"/meetings/{meeting.code}/timer", {"seconds": 1}, 422)
    set_to = host.post(f"/meetings/{meeting.code}/timer", {"seconds": 60})
    told = json.loads(rooms.list_told()[str(meeting.id)])["timer"]
    assert told["seconds"] == 60 and told["ends_at"].startswith(set_to["ends_at"][:19])
    host.ask("delete", f"/meetings/{meeting.code}/timer", None, 204)
    assert json.loads(rooms.list_told()[str(meeting.id)])["timer"] is None


def test_hands_and_reactions_are_for_who_is_here_and_bounded(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[Any, ...]] = []
    monkeypatch.setattr(rooms, "set_attributes", lambda *given: told.append(given))
    monkeypatch.setattr(rooms, "send_to", lambda *given: told.append(given))
    host = somebody()
    meeting = held(host)
    ada, guest = comes(meeting, "Ada"), comes(meeting, "Gustav", Caller())
    somebody().post(f"/meetings/{meeting.code}/hand", {"up": True}, 403)
    guest.post(f"/meetings/{meeting.code}/hand", {"up": True}, 204)
    gustav = str(Participant.objects.get(nickname="Gustav").id)
    assert told[-1][1] == gustav and told[-1][2]["hand"].startswith("20")
    ada.ask("delete", f"/meetings/{meeting.code}/hands/{gustav}", None, 403)
    host.ask("delete", f"/meetings/{meeting.code}/hands/{gustav}", None, 204)
    assert told[-1:] == [(str(meeting.id), gustav, {"hand": ""})]
    breakout = Breakout.objects.create(meeting=meeting, name="1", position=0)
    Seat.objects.filter(participant_id=gustav).update(breakout=breakout)
    guest.post(f"/meetings/{meeting.code}/hand", {"up": True}, 204)
    assert told[-1][:2] == (str(breakout.id), gustav), "who is in a breakout is seen there"
    ada.post(f"/meetings/{meeting.code}/reactions", {"kind": "<script>"}, 422)
    for _ in range(api.REACTIONS.count):
        ada.post(f"/meetings/{meeting.code}/reactions", {"kind": "heart"}, 204)
    ada.post(f"/meetings/{meeting.code}/reactions", {"kind": "heart"}, 429)
    assert json.loads(told[-1][3])["from"] == str(Participant.objects.get(nickname="Ada").id)


def test_who_waits_at_the_door_or_was_sent_out_has_no_word(engine: str) -> None:
    host = somebody()
    meeting = held(host)
    ada = comes(meeting, "Ada")
    seat, _ = Seat.objects.get_or_create(participant=Participant.objects.get(nickname="Ada"))
    for standing in set(Standing) - {Standing.ADMITTED}:
        seat.standing = standing
        seat.save()
        ada.post(f"/meetings/{meeting.code}/hand", {"up": True}, 403)
        ada.get(f"/meetings/{meeting.code}/polls", 403)
        ada.post(f"/meetings/{meeting.code}/quality", {"jitter_ms": 1}, 403)
    seat.standing, seat.cohost = Standing.ADMITTED, True
    seat.save()
    ada.post(f"/meetings/{meeting.code}/polls", {"question": "Lead?", "options": ["a", "b"]}, 201)


def test_showing_a_file_gives_nobody_a_right(engine: str) -> None:
    host = somebody()
    meeting = held(host)
    ada, guest = comes(meeting, "Ada"), comes(meeting, "Gustav", Caller())
    assert host.person is not None and ada.person is not None
    file = drive.file(host.person, "plan.txt", b"reed").id
    path = f"/meetings/{meeting.code}/files"
    ada.post(path, {"node": str(file)}, 404)
    somebody().post(path, {"node": str(file)}, 403)
    for _ in range(2):
        assert host.post(path, {"node": str(file)}, 201)["name"] == "plan.txt"
    assert ShownFile.objects.count() == 1
    assert host.get(path)["items"][0]["name"] == "plan.txt"
    for other in (ada, guest):
        (seen,) = other.get(path)["items"]
        assert (seen["name"], seen["size"], seen["shown_by"]) == (None, None, "Hana")
    ada.get(f"/cloud/nodes/{file}", 404)

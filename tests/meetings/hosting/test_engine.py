"""What hosts decide holds in the engine, against clients that are not our page (LiveKit's Python SDK)."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from livekit import rtc

from egret.media import rooms
from egret.meetings import room_state
from egret.meetings.hosting import tasks
from tests.meetings.hosting.member import Member
from tests.meetings.hosting.support import Comer, Held
from tests.meetings.scheduling.support import Caller, somebody
from tests.meetings.webhook import event, post

pytestmark = pytest.mark.django_db(transaction=True)


class Scene(Held):
    """The meeting with its clients in the engine."""

    def __init__(self, engine: str) -> None:
        super().__init__()
        self.engine = engine
        self.inside: list[Member] = []

    def enter(self, nickname: str, caller: Caller | None = None) -> tuple[Comer, Member]:
        comer = self.join(nickname, caller)
        return comer, self.connect(comer)

    def connect(self, comer: Comer) -> Member:
        member = Member(self.engine, comer.answer["token"])
        self.inside.append(member)
        return member

    def sends(self, who: Comer) -> dict[str, bool]:
        """What the engine has from somebody: source → muted."""
        occupant = rooms.find_occupant(str(self.meeting.id), who.id)
        return {track.source: track.muted for track in occupant.tracks} if occupant else {}

    def is_in(self, who: Comer) -> bool:
        return any(each.identity == who.id for each in rooms.list_occupants(str(self.meeting.id)))


@pytest.fixture
def scene(engine: str) -> Iterator[Scene]:
    made = Scene(engine)
    yield made
    for member in made.inside:
        member.leave()


def until(condition: Callable[[], Any], what: str) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain: {what}"
        time.sleep(0.05)


MICROPHONE = rtc.TrackSource.SOURCE_MICROPHONE
CAMERA = rtc.TrackSource.SOURCE_CAMERA
SHARE = rtc.TrackSource.SOURCE_SCREENSHARE


def test_rules_and_mutes_are_the_engines(scene: Scene) -> None:
    guest, sending = scene.enter("Bo")
    _, hosts_client = scene.enter("Mo", scene.host)
    for source in (MICROPHONE, CAMERA, SHARE):
        sending.publish(source)
    until(lambda: scene.sends(guest) == dict.fromkeys(("microphone", "camera", "screen_share"), False), "all three")
    assert {each.attributes["role"] for each in rooms.list_occupants(str(scene.meeting.id))} == {"host", "guest"}

    # One after the other, by name.
    scene.do(guest, "stop", {"source": "microphone"})
    scene.do(guest, "stop", {"source": "camera"})
    scene.do(guest, "stop", {"source": "screen_share"})
    until(lambda: scene.sends(guest) == {"microphone": True, "camera": True}, "muted, and the share taken down")

    # By rule: the engine takes what is sent, and takes nothing more, whatever the client tries.
    scene.rules(share="hosts", chat="hosts")
    assert scene.host.post(f"{scene.path}/mute", {"may_unmute": False}, 204) == b""
    until(lambda: scene.sends(guest) == {"camera": True}, "the microphone is taken")
    until(lambda: hosts_client.told.get("rules") == {"share": "hosts", "chat": "hosts", "unmute": "hosts"}, "told")
    for source in (MICROPHONE, SHARE):
        with pytest.raises((TimeoutError, rtc.participant.PublishTrackError)):
            sending.publish(source)
    sending.say("out of order")
    hosts_client.say("a word from the host")
    until(lambda: sending.heard, "the host's word")
    assert not hosts_client.heard
    assert scene.sends(guest) == {"camera": True}

    # Asked to speak: a word of the server's, without a sender; then they may.
    scene.do(guest, "ask")
    until(lambda: any(topic == "hosting" for _, topic, _ in sending.heard), "the request")
    assert [(sender, json.loads(data)) for sender, topic, data in sending.heard if topic == "hosting"] == [
        (None, {"ask": "unmute"})
    ]
    sending.publish(MICROPHONE)
    until(lambda: scene.sends(guest).get("microphone") is False, "speaking")


def test_removed_from_the_engine_with_a_token_still_good(scene: Scene, client: Client) -> None:
    guest, _ = scene.enter("Bo")
    scene.do(guest, "remove")
    until(lambda: not scene.is_in(guest), "sent out")
    # The old token opens the engine's door for minutes; the engine's word of it, signed, sends them out again.
    scene.connect(guest)
    assert scene.is_in(guest)
    assert post(client, event("participant_joined", scene.meeting, guest.participant, joined=0)) == 204
    until(lambda: not scene.is_in(guest), "sent out again")
    # A webhook that was lost: the sweeper looks.
    scene.connect(guest)
    tasks.keep_hosts.func()
    until(lambda: not scene.is_in(guest), "swept out")


def test_a_token_older_than_the_rule_and_a_role_taken_back(scene: Scene, client: Client) -> None:
    guest = scene.join("Bo", somebody())
    scene.join("Mo", scene.host)
    scene.appoint(guest)
    early = scene.join("Bo", guest.caller)
    scene.appoint(guest, "participant")
    scene.rules(share="hosts", locked=True)
    member = scene.connect(early)
    member.publish(SHARE)
    assert rooms.find_occupant(str(scene.meeting.id), guest.id).attributes["role"] == "cohost"  # type: ignore[union-attr]
    assert post(client, event("participant_joined", scene.meeting, guest.participant)) == 204
    until(lambda: scene.sends(guest) == {}, "the share is taken down")
    assert rooms.find_occupant(str(scene.meeting.id), guest.id).attributes["role"] == "participant"  # type: ignore[union-attr]
    # Nobody writes their own name or role; the word that follows arrives after it was refused.
    member.run(member.room.local_participant.set_attributes({"role": "host"}))
    member.run(member.room.local_participant.set_name("Mo"))
    _, listening = scene.enter("Mo", scene.host)
    member.say("done")
    until(lambda: listening.heard, "the word after")
    (seen,) = listening.room.remote_participants.values()
    assert (seen.name, seen.attributes["role"]) == ("Bo", "participant")


def test_the_room_is_told_again_by_the_sweeper(scene: Scene) -> None:
    _, member = scene.enter("Bo")
    scene.rules(locked=True)
    until(lambda: member.told.get("locked") is True, "told")
    assert member.told["recording"] is None
    rooms.tell_room(str(scene.meeting.id), "{}")
    tasks.keep_hosts.func()
    until(lambda: member.told == json.loads(room_state.assemble(scene.meeting.id)), "told again")


def test_who_may_manage_whom(scene: Scene) -> None:
    host, one, two, guest = (
        scene.join("Mo", scene.host),
        scene.join("Ada", somebody()),
        scene.join("Cleo", somebody()),
        scene.join("Bo"),
    )
    scene.appoint(one)
    scene.appoint(two)
    for target in (host, two):
        scene.do(target, "remove", by=one.caller, status=403)
        scene.do(target, "stop", {"source": "microphone"}, by=one.caller, status=403)
    scene.appoint(guest, by=one.caller, status=403)
    for what, body in (("remove", None), ("stop", {"source": "camera"}), ("ask", None), ("take-back", None)):
        scene.do(one, what, body, by=guest.caller, status=403)
    for caller in (guest.caller, Caller()):
        caller.post(f"{scene.path}/mute", {"may_unmute": True}, 403)
        caller.get(f"{scene.path}/conduct", 403)
        caller.put(f"{scene.path}/spotlight", {"participant": guest.id}, 403)
    scene.do(guest, "remove", by=one.caller)
    scene.do(guest, "remove", by=two.caller)  # two at once: once is enough
    assert one.caller.get(f"{scene.path}/conduct")["role"] == "cohost"
    stranger = Held().join("Elsewhere")
    scene.do(stranger, "remove", status=404)
    scene.host.put(f"{scene.path}/spotlight", {"participant": one.id}, 204)
    assert json.loads(room_state.assemble(scene.meeting.id))["spotlight"] == one.id
    scene.do(one, "remove")
    assert json.loads(room_state.assemble(scene.meeting.id))["spotlight"] is None
    scene.host.post(f"{scene.path}/end")
    two.caller.patch(f"{scene.path}/conduct", {"locked": True}, 410)

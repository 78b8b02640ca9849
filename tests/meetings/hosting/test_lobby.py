"""At the door: waiting, being let in, turned away, kept out."""

from __future__ import annotations

from datetime import timedelta

import pytest

from egret.accounts.actions.profile import do_change_profile
from egret.kernel import clock
from egret.kernel.ratelimit import Limit
from egret.meetings.hosting import actions, queries
from egret.meetings.hosting.actions import door
from egret.meetings.hosting.models import Seat
from egret.meetings.models import Participant
from egret.organizations.models import Role
from tests.factories import organizations
from tests.meetings.hosting.support import Held
from tests.meetings.scheduling.support import Caller, set_meeting, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(engine: str) -> Held:
    return Held()


def standing(held: Held, who: Caller, status: int = 200) -> str:
    answer = who.post(f"{held.path}/lobby/me", None, status)
    return str(answer.get("standing") or answer["type"].removeprefix("urn:egret:"))


def test_who_waits_has_no_token_until_let_in(held: Held) -> None:
    held.rules(lobby=True, message="  We begin at nine. ")
    waits = held.join("Bo", status=202)
    assert "token" not in waits.answer
    assert (waits.answer["standing"], waits.answer["message"]) == ("waiting", "We begin at nine.")
    assert held.join("Bo", waits.caller, 202).id == waits.id, "asking again keeps the place"
    assert standing(held, waits.caller) == "waiting"
    lobby = held.host.get(f"{held.path}/lobby")
    assert (lobby["total"], [each["nickname"] for each in lobby["waiting"]]) == (1, ["Bo"])
    assert held.host.post(f"{held.path}/lobby/admit", {"participants": [waits.id]}) == {"settled": 1}
    assert held.host.post(f"{held.path}/lobby/admit", {"participants": [waits.id]}) == {"settled": 0}
    assert standing(held, waits.caller) == "admitted"
    assert held.join("Bo", waits.caller).answer["token"]
    assert held.host.get(f"{held.path}/lobby")["total"] == 0


def test_denied_and_taken_back(held: Held) -> None:
    held.rules(lobby=True)
    one, two = held.join("Bo", status=202), held.join("Cleo", status=202)
    held.host.post(f"{held.path}/lobby/deny", {"participants": [one.id]})
    assert standing(held, one.caller, 403) == "entry-denied"
    held.join("Bo", one.caller, 403)
    assert [each["nickname"] for each in held.host.get(f"{held.path}/lobby")["kept_out"]] == ["Bo"]
    held.do(one, "take-back")
    held.join("Bo", one.caller)
    assert held.host.post(f"{held.path}/lobby/admit") == {"settled": 1}
    held.join("Cleo", two.caller)


def test_only_who_leads_sees_and_settles_the_lobby(held: Held) -> None:
    inside = held.join("Ada")
    held.rules(lobby=True)
    waits = held.join("Bo", status=202)
    for outsider in (inside.caller, waits.caller, Caller(), somebody()):
        outsider.get(f"{held.path}/lobby", 403)
        outsider.post(f"{held.path}/lobby/admit", None, 403)
        outsider.patch(f"{held.path}/conduct", {"lobby": False}, 403)
    assert standing(held, waits.caller) == "waiting"
    assert standing(held, Caller(), 404) == "not-waiting"


def test_turning_the_lobby_off_lets_in(held: Held) -> None:
    held.rules(lobby=True)
    waits = held.join("Bo", status=202)
    held.rules(lobby=False)
    assert standing(held, waits.caller) == "admitted"


def test_locked(held: Held) -> None:
    inside = held.join("Ada")
    held.rules(lobby=True)
    waits = held.join("Bo", status=202)
    held.rules(locked=True)
    assert held.join("Cleo", status=423).answer["type"] == "urn:egret:meeting-locked"
    held.join("Ada", inside.caller)
    held.join("Mo", held.host)
    held.rules(lobby=False)
    assert standing(held, waits.caller) == "waiting", "a locked door opens by hand alone"
    held.host.post(f"{held.path}/lobby/admit")
    held.join("Bo", waits.caller)


def test_who_is_invited_or_of_the_organisation_does_not_wait(held: Held) -> None:
    friend = somebody()
    assert friend.person is not None
    reed = organizations.organization()
    host = Caller(organizations.owner_of(reed).person)
    invited = [{"kind": "phone", "value": friend.person.phone}]
    made = set_meeting(host, organization=str(reed.id), who_may_join="anyone", lobby=True, invitees=invited)
    body = {"nickname": "Bo"}
    friend.post(f"/meetings/{made['code']}/join", body)
    Caller(organizations.member(reed).person).post(f"/meetings/{made['code']}/join", body)
    Caller(organizations.member(reed, role=Role.GUEST).person).post(f"/meetings/{made['code']}/join", body, 202)
    somebody().post(f"/meetings/{made['code']}/join", body, 202)


def test_a_removed_guest_does_not_come_back_and_a_fresh_one_waits(held: Held) -> None:
    guest, person = held.join("Bo"), held.join("Cleo", somebody())
    held.do(guest, "remove")
    assert held.join("Bo", guest.caller, 403).answer["type"] == "urn:egret:removed-from-meeting"
    assert held.join("Dan", guest.caller, 403).answer["type"] == "urn:egret:removed-from-meeting"
    held.join("Bo", Caller(), 202)
    held.join("Emma", somebody())
    held.do(person, "remove")
    held.join("Cleo", person.caller, 403)
    held.do(guest, "take-back")
    held.join("Bo", guest.caller)
    held.join("Fay", Caller())


def test_a_flood_is_bounded_and_people_with_an_account_still_get_a_place(
    held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "GUESTS_WAITING", 3)
    monkeypatch.setattr(queries, "WAITING_SHOWN", 2)
    held.rules(lobby=True)
    for number in range(3):
        held.join(f"Flood {number}", status=202)
    assert held.join("Flood 4", status=503).answer["type"] == "urn:egret:lobby-full"
    held.join("Ada", somebody(), 202)
    lobby = held.host.get(f"{held.path}/lobby")
    assert lobby["total"] == 4
    assert [each["nickname"] for each in lobby["waiting"]] == ["Ada", "Flood 0"]
    assert Participant.objects.count() == 4, "who found no place left nothing behind"
    monkeypatch.setattr(door, "KNOCKS_PER_ADDRESS", Limit("few knocks", 0, timedelta(minutes=1)))
    held.join("Cleo", somebody(), 429)
    held.host.post(f"{held.path}/lobby/deny")
    assert held.host.get(f"{held.path}/lobby")["total"] == 0


def test_who_went_away_falls_off_the_list_and_is_forgotten(held: Held) -> None:
    held.rules(lobby=True)
    held.join("Bo", status=202)
    person = held.join("Ada", somebody(), 202)
    with clock.travel(queries.STILL_THERE + timedelta(seconds=1)):
        assert held.host.get(f"{held.path}/lobby")["total"] == 0
    with clock.travel(timedelta(minutes=16)):
        assert actions.forget_gone() == 1
    assert [str(seat.participant_id) for seat in Seat.objects.all()] == [person.id]


def test_nobody_comes_under_the_hosts_name_before_the_host(held: Held) -> None:
    held.join("…")  # nobody's name is no name to imitate
    do_change_profile(held.person.id, name="Maria Lindqvist")
    assert held.join("maria lindqvist", status=409).answer["type"] == "urn:egret:nickname-imitates"
    held.join("Maria Lindqvist", held.host)
    held.join("Maria L.", held.host)
    held.join("Maria Lindqvist")


def test_a_name_like_the_hosts_is_refused(held: Held) -> None:
    held.join("Maria Lindqvist", held.host)
    cohost = held.join("王小明")
    held.appoint(cohost)
    for name in ("maria  lindqvist", "Mаria Lindqvist", "MARIA LINDQVIST.", "María Líndqvist", "王小明 "):
        assert held.join(name, status=409).answer["type"] == "urn:egret:nickname-imitates"
    held.join("Maria Lind")
    held.join("Maria L.", held.host)
    held.join("王小明", cohost.caller)

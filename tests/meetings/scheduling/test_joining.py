"""Who may join a scheduled meeting, with a real engine: invited, organisation, anyone; passcodes, numbers, rooms."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from egret.kernel import clock, policy
from egret.kernel.ratelimit import Limit
from egret.meetings.errors import MeetingEnded
from egret.meetings.models import Invitee, Meeting, Participant, Schedule
from egret.meetings.scheduling.actions import joining
from egret.meetings.scheduling.policies import Comer
from egret.meetings.scheduling.queries import guest_token
from egret.organizations.models import Role
from tests.factories import organizations
from tests.meetings.scheduling.support import Caller, agenda, set_meeting, somebody, which

GUEST = Comer()
pytestmark = pytest.mark.django_db(transaction=True)


def join(who: Caller, code: str, status: int = 200, **given: Any) -> Any:
    body = {"nickname": "Ada", "policy_version": policy.version(), **given}
    return who.post(f"/meetings/{code}/join", body, status)


def test_only_the_invited_come_in_and_others_learn_nothing(engine: str) -> None:
    host, friend, stranger, nobody = somebody(), somebody(), somebody(), Caller()
    assert friend.person is not None
    made = set_meeting(host, invitees=[{"kind": "phone", "value": friend.person.phone}])
    for outsider in (stranger, nobody):
        assert outsider.get(f"/meetings/{made['code']}", 404)["type"] == "urn:egret:meeting-unknown"
        join(outsider, made["code"], 404)
    assert not Meeting.objects.exists() and not Participant.objects.exists()
    assert friend.get(f"/meetings/{made['code']}")["scheduled"]["zone"] == "Europe/London"
    joined = join(friend, made["code"])
    assert joined["participant"]["is_host"] is False
    assert join(host, made["code"])["participant"]["is_host"] is True
    # One meeting, and the address of that very meeting is no way around.
    held = Meeting.objects.get()
    join(stranger, held.code, 404)
    assert host.get(f"/meetings/{made['code']}/attendance")["meeting"]["link"].endswith(made["code"])


def test_members_of_the_organisation(engine: str) -> None:
    reed = organizations.organization()
    owner = organizations.owner_of(reed)
    member = organizations.member(reed)
    external = organizations.member(reed, role=Role.GUEST)
    host = Caller(owner.person)
    made = set_meeting(host, organization=str(reed.id), who_may_join="organization")
    join(Caller(member.person), made["code"])
    join(Caller(external.person), made["code"], 404)
    join(somebody(), made["code"], 404)


def test_groups_departments_and_everybody_find_it_in_their_agenda() -> None:
    reed = organizations.organization()
    host = Caller(organizations.owner_of(reed).person)
    department = organizations.department(reed)
    below = organizations.department(reed, parent=department)
    one, two, three = (
        organizations.member(reed),
        organizations.member(reed, department=below),
        organizations.member(reed),
    )
    group = organizations.group(reed, one)
    invitees = [{"kind": "group", "value": str(group.id)}, {"kind": "department", "value": str(department.id)}]
    made = set_meeting(host, organization=str(reed.id), invitees=invitees)
    assert [len(agenda(Caller(each.person))) for each in (one, two, three)] == [1, 1, 0]
    assert [Caller(each.person).get("/notices")["unread"] for each in (one, two, three)] == [1, 1, 0]
    assert {each["kind"] for each in made["invitees"]} == {"group", "department"}
    everybody = [{"kind": "organization", "value": str(reed.id)}]
    host.patch(f"/schedules/{made['id']}", {"invitees": everybody})
    assert [Caller(each.person).get("/notices")["unread"] for each in (one, two, three)] == [1, 1, 1]
    stranger = set_meeting(somebody(), status=422, invitees=invitees)
    assert stranger["type"] == "urn:egret:invitee-unknown"


def test_anyone_with_the_link_and_the_passcode(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    host = somebody()
    made = set_meeting(host, who_may_join="anyone", passcode="reeds42", lobby=False)
    guest = Caller()
    assert guest.get(f"/meetings/{made['code']}")["scheduled"]["asks_passcode"] is True
    for wrong in (None, "", "reeds43"):
        assert join(guest, made["code"], 403, passcode=wrong)["type"] == "urn:egret:passcode-wrong"
    assert not Meeting.objects.exists()
    join(guest, made["code"], passcode="reeds42")
    join(host, made["code"])  # the host is not asked
    monkeypatch.setattr(joining, "PASSCODES_PER_ADDRESS", Limit("few passcodes", 2, timedelta(minutes=1)))
    for _ in range(2):
        join(Caller(), made["code"], 403, passcode="000000")
    join(Caller(), made["code"], 429, passcode="reeds42")


def test_guessing_from_everywhere_is_slowed_too(engine: str, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.EGRET_TRUST_PROXY = True
    monkeypatch.setattr(joining, "PASSCODES_PER_MEETING", Limit("few passcodes", 30, timedelta(minutes=1)))
    host = somebody()
    made = set_meeting(host, who_may_join="anyone", passcode="314159", lobby=False)
    other = set_meeting(host, who_may_join="anyone", passcode="271828", lobby=False)
    for number in range(30):
        join(Caller(None, **{"x-forwarded-for": f"198.51.100.{number}"}), made["code"], 403, passcode=f"{number:06}")
    # The right one is not told from a wrong one any more, and who was invited by name needs none.
    join(Caller(None, **{"x-forwarded-for": "203.0.113.9"}), made["code"], 429, passcode="314159")
    join(host, made["code"])
    join(Caller(None, **{"x-forwarded-for": "203.0.113.9"}), other["code"], passcode="271828", nickname="Bo")


def test_numbers_are_found_and_guessing_is_slowed(monkeypatch: pytest.MonkeyPatch) -> None:
    made = set_meeting(somebody(), who_may_join="anyone")
    guest = Caller()
    number = made["number"]
    assert guest.post("/meetings/by-number", {"number": f"{number[:3]} {number[3:6]}-{number[6:]}"}) == {
        "code": made["code"]
    }
    guest.post("/meetings/by-number", {"number": "1"}, 404)
    monkeypatch.setattr(joining, "NUMBERS_PER_ADDRESS", Limit("few numbers", 1, timedelta(minutes=1)))
    guest.post("/meetings/by-number", {"number": "2"}, 404)
    guest.post("/meetings/by-number", {"number": number}, 429)


def test_a_guest_answers_and_joins_by_the_link_of_their_message(engine: str) -> None:
    host = somebody()
    made = set_meeting(host, invitees=[{"kind": "mail", "value": "bo@reed.example"}])
    token = guest_token(Invitee.objects.get())
    guest = Caller()
    assert guest.get(f"/invited/{token}")["answer"] is None
    guest.put(f"/invited/{token}/answer", {"answer": "maybe"})
    assert host.get(f"/schedules/{made['id']}")["counts"] == {"yes": 0, "no": 0, "maybe": 1}
    assert b"METHOD:REQUEST" in guest.get(f"/invited/{token}/calendar.ics")
    join(guest, made["code"], invitation=token)
    join(Caller(), made["code"], 404, invitation=token[:-2] + "xx")
    guest.get("/invited/nonsense", 404)
    host.patch(f"/schedules/{made['id']}", {"invitees": []})
    guest.get(f"/invited/{token}", 404)
    join(Caller(), made["code"], 404, invitation=token)


def test_each_time_is_a_meeting_of_its_own_under_one_link() -> None:
    """Without the engine, whose clock does not travel: which meeting it is, is decided before it is asked."""
    host = somebody()
    made = set_meeting(host, rule="FREQ=DAILY", who_may_join="anyone")
    schedule = Schedule.objects.get()
    start = datetime.fromisoformat(agenda(host)[0]["starts_at"])

    def come(who: Comer = GUEST) -> Meeting:
        return joining.do_join_scheduled(schedule, who, None, "192.0.2.1")

    with clock.travel(start - clock.now() + timedelta(minutes=5)):
        first = come()
        assert come() == first and first.held_for == start
        host.post(f"/meetings/{made['code']}/end")
        with pytest.raises(MeetingEnded):
            come()
        again = come(Comer(is_host=True))
        assert again != first and come() == again
        host.post(f"/meetings/{made['code']}/end")
    with clock.travel(start - clock.now() + timedelta(hours=23, minutes=40)):
        assert come().held_for == start + timedelta(days=1)
    assert len(host.get(f"/schedules/{made['id']}")["held"]) == 3


def test_a_cancelled_meeting_is_not_joined_until_it_is_restored(engine: str) -> None:
    host, guest = somebody(), Caller()
    made = set_meeting(host, who_may_join="anyone", lobby=False)
    (one,) = agenda(host)
    host.post(f"/schedules/{made['id']}/cancel", which(one))
    assert join(guest, made["code"], 410)["type"] == "urn:egret:meeting-cancelled"
    host.post(f"/schedules/{made['id']}/restore", which(one))
    join(guest, made["code"])


def test_a_personal_room_is_one_and_opens_with_its_owner(engine: str) -> None:
    host, guest = somebody(), Caller()
    room = host.post("/personal-room")
    assert host.post("/personal-room")["code"] == room["code"] and room["personal_room"]
    assert join(guest, room["code"], 409)["type"] == "urn:egret:room-not-open"
    join(host, room["code"])
    assert join(guest, room["code"], 202, nickname="Bo")["standing"] == "waiting"
    host.post(f"/meetings/{room['code']}/end")
    join(guest, room["code"], 409)


def test_an_organisations_rule_on_guests_holds() -> None:
    reed = organizations.organization()
    host = Caller(organizations.member(reed).person)
    mail = [{"kind": "mail", "value": "bo@reed.example"}]
    refused = set_meeting(host, status=403, organization=str(reed.id), invitees=mail)
    assert refused["type"] == "urn:egret:guests-not-invited"
    set_meeting(host, invitees=mail)
    set_meeting(host, status=404, organization=str(organizations.organization().id))

"""Attendance, its table and call quality of everybody: for host and co-hosts, and for nobody else."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from egret.kernel import clock, sheets
from egret.meetings.hosting import actions
from egret.meetings.hosting.models import Conduct, Seat
from egret.meetings.models import Meeting, Participant, Spell
from egret.meetings.quality.models import Sample
from egret.organizations.actions import members
from tests import factories
from tests.factories import organizations as make
from tests.meetings.hosting.support import Comer, Held
from tests.meetings.scheduling.support import Caller, somebody
from tests.meetings.test_attendance import stay

pytestmark = pytest.mark.django_db

EVERYBODY = ["Ada", "Gustav", "Mo"]


def was_there(who: Comer) -> Comer:
    participant = who.participant
    stay(participant, 0, 100, f"PA_{participant.nickname}")
    Sample.objects.create(participant=participant, at=clock.now(), jitter_ms=7)
    return who


@pytest.fixture
def held(engine: str) -> Held:
    return Held()


@pytest.fixture
def people(held: Held) -> tuple[Comer, Comer, Comer]:
    """The host, somebody with an account, a guest; each was there and was measured."""
    host = was_there(held.join("Mo", held.host))
    return host, was_there(held.join("Ada", somebody())), was_there(held.join("Gustav"))


def seen_by(who: Caller, path: str) -> list[list[str]]:
    """Whose rows somebody sees: in the attendance, in its table, in the charts."""
    attendance, quality = who.get(f"{path}/attendance"), who.get(f"{path}/quality")
    table = who.get(f"{path}/attendance.csv").decode().removeprefix(sheets.MARK)
    names = [
        [row["nickname"] for row in attendance["participants"]],
        [row[0] for row in csv.reader(io.StringIO(table))][1:],
        [row["nickname"] for row in quality["participants"]],
    ]
    assert attendance["whole"] is quality["whole"] is (len(names[0]) > 1)
    return [sorted(each) for each in names]


def test_a_cohost_reads_as_the_host_does_also_afterwards(held: Held, people: tuple[Comer, Comer, Comer]) -> None:
    _, ada, _ = people
    assert seen_by(ada.caller, held.path) == [["Ada"]] * 3
    held.appoint(ada)
    assert seen_by(held.host, held.path) == seen_by(ada.caller, held.path) == [EVERYBODY] * 3
    held.host.post(f"{held.path}/end")
    assert seen_by(ada.caller, held.path) == [EVERYBODY] * 3


def test_who_is_no_cohost_any_more_reads_of_themselves(held: Held, people: tuple[Comer, Comer, Comer]) -> None:
    _, ada, _ = people
    held.appoint(ada)
    held.appoint(ada, "participant")
    assert seen_by(ada.caller, held.path) == [["Ada"]] * 3
    held.appoint(ada)
    held.do(ada, "remove")
    assert seen_by(ada.caller, held.path) == [["Ada"]] * 3
    held.do(ada, "take-back")
    assert seen_by(ada.caller, held.path) == [["Ada"]] * 3


def test_outsiders_find_nothing(held: Held, people: tuple[Comer, Comer, Comer]) -> None:
    _, _, guest = people
    other = Held()
    leads_another = other.join("Ada", somebody())
    other.appoint(leads_another)
    for outsider in (somebody(), leads_another.caller, other.host):
        for what in ("attendance", "attendance.csv", "quality"):
            assert outsider.get(f"{held.path}/{what}", 404)["type"] == "urn:egret:meeting-unknown"
    for what in ("attendance", "attendance.csv"):
        Caller().get(f"{held.path}/{what}", 401)
        guest.caller.get(f"{held.path}/{what}", 401)
    Caller().get(f"{held.path}/quality", 404)
    # A guest who helps is known to nobody: their own chart, by their cookie, is what they see.
    held.appoint(guest)
    charts = guest.caller.get(f"{held.path}/quality")
    assert (charts["whole"], [row["nickname"] for row in charts["participants"]]) == (False, ["Gustav"])


def test_whoever_stands_in_for_the_host_was_chosen_by_nobody(held: Held, people: tuple[Comer, Comer, Comer]) -> None:
    _, ada, _ = people
    Spell.objects.filter(participant=ada.participant).update(left_at=None, closed_by="")
    with clock.travel(timedelta(hours=1)):
        assert actions.hand_over() == 1
    assert Conduct.objects.get().acting_host == ada.participant
    assert seen_by(ada.caller, held.path) == [["Ada"]] * 3


def test_of_an_organisations_meeting_its_members_alone() -> None:
    reed = make.organization()
    owner, member = make.owner_of(reed), make.member(reed)
    meeting = Meeting.objects.create(host=owner.person, organization=reed)
    path = f"/meetings/{meeting.code}"
    for name, person in (("Mo", owner.person), ("Ada", member.person), ("Gustav", factories.person())):
        participant = factories.participant(meeting, name, person)
        stay(participant, 0, 100, f"PA_{name}")
        Sample.objects.create(participant=participant, at=clock.now(), jitter_ms=7)
        Seat.objects.create(participant=participant, meeting=meeting, cohost=name != "Mo")
    ada, stranger = (Caller(Participant.objects.get(nickname=name).person) for name in ("Ada", "Gustav"))
    assert seen_by(Caller(owner.person), path) == seen_by(ada, path) == [EVERYBODY] * 3
    assert seen_by(stranger, path) == [["Gustav"]] * 3
    members.do_leave(member)
    assert seen_by(ada, path) == [["Ada"]] * 3

"""Restriction (GDPR Art. 18): stored, and left alone but for what the person does; seen and ended by them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from egret.accounts import staff
from egret.accounts.models import Person
from egret.cloud.models import Activity, Role
from egret.cloud.queries.activity import activity_of
from egret.kernel import audit, cases, clock, erasure, restrictions
from egret.kernel.errors import EgretError
from egret.meetings.quality import actions as quality
from egret.meetings.quality import queries as measured
from egret.meetings.quality.beacon import read
from egret.meetings.quality.models import Objection, Sample
from egret.organizations.models import Membership
from egret.organizations.queries import directory
from egret.privacy.cases.actions import do_open
from egret.privacy.cases.models import Case
from egret.privacy.requests import actions
from egret.privacy.requests.models import Restriction
from tests import factories
from tests.factories import cloud, organizations
from tests.privacy.requests.conftest import REQUESTS, post

pytestmark = pytest.mark.django_db
RESTRICTION = "/api/v1/privacy/restriction"


def member(place: Any, person: Person, name: str) -> Membership:
    return Membership.objects.create(
        organization=place, person=person, role="member", source="link", name=name, search=name.lower()
    )


def test_it_begins_with_the_request_and_ends_with_one_step(client: Client, ada: Person) -> None:
    assert client.get(RESTRICTION).json()["since"] is None
    asked = post(client, REQUESTS, {"kind": "restriction"}).json()
    assert asked["state"] == "answered"
    assert [event["kind"] for event in asked["timeline"]] == ["received", "restricted", "answered"]
    shown = client.get(RESTRICTION, headers={"Accept-Language": "zh"}).json()
    assert shown["since"] and len(shown["rests"]) == len(restrictions.STOPS) >= 4
    with clock.travel(timedelta(days=3)):
        post(client, REQUESTS, {"kind": "restriction"})
    assert client.get(RESTRICTION).json()["since"] == shown["since"], "since the first time"
    assert client.delete(RESTRICTION).json()["since"] is None and not Restriction.objects.exists()
    assert client.delete(RESTRICTION).status_code == 200


def test_nobody_ends_or_reads_another_s(client: Client, ada: Person) -> None:
    actions.do_restrict(factories.person().id)
    assert client.get(RESTRICTION).json()["since"] is None
    client.delete(RESTRICTION)
    assert Restriction.objects.count() == 1
    assert Client().get(RESTRICTION).status_code == 401 and Client().delete(RESTRICTION).status_code in (401, 403)


def test_asked_of_an_organisation_it_holds_at_once_and_its_desk_still_answers(client: Client, ada: Person) -> None:
    place = organizations.organization(factories.person())
    member(place, ada, "Ada")
    asked = post(client, REQUESTS, {"kind": "restriction", "text": "Leave me.", "organization": str(place.id)}).json()
    assert asked["state"] == "received" and restrictions.is_restricted(ada.id)


def test_each_act_is_written_down(ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[audit.Entry] = []
    monkeypatch.setattr(audit, "_write", written.append)
    for act in (actions.do_restrict, actions.do_restrict, actions.do_lift, actions.do_lift):
        act(ada.id)
    assert [each.act for each in written] == ["requests.restricted", "requests.restriction_lifted"]


def test_what_was_measured_stays_and_nothing_is_added_nor_shown_to_others() -> None:
    ada, host = factories.person(), factories.person()
    meeting = factories.meeting(host)
    hers, his = factories.participant(meeting, who=ada), factories.participant(meeting, who=host)
    for each in (hers, his):
        Sample.objects.create(participant=each, jitter_ms=3)
    actions.do_restrict(ada.id)
    assert quality.do_sample(hers, read(b'{"jitter_ms": 5}')) is False
    assert Sample.objects.filter(participant=hers).count() == 1, "stored: restriction deletes nothing"
    assert not Objection.objects.exists()
    assert [chart.participant for chart in measured.access_charts(meeting, his, everybody=True)] == [his]
    assert [chart.participant for chart in measured.access_charts(meeting, hers, everybody=False)] == [hers]
    assert measured.quality_since(clock.now() - timedelta(days=1))[0].people == 1
    actions.do_lift(ada.id)
    assert quality.do_sample(hers, read(b'{"jitter_ms": 5}')) is True


def test_others_do_not_find_them_in_the_directory() -> None:
    owner, ada, bob = (factories.person() for _ in range(3))
    place = organizations.organization(owner)
    hers, his = member(place, ada, "Ada"), member(place, bob, "Bob")
    actions.do_restrict(ada.id)
    assert ada.id not in set(directory.visible_to(his).values_list("person_id", flat=True))
    assert directory.people(his, directory.Narrowed(q="ada"), None)[0] == []
    assert ada.id in set(directory.visible_to(hers).values_list("person_id", flat=True)), "to themselves as ever"
    boss = Membership.objects.get(organization=place, person=owner)
    assert ada.id in set(directory.visible_to(boss).values_list("person_id", flat=True))
    actions.do_lift(ada.id)
    assert directory.people(his, directory.Narrowed(q="ada"), None)[0]


def test_what_they_did_with_a_file_is_told_to_whom_it_protects_alone() -> None:
    owner, ada, bob = (factories.person() for _ in range(3))
    node = cloud.folder(owner, "Plans")
    for each in (ada, bob):
        cloud.share(node, Role.EDIT, owner, person=each)
        Activity.objects.create(
            space=node.space, node_id=node.id, person=each, verb="renamed", name="Plans", facts={"before": "Plan"}
        )
    actions.do_restrict(ada.id)

    def seen(by: Person) -> set[object]:
        acts, _ = activity_of(cloud.access(by, node.id), None)
        return {act.person_id for act in acts if act.verb == "renamed"}

    assert seen(bob) == {bob.id} and seen(ada) == {ada.id, bob.id} and seen(owner) == {ada.id, bob.id}


def enter(person: Person, **given: Any) -> str:
    try:
        with cases.entered("test", staff.PURPOSE, subject=person.id, **given):
            return "entered"
    except EgretError as error:
        return error.slug


def test_staff_look_on_a_ground_that_is_written_down_or_not_at_all() -> None:
    ada = factories.person()
    before = do_open("test", subject=ada.id, reason="asked for help")
    actions.do_restrict(ada.id)
    assert enter(ada, reason="asked for help") == "case-subject-restricted"
    assert enter(ada, reason="asked for help", ground="because") == "case-subject-restricted"
    assert enter(ada, case_id=before.id) == "case-subject-restricted", "opened before, and taken since"
    assert Case.objects.count() == 1
    assert enter(ada, reason="asked for help", ground="consent") == "entered"
    assert Case.objects.latest("opened_at").ground == "consent"
    actions.do_lift(ada.id)
    assert enter(ada, reason="asked for help") == "entered"


def test_it_goes_with_the_person() -> None:
    ada = factories.person()
    actions.do_restrict(ada.id)
    erasure.delete("person", ada.id)
    assert not Restriction.objects.exists()

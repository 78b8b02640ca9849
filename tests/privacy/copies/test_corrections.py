"""A corrected name or number is followed by everything that holds a copy of it, in the same transaction."""

from __future__ import annotations

import pytest
from django.test import Client

from egret.accounts.actions import do_change_profile
from egret.accounts.actions.phone_change import do_change_phone, do_send_change_code
from egret.accounts.sms.memory import MemorySms
from egret.cloud.models import Role, Share
from egret.kernel.errors import EgretError
from egret.kernel.installation import tables_holding
from egret.meetings.models import Invitee, Participant, Schedule
from egret.meetings.queries import likely_nickname
from egret.organizations.models import ExpectedMember, Membership, Source
from tests import factories
from tests.factories import cloud, organizations

pytestmark = pytest.mark.django_db


def test_a_name() -> None:
    person = factories.person()
    do_change_profile(person.id, name="Ada Wrong")
    organizations.member(organizations.organization(), person)
    named = factories.participant(factories.meeting(), "Ada Wrong", person)
    chosen = factories.participant(factories.meeting(), "The Heron", person)
    assert len(tables_holding("Ada Wrong")) == 3
    do_change_profile(person.id, name="Ada Right")
    assert tables_holding("Ada Wrong") == []
    assert Participant.objects.get(id=named.id).nickname == "Ada Right"
    assert Participant.objects.get(id=chosen.id).nickname == "The Heron"
    assert Membership.objects.get(person=person).search == "ada right"
    Participant.objects.filter(id=chosen.id).delete()
    assert likely_nickname(person.id) == "Ada Right"
    # Removed rather than corrected: a participant must be called something.
    do_change_profile(person.id, name="")
    assert Participant.objects.get(id=named.id).nickname == "Ada Right"


@pytest.mark.parametrize("name", ["x" * 61, "\u202eadA", "a\u0301\u0301\u0301\u0301\u0301"])
def test_an_invalid_name_is_refused_and_every_copy_stays_as_it_was(client: Client, name: str) -> None:
    person = factories.person()
    do_change_profile(person.id, name="Ada Right")
    organizations.member(organizations.organization(), person)
    factories.participant(factories.meeting(), "Ada Right", person)
    before = tables_holding("Ada Right")
    client.force_login(person)
    refused = client.patch("/api/v1/profile", {"name": name}, content_type="application/json")
    assert refused.status_code == 422 and refused.json()["detail"], refused.content
    assert len(before) == 3 and tables_holding("Ada Right") == before


def test_an_invalid_number_is_refused_and_the_old_one_stays() -> None:
    person = factories.person()
    before = tables_holding(str(person.phone))
    for typed in ("", "+0", "+1 (555) 0100-what", "911"):
        with pytest.raises(EgretError):
            do_send_change_code(person.id, typed, language="en", address="198.51.100.1")
    flow = do_send_change_code(person.id, factories.new_phone(), language="en", address="198.51.100.1")
    with pytest.raises(EgretError):
        do_change_phone(person.id, flow.id, "000000x", keep_key=None)
    assert tables_holding(str(person.phone)) == before


def test_a_number() -> None:
    person, host = factories.person(), factories.person()
    old, new = str(person.phone), factories.new_phone()
    node, both = cloud.file(host, "a.txt"), cloud.file(host, "b.txt")
    cloud.share(node, Role.VIEW, host, phone=old)
    for phone in (old, new):
        cloud.share(both, Role.VIEW, host, phone=phone)
    Invitee.objects.create(schedule=Schedule.objects.create(host=host), phone=old)
    organization = organizations.organization(host)
    ExpectedMember.objects.create(organization=organization, phone=old, source=Source.IMPORT, source_detail="a list")
    flow = do_send_change_code(person.id, new, language="en", address="198.51.100.1")
    code = MemorySms.outbox[-1][1].split()[0]
    do_change_phone(person.id, flow.id, code, keep_key=None)
    assert tables_holding(old) == []
    assert Share.objects.filter(phone=new).count() == 2
    assert Invitee.objects.get().phone == ExpectedMember.objects.get().phone == new

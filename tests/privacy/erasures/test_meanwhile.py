"""Somebody is erased while they upload, are in calls, or own an organisation; and a company that does not answer."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from egret.accounts.models import Person
from egret.kernel import blobs, clock, egress
from egret.kernel.models import Blob
from egret.kernel.text import Text
from egret.media import rooms
from egret.meetings.models import Meeting, Spell
from egret.organizations.models import Membership, Organization, Role
from egret.privacy.erasures import actions, notices
from egret.privacy.erasures.models import Erasure, Notice
from tests import factories
from tests.accounts import sms_provider
from tests.cloud import tus
from tests.factories import organizations

pytestmark = pytest.mark.django_db(transaction=True)


def erase(person: Person) -> Erasure:
    order = actions.do_order(person.id, at_once=True)
    assert actions.run(order.id) == Erasure.State.DONE
    return Erasure.objects.get(id=order.id)


def present(person: Person, meeting: Meeting) -> str:
    participant = factories.participant(meeting, "Me", person)
    now = clock.now()
    Spell.objects.create(sid=f"PA_{participant.id}", participant=participant, room_sid="R", joined_at=now, seen_at=now)
    return str(participant.id)


def test_while_uploading_and_while_in_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    person, host = factories.person(), factories.person()
    client = Client()
    client.force_login(person)
    begun = tus.create(client, length=10, content=b"half ")
    assert begun.status_code == 201
    own, others = factories.meeting(person), factories.meeting(host)
    present(host, own)
    identity = present(person, others)
    closed: list[str] = []
    sent_out: list[tuple[str, str]] = []
    monkeypatch.setattr(rooms, "delete_room", closed.append)
    monkeypatch.setattr(rooms, "find_occupant", lambda room, who: object())
    monkeypatch.setattr(rooms, "remove_occupant", lambda room, who: sent_out.append((room, who)))
    erase(person)
    assert closed == [str(own.id)]
    assert sent_out == [(str(others.id), identity)]
    assert tus.send(client, "PATCH", begun["Location"], b"whole", Upload_Offset=5).status_code in (401, 404)
    assert not Blob.objects.exists()
    assert blobs.reconcile().agrees


def test_an_organisation_always_has_somebody_who_answers() -> None:
    organization = organizations.organization()
    owner = organizations.owner_of(organization)
    admin, member = (
        Membership.objects.create(organization=organization, person=factories.person(), role=role)
        for role in (Role.ADMIN, Role.MEMBER)
    )
    erase(owner.person)
    assert Membership.objects.get(id=admin.id).role == Role.OWNER
    erase(admin.person)
    assert Membership.objects.get(id=member.id).role == Role.OWNER
    erase(member.person)
    assert not Organization.objects.filter(id=organization.id).exists()


def test_a_company_is_asked_until_it_answers(settings: Settings) -> None:
    person = factories.person()
    with sms_provider.provider() as provider:
        host = "sms.example"
        settings.EGRET_SMS_URL = f"https://{host}/send"
        settings.EGRET_DELETION_URLS = {host: provider.url}
        egress.register(f"https://{host}", processor="sms", purpose="privacy.erase", payload=(), sends=Text("a", "b"))
        egress.register(provider.url, processor="deletion", purpose="privacy.erase", payload=())
        try:
            provider.status = 503
            order = erase(person)
            notice = Notice.objects.get(erasure=order)
            assert notice.outcome == "it answered 503" and notice.acknowledged_at is None
            assert str(person.phone) not in notice.known_as and notices.identifier(notice) == person.phone
            assert notices.tell_all() == 0, "not again within the hour"
            provider.status = 204
            with clock.travel(2 * notices.ASK_AGAIN_AFTER):
                assert notices.tell_all() == 1
            told = json.loads(provider.asked[-1].body)
            assert told == {"delete": person.phone, "reference": str(notice.id)}
            assert Notice.objects.get(id=notice.id).known_as == ""
            assert json.loads(order.certificate)["told"][0]["host"] == host
        finally:
            egress.DESTINATIONS.pop(host)
            egress.DESTINATIONS.pop(urlsplit(provider.url).netloc)

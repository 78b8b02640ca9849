"""The operator deletes an account on request."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from egret.accounts import actions
from egret.accounts.models import Person, Session, SignInFlow
from egret.kernel import blobs, vault
from egret.kernel.installation import tables_holding
from egret.meetings.models import Meeting
from tests import factories

pytestmark = pytest.mark.django_db


def test_nothing_of_the_person_is_left(client: Client) -> None:
    gone, stays = factories.person(), factories.person()
    client.force_login(gone)
    Client().force_login(stays)
    factories.participant(factories.meeting(gone), "Me", gone)
    call_command("delete_person", gone.phone, reason="asked by letter")
    assert list(Person.objects.all()) == [stays]
    assert not Meeting.objects.exists()
    assert not SignInFlow.objects.filter(phone=gone.phone).exists()
    assert Session.objects.count() == 1
    assert gone.phone is not None
    assert tables_holding(gone.phone) == []
    assert client.get("/api/v1/session").json()["person"] is None


@pytest.mark.django_db(transaction=True)
def test_who_kept_nothing_has_no_key_afterwards_either() -> None:
    """What they were just storing cannot be read, and nothing is stored for them again."""
    gone = vault.Owner("person", factories.person().id)
    actions.do_delete_person(Person.objects.get(id=gone.id))
    with pytest.raises(vault.KeyDestroyed):
        blobs.draft(gone, "accounts.picture")


@pytest.mark.parametrize("phone", ["nonsense", "+447700900999"])
def test_unknown_numbers_say_so(phone: str) -> None:
    with pytest.raises(CommandError):
        call_command("delete_person", phone, reason="asked by letter")

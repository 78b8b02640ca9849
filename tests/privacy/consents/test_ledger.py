"""Consents: off until given, as easily taken back, and a ledger that is only added to."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from egret.kernel import consents, policy
from egret.privacy.consents import actions, queries
from egret.privacy.consents.models import EntryKind, LedgerEntry
from egret.privacy.consents.personal import MESSAGES
from egret.privacy.ledger import Unchangeable
from tests import factories

pytestmark = pytest.mark.django_db
CONSENTS = "/api/v1/privacy/consents"


def put(client: Client, purpose: str, given: bool) -> int:
    reply = client.put(f"{CONSENTS}/{purpose}", {"given": given}, content_type="application/json")
    return int(reply.status_code)


def test_a_switch_is_off_and_each_turn_is_kept_with_its_circumstances(client: Client) -> None:
    ada = factories.person()
    client.force_login(ada)
    (before,) = client.get(CONSENTS).json()["items"]
    assert (before["purpose"], before["given"], before["since"], before["history"]) == (MESSAGES, False, None, [])
    assert put(client, MESSAGES, True) == 200 and consents.given(ada.id, MESSAGES)
    assert put(client, MESSAGES, True) == 200, "twice is once"
    assert put(client, MESSAGES, False) == 200 and not consents.given(ada.id, MESSAGES)
    (after,) = client.get(CONSENTS).json()["items"]
    assert [each["given"] for each in after["history"]] == [False, True]
    assert {(each["policy_version"], each["language"], each["manner"]) for each in after["history"]} == {
        (policy.version(), "en", "switch")
    }


def test_nobody_can_consent_to_what_does_not_ask(client: Client) -> None:
    client.force_login(factories.person())
    for purpose in ("accounts.sign_in", "nothing.such"):
        assert put(client, purpose, True) == 404
    assert not LedgerEntry.objects.exists()


def test_one_persons_consent_is_not_anothers() -> None:
    ada, bob = factories.person(), factories.person()
    actions.do_choose(ada.id, MESSAGES, given=True, language="en")
    assert not consents.given(bob.id, MESSAGES)
    assert actions.do_withdraw_all(bob.id, "en") == []
    assert actions.do_withdraw_all(ada.id, "en") == [MESSAGES]


def test_the_ledger_is_only_added_to() -> None:
    ada = factories.person()
    actions.do_choose(ada.id, MESSAGES, given=True, language="en")
    entry = LedgerEntry.objects.get()
    for change in (entry.save, entry.delete, lambda: LedgerEntry.objects.update(kind="withdrawn")):
        with pytest.raises(Unchangeable):
            change()


def test_a_notice_can_never_stand_for_a_consent() -> None:
    ada = factories.person()
    for kind, purpose in ((EntryKind.USED_AFTER_NOTICE, MESSAGES), (EntryKind.GIVEN, "")):
        with pytest.raises(IntegrityError), transaction.atomic():
            LedgerEntry.objects.create(
                person=ada, kind=kind, purpose=purpose, policy_version="2026-11-30", language="en", manner="page"
            )
    assert not queries.given(ada.id, MESSAGES)

"""An account is ordered to be deleted, kept by cancelling, and deleted when its time has come."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from egret.accounts.models import Person
from egret.kernel import certificates, clock, erasure, journal, signing, vault
from egret.kernel.installation import tables_holding
from egret.kernel.text import Text
from egret.privacy.erasures import actions, queries
from egret.privacy.erasures.models import Erasure
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
State = Erasure.State
ORDERS = "/api/v1/privacy/erasures"


def fresh(person: Person) -> Client:
    """A browser in which somebody proved minutes ago who they are."""
    client = Client()
    client.force_login(person)
    session = client.session
    session["proved_at"] = clock.now().isoformat()
    session.save()
    return client


def order(client: Client, *, at_once: bool = False) -> dict[str, str]:
    answer = client.post(ORDERS, {"at_once": at_once}, content_type="application/json")
    assert answer.status_code == 201, answer.content
    body: dict[str, str] = answer.json()
    return body


def test_the_plan_says_what_goes_and_what_stays() -> None:
    person = factories.person()
    meeting = factories.meeting(person)
    factories.participant(meeting, "Me", person)
    plan = fresh(person).get(f"{ORDERS}/plan").json()
    assert {line["id"] for line in plan["goes"]} >= {"contact", "consent", "meeting", "technical"}
    assert plan["stays"] == [] and plan["waits"] == [] and plan["grace_days"] == 7


def test_it_asks_for_a_fresh_proof() -> None:
    client = Client()
    client.force_login(factories.person())
    answer = client.post(ORDERS, {}, content_type="application/json")
    assert answer.status_code == 403 and answer.json()["type"] == "urn:egret:proof-needed"
    assert not Erasure.objects.exists()


def test_nothing_happens_before_its_time_and_cancelling_leaves_everything() -> None:
    person = factories.person()
    client = fresh(person)
    made = order(client)
    assert actions.run_due() == 0
    assert client.get(f"{ORDERS}/mine").json()["erasure"]["id"] == made["id"]
    again = client.post(ORDERS, {}, content_type="application/json")
    assert again.status_code == 409 and again.json()["due_at"]
    assert client.post(f"{ORDERS}/cancel").status_code == 204
    with clock.travel(timedelta(days=8)):
        assert actions.run_due() == 0
    assert client.get(f"{ORDERS}/mine").json() == {"erasure": None}
    assert Person.objects.filter(id=person.id).exists()
    assert client.get(f"{ORDERS}/receipts/{made['receipt']}").json()["state"] == "cancelled"
    assert client.post(f"{ORDERS}/cancel").status_code == 404


def test_after_the_grace_period_the_person_is_gone_and_the_certificate_says_so() -> None:
    person, stays = factories.person(), factories.person()
    owner = vault.Owner("person", person.id)
    client = fresh(person)
    made = order(client)
    with clock.travel(timedelta(days=8)):
        assert actions.run_due() == 1
    assert list(Person.objects.all()) == [stays]
    assert vault.is_destroyed(owner)
    assert tables_holding(str(person.phone)) == [] and tables_holding(str(person.id)) == []
    assert client.get("/api/v1/session").json()["person"] is None
    seen = Client().get(f"{ORDERS}/receipts/{made['receipt']}").json()
    assert seen["state"] == "done" and seen["plan"]["goes"]
    file = Client().get(f"{ORDERS}/receipts/{made['receipt']}/certificate")
    key = signing.public_key(settings.INSTANCE)
    verdict, document = certificates.check(file.content, key)
    assert verdict is certificates.Verdict.VALID
    assert document["journal"]["line"] == 1 and document["erased"]["entries"] >= 3
    assert str(person.phone) not in file.content.decode() and person.id.hex not in file.content.decode()
    known = journal.of(settings.INSTANCE)
    assert known is not None and known.find(str(owner)) is not None
    assert str(person.id) not in journal.path_of(settings.INSTANCE).read_text()


def test_now_shortens_a_grace_period_that_runs() -> None:
    client = fresh(factories.person())
    first = order(client)
    assert order(client, at_once=True)["id"] == first["id"]
    assert actions.run_due() == 1


def test_what_was_changed_or_is_another_installations_is_told() -> None:
    person = factories.person()
    made = order(fresh(person), at_once=True)
    actions.run_due()
    content = Erasure.objects.get(id=made["id"]).certificate.encode()
    key = signing.public_key(settings.INSTANCE)
    changed = json.loads(content)
    changed["erased"]["entries"] += 1
    assert certificates.check(json.dumps(changed).encode(), key)[0] is certificates.Verdict.CHANGED
    assert certificates.check(content, bytes(32))[0] is certificates.Verdict.OTHER_INSTALLATION
    for junk in (b"", b"[]", b"{}", b"\xff", b'{"signature": {"key": 1}}', b'{"signature": []}', b"[" * 100_000):
        assert certificates.check(junk, key)[0] is certificates.Verdict.NOT_A_CERTIFICATE


def test_a_receipt_cannot_be_made_up() -> None:
    made = order(fresh(factories.person()))
    for receipt in ("x", made["receipt"][:-1] + "!", made["id"].replace("-", "")):
        assert Client().get(f"{ORDERS}/receipts/{receipt}").status_code == 404
    assert Client().get(f"{ORDERS}/receipts/{made['receipt']}/certificate").status_code == 404


def test_who_is_held_waits_until_the_hold_is_released(monkeypatch: pytest.MonkeyPatch) -> None:
    person = factories.person()
    made = order(fresh(person), at_once=True)
    monkeypatch.setattr(erasure, "_waits", [lambda _: [Text("A court asked for it.", "法院要求保全。")]])
    assert actions.run_due() == 0
    assert fresh(person).get(f"{ORDERS}/plan").json()["waits"] == ["A court asked for it."]
    assert Erasure.objects.get(id=made["id"]).state == State.PLANNED
    monkeypatch.setattr(erasure, "_waits", [])
    assert actions.run_due() == 1


def test_a_hold_placed_while_erasing_is_seen_before_anything_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    person = factories.person()
    made = actions.do_order(person.id, at_once=True)
    actions._decide(made)
    monkeypatch.setattr(erasure, "_waits", [lambda _: [Text("Held.", "保全。")]])
    assert actions.run(made.id) == State.RUNNING
    assert Person.objects.filter(id=person.id).exists() and journal.of(settings.INSTANCE) is None
    monkeypatch.setattr(erasure, "_waits", [])
    assert actions.run(made.id) == State.DONE


def test_an_order_ends_when_the_person_goes_by_another_way() -> None:
    person = factories.person()
    made = actions.do_order(person.id, at_once=False)
    erasure.delete("person", person.id)
    assert Erasure.objects.get(id=made.id).state == State.CANCELLED
    assert queries.order_of(person.id) is None


def test_who_runs_it_second_finds_it_done() -> None:
    person = factories.person()
    made = actions.do_order(person.id, at_once=True)
    stale = Erasure.objects.get(id=made.id)
    assert actions.run(made.id) == State.DONE
    certificate = Erasure.objects.get(id=made.id).certificate
    for step in actions._STEPS.values():
        step(stale)
    again = Erasure.objects.get(id=made.id)
    assert again.state == State.DONE and again.certificate == certificate
    known = journal.of(settings.INSTANCE)
    assert known is not None and len(known.entries) == 1

"""Asking about one's own data, and taking it back."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from egret.accounts.models import Person
from egret.kernel import clock, events, restrictions
from egret.meetings.quality import queries as quality
from egret.privacy.consents import actions as consents
from egret.privacy.consents import queries as ledger
from egret.privacy.consents.personal import MESSAGES
from egret.privacy.copies import actions as copies
from egret.privacy.copies import building
from egret.privacy.erasures import actions as erasures
from egret.privacy.events import CopyCancelled, CopyOrdered, CopyReady, ErasureCancelled, ErasureOrdered
from egret.privacy.ledger import Unchangeable
from egret.privacy.requests import actions
from egret.privacy.requests.models import Kind, Request, RequestEvent
from tests import factories
from tests.factories import organizations
from tests.privacy.requests.conftest import REQUESTS, ask, post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_singapore")]


def test_a_request_has_a_clock_that_explains_itself(client: Client, ada: Person) -> None:
    reply = post(client, REQUESTS, {"kind": "complaint", "text": "  Too   loud.  "})
    asked = reply.json()
    assert reply.status_code == 201
    assert (asked["state"], asked["text"], asked["desk"]["name"]) == ("received", "Too loud.", "Reed Pte Ltd")
    assert asked["days_left"] == 15 and asked["clock"]["country"] == "SG"
    assert sum(rule["decides"] for rule in asked["clock"]["rules"]) >= 1
    assert [event["kind"] for event in asked["timeline"]] == ["received"]
    assert client.get(REQUESTS).json()["items"] == [asked]


def test_the_eleventh_time_it_is_still_the_one(client: Client, ada: Person) -> None:
    replies = [post(client, REQUESTS, {"kind": "complaint", "text": f"again {n}"}) for n in range(11)]
    assert [reply.status_code for reply in replies] == [201] + [200] * 10
    assert len({reply.json()["id"] for reply in replies}) == 1 == Request.objects.count()
    assert [event["kind"] for event in replies[-1].json()["timeline"]] == ["received"] + ["repeated"] * 10
    assert replies[-1].json()["text"].split("\n\n") == [f"again {n}" for n in range(11)], "nothing written is lost"
    assert post(client, REQUESTS, {"kind": "complaint", "text": "again 3"}).json()["text"].count("again 3") == 1


def test_what_is_written_to_one_request_has_an_end(client: Client, ada: Person) -> None:
    replies = [post(client, REQUESTS, {"kind": "complaint", "text": f"{n} " + "x" * 1990}) for n in range(21)]
    assert [reply.status_code for reply in replies] == [201] + [200] * 19 + [422]
    assert replies[-1].json()["type"] == "urn:egret:request-text-unusable"
    assert len(Request.objects.get().text) <= 40_000


def test_asked_again_it_stops_again(client: Client, ada: Person) -> None:
    for kind, goes_on in (("objection", allow), ("restriction", lift)):
        first = post(client, REQUESTS, {"kind": kind, "text": "and read this"}).json()
        assert first["state"] == "received" and stopped(kind, ada)
        goes_on(client)
        assert not stopped(kind, ada)
        assert post(client, REQUESTS, {"kind": kind}).json()["id"] == first["id"]
        assert stopped(kind, ada)


def stopped(kind: str, person: Person) -> bool:
    return quality.person_objects(person.id) if kind == "objection" else restrictions.is_restricted(person.id)


def allow(client: Client) -> None:
    body = json.dumps({"objected": False})
    client.put("/api/v1/privacy/objections/quality.measure", body, "application/json")


def lift(client: Client) -> None:
    client.delete("/api/v1/privacy/restriction")


def test_for_somebody_else_it_is_refused_with_what_to_do(client: Client, ada: Person) -> None:
    reply = post(client, REQUESTS, {"kind": "complaint", "text": "x", "about": "somebody_else"})
    assert reply.status_code == 422 and "sign in and send it themselves" in reply.json()["detail"]
    assert not Request.objects.exists()


@pytest.mark.parametrize("kind", ["copy", "deletion", "transfer", "deregistration"])
def test_an_identity_check_that_is_abandoned_leaves_nothing(client: Client, ada: Person, kind: str) -> None:
    with clock.travel(timedelta(minutes=11)):
        reply = post(client, REQUESTS, {"kind": kind})
    assert (reply.status_code, reply.json()["type"]) == (403, "urn:egret:proof-needed")
    assert not Request.objects.exists() and not RequestEvent.objects.exists()


@pytest.mark.parametrize("kind", ["complaint", "correction"])
def test_what_says_nothing_is_not_taken(client: Client, ada: Person, kind: str) -> None:
    for text in ("", " \n ", "\u202eevil", "x" * 2001):
        assert post(client, REQUESTS, {"kind": kind, "text": text}).json()["type"] == "urn:egret:request-text-unusable"
    assert not Request.objects.exists()


def test_withdrawn_it_is_over_and_can_be_sent_anew(client: Client, ada: Person) -> None:
    first = ask(ada)
    reply = post(client, f"{REQUESTS}/{first.id}/withdraw")
    assert reply.json()["state"] == "withdrawn"
    assert post(client, f"{REQUESTS}/{first.id}/withdraw").status_code == 409
    assert post(client, REQUESTS, {"kind": "complaint", "text": "again"}).status_code == 201


def test_another_persons_request_is_unknown(client: Client, ada: Person) -> None:
    theirs = ask(factories.person())
    assert client.get(f"{REQUESTS}/{theirs.id}").status_code == 404
    assert post(client, f"{REQUESTS}/{theirs.id}/withdraw").status_code == 404


def test_nobody_else_is_asked_about_an_organisation_one_is_not_in(client: Client, ada: Person) -> None:
    place = organizations.organization()
    reply = post(client, REQUESTS, {"kind": "complaint", "text": "x", "organization": str(place.id)})
    assert reply.status_code == 404 and not Request.objects.exists()


def test_an_objection_stops_at_once_and_answers_itself(client: Client, ada: Person) -> None:
    asked = post(client, REQUESTS, {"kind": "objection"}).json()
    assert asked["state"] == "answered" and quality.person_objects(ada.id)
    assert [event["kind"] for event in asked["timeline"]] == ["received", "stopped", "answered"]
    assert "measured" in asked["timeline"][1]["text"]
    more = post(client, REQUESTS, {"kind": "restriction", "text": "and do not list me"}).json()
    assert more["state"] == "received", "what was written is for somebody to read"


def test_what_does_not_stop_by_itself_says_why_and_waits_for_somebody(client: Client, ada: Person) -> None:
    items = {each["purpose"]: each for each in client.get("/api/v1/privacy/objections").json()["items"]}
    weighed = {name for name, each in items.items() if each["against"]}
    assert weighed == {"accounts.staff", "cloud.activity", "organizations.administer"}
    assert all(bool(each["stops"]) != bool(each["against"]) for each in items.values())
    body = json.dumps({"objected": True})
    for name in weighed:
        reply = client.put(f"/api/v1/privacy/objections/{name}", body, "application/json")
        assert reply.status_code == 404 and reply.json()["type"] == "urn:egret:not-stoppable"
    asked = post(client, REQUESTS, {"kind": "objection", "text": "I object to being helped."}).json()
    assert asked["state"] == "received" and asked["due_on"]


def test_a_withdrawal_takes_every_consent_back(client: Client, ada: Person) -> None:
    consents.do_choose(ada.id, MESSAGES, given=True, language="en")
    assert post(client, REQUESTS, {"kind": "withdrawal"}).json()["state"] == "answered"
    assert not ledger.given(ada.id, MESSAGES)


@pytest.mark.django_db(transaction=True)
def test_an_ordered_copy_is_a_request_that_answers_itself(client: Client) -> None:
    ada = factories.person()
    client.force_login(ada)
    order = ada.id
    for event in (CopyOrdered(ada.id, order), CopyOrdered(ada.id, order)):
        with transaction.atomic():
            events.emit(event)
    (asked,) = client.get(REQUESTS).json()["items"]
    assert (asked["kind"], asked["state"], asked["answers_itself"]) == ("copy", "in_progress", True)
    assert post(client, f"{REQUESTS}/{asked['id']}/withdraw").json()["type"] == "urn:egret:answers-itself"
    with transaction.atomic():
        events.emit(CopyReady(ada.id, order))
    (asked,) = client.get(REQUESTS).json()["items"]
    assert asked["state"] == "answered" and asked["timeline"][-1]["kind"] == "ready"


@pytest.mark.django_db(transaction=True)
def test_a_copy_that_failed_is_asked_for_until_it_is_there(client: Client) -> None:
    """One clock from the first order on; whoever stops a copy takes the request back."""
    ada = factories.person()
    client.force_login(ada)
    failed, second, third = (factories.person().id for _ in range(3))
    told = (CopyOrdered(ada.id, failed), CopyOrdered(ada.id, second), CopyReady(ada.id, second))
    for event in (*told, CopyOrdered(ada.id, third), CopyCancelled(ada.id, third), CopyCancelled(ada.id, third)):
        with transaction.atomic():
            events.emit(event)
    asked = client.get(REQUESTS).json()["items"]
    assert sorted(each["state"] for each in asked) == ["answered", "withdrawn"]


@pytest.mark.django_db(transaction=True)
def test_what_a_crash_swallowed_is_heard_of_again(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = factories.person()
    client.force_login(ada)
    with monkeypatch.context() as crash:
        crash.setattr(events, "_deliver", lambda event: None)
        copies.do_order(ada.id, "en")
        building.build_wanted()
        erasures.do_order(ada.id, at_once=False)
    assert client.get(REQUESTS).json()["items"] == []
    for _ in range(2):
        copies.announce()
        erasures.announce()
    found = {each["kind"]: each["state"] for each in client.get(REQUESTS).json()["items"]}
    assert found == {"copy": "answered", "deregistration": "in_progress"}


@pytest.mark.django_db(transaction=True)
def test_a_cancelled_erasure_is_a_withdrawn_request(client: Client) -> None:
    ada, order = factories.person(), factories.person().id
    client.force_login(ada)
    for event in (ErasureOrdered(ada.id, order), ErasureCancelled(ada.id, order), ErasureCancelled(ada.id, order)):
        with transaction.atomic():
            events.emit(event)
    (asked,) = client.get(REQUESTS).json()["items"]
    assert (asked["kind"], asked["state"]) == ("deregistration", "withdrawn")


def test_the_timeline_is_only_added_to(ada: Person) -> None:
    event = ask(ada).events.get()
    for change in (event.save, event.delete, lambda: RequestEvent.objects.update(kind="answered")):
        with pytest.raises(Unchangeable):
            change()


def test_two_open_ones_of_a_kind_cannot_be(ada: Person) -> None:
    first = ask(ada)
    with pytest.raises(IntegrityError), transaction.atomic():
        Request.objects.create(
            **{
                name: getattr(first, name)
                for name in ("person", "kind", "received_on", "due_on", "due_at", "first_due_at", "clock")
            }
        )


def test_it_goes_with_the_person(ada: Person) -> None:
    from egret.accounts.actions import do_delete_person

    ask(ada)
    do_delete_person(ada)
    assert not Request.objects.exists() and not RequestEvent.objects.exists()


def test_a_flood_is_held_up(ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    from egret.kernel.ratelimit import Limit
    from egret.privacy.requests.actions import asking
    from egret.privacy.requests.errors import AskedTooOften

    monkeypatch.setattr(asking, "PER_PERSON", Limit("test", 2, timedelta(hours=1)))
    for _ in range(2):
        ask(ada)
    with pytest.raises(AskedTooOften):
        actions.do_submit(ada.id, Kind.OBJECTION, text="", organization_id=None, language="en")

"""Changing the phone number of an account."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client

from egret.accounts.actions.phone_change import do_change_phone, do_send_change_code
from egret.accounts.errors.sessions import PhoneTaken
from egret.accounts.freshness import FRESH
from egret.accounts.models import Person, SignInFlow
from egret.accounts.sms.memory import MemorySms
from egret.kernel import clock
from egret.kernel.purpose import under
from tests import factories
from tests.factories.browsers import IPHONE, browser

pytestmark = pytest.mark.django_db


def ask(client: Client, phone: str, **headers: str) -> tuple[int, dict[str, str]]:
    response = client.post("/api/v1/phone/codes", {"phone": phone}, "application/json", headers=headers)
    return response.status_code, response.json()


def confirm(client: Client, flow: str, code: str) -> tuple[int, dict[str, str]]:
    response = client.post(f"/api/v1/phone/{flow}/confirm", {"code": code}, "application/json")
    return response.status_code, response.json()


def last_code() -> str:
    return MemorySms.outbox[-1][1].split()[0]


def test_the_number_changes_other_sessions_end_and_the_old_number_is_told() -> None:
    person = factories.person()
    old, new = person.phone, factories.new_phone()
    mine, other = browser(person), browser(person, IPHONE)
    status, sent = ask(mine, new)
    assert status == 202 and MemorySms.outbox[-1][0] == new
    assert confirm(mine, sent["flow"], last_code()) == (200, {"phone_hint": sent["phone_hint"]})
    assert Person.objects.get(id=person.id).phone == new
    recipient, text = MemorySms.outbox[-1]
    assert recipient == old and new[-3:] in text and new not in text
    assert mine.get("/api/v1/sessions").status_code == 200
    assert other.get("/api/v1/sessions").status_code == 401
    browser(Person.objects.get(id=person.id))


def test_a_sign_in_begun_with_the_old_number_begins_again() -> None:
    person = factories.person()
    client = browser(person)
    flow, code = factories.sent_code(person.phone)
    _, sent = ask(client, factories.new_phone())
    confirm(client, sent["flow"], last_code())
    answer = Client().post(f"/api/v1/sign-in/{flow.id}/confirm", {"code": code}, "application/json").json()
    assert answer.get("state") != "signed_in"


def test_the_answer_is_the_same_for_somebody_elses_number_until_the_code_is_right() -> None:
    theirs = factories.person()
    assert theirs.phone is not None
    client = browser(factories.person())
    status, free = ask(client, factories.new_phone())
    status_of_taken, taken = ask(client, theirs.phone)
    assert (status, set(free)) == (status_of_taken, set(taken))
    code = last_code()
    wrong = "000000" if code != "000000" else "111111"
    assert confirm(client, taken["flow"], wrong)[1]["type"] == "urn:egret:code-wrong"
    assert confirm(client, taken["flow"], code)[1]["type"] == "urn:egret:phone-taken"
    assert confirm(client, taken["flow"], code)[1]["type"] == "urn:egret:code-used"
    assert Person.objects.filter(phone=theirs.phone).get().id == theirs.id


def test_wrong_codes_run_out_and_codes_expire() -> None:
    client = browser(factories.person())
    _, sent = ask(client, factories.new_phone())
    code = last_code()
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(5):
        assert confirm(client, sent["flow"], wrong)[0] == 422
    assert confirm(client, sent["flow"], code)[0] == 429
    _, sent = ask(client, factories.new_phone())
    with clock.travel(timedelta(minutes=11)):
        assert confirm(client, sent["flow"], last_code())[1]["type"] == "urn:egret:code-expired"


def test_a_flow_belongs_to_its_person_and_to_this_use() -> None:
    mine, theirs = browser(factories.person()), browser(factories.person())
    _, sent = ask(mine, factories.new_phone())
    code = last_code()
    assert confirm(theirs, sent["flow"], code)[1]["type"] == "urn:egret:flow-unknown"
    as_sign_in = Client().post(f"/api/v1/sign-in/{sent['flow']}/confirm", {"code": code}, "application/json")
    assert as_sign_in.json()["type"] == "urn:egret:flow-unknown"
    sign_in, code = factories.sent_code()
    assert confirm(mine, str(sign_in.id), code)[1]["type"] == "urn:egret:flow-unknown"


def test_it_asks_for_a_recent_proof() -> None:
    client = browser(factories.person())
    with clock.travel(FRESH + timedelta(seconds=1)):
        status, body = ask(client, factories.new_phone())
    assert (status, body["type"]) == (403, "urn:egret:proof-needed")
    assert ask(Client(), factories.new_phone())[0] == 401


def test_malformed_and_unchanged_numbers_send_nothing() -> None:
    person = factories.person()
    assert person.phone is not None
    client = browser(person)
    sent = len(MemorySms.outbox)
    assert ask(client, "12345")[1]["type"] == "urn:egret:phone-malformed"
    assert ask(client, person.phone)[1]["type"] == "urn:egret:phone-unchanged"
    assert len(MemorySms.outbox) == sent


def test_caps_are_shared_with_sign_in() -> None:
    client = browser(factories.person())
    phone = factories.new_phone()
    for _ in range(9):
        factories.sent_code(phone)
    assert ask(client, phone)[0] == 202
    status, body = ask(client, phone)
    assert (status, body["type"]) == (429, "urn:egret:too-many-codes")


@pytest.mark.django_db(transaction=True)
def test_two_people_confirm_one_number_at_once_and_exactly_one_has_it() -> None:
    phone = factories.new_phone()
    tries = []
    for _ in range(2):
        person = factories.person()
        flow = do_send_change_code(person.id, phone, language="en", address="198.51.100.7")
        tries.append((person, flow, last_code()))
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def run(person: Person, flow: SignInFlow, code: str) -> None:
        try:
            start.wait()
            do_change_phone(person.id, flow.id, code, keep_key=None)
            outcomes.append("changed")
        except PhoneTaken:
            outcomes.append("taken")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=under("tests.arrange")(run), args=each) for each in tries]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["changed", "taken"]
    assert Person.objects.filter(phone=phone).count() == 1


def test_a_person_without_a_number_gets_one() -> None:
    person = factories.person()
    flow = do_send_change_code(person.id, factories.new_phone(), language="zh-Hans", address="198.51.100.7")
    Person.objects.filter(id=person.id).update(phone=None)
    sent = len(MemorySms.outbox)
    do_change_phone(person.id, flow.id, last_code(), keep_key=None)
    assert len(MemorySms.outbox) == sent
    assert Person.objects.get(id=person.id).phone == flow.phone

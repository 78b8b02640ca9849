"""Several things at the same moment, in threads of their own: two orders, two who carry one out, two people, a hold."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connections

from egret.accounts.models import Person
from egret.kernel import certificates, clock, journal
from egret.kernel.errors import EgretError
from egret.kernel.purpose import under
from egret.privacy.erasures import actions
from egret.privacy.erasures.models import Erasure
from egret.privacy.holds import actions as holding
from egret.privacy.holds.models import Hold
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
State = Erasure.State


def together(*acts: Callable[[], object]) -> list[str]:
    """Run them in threads that start together; the slug of what each raised, "" for none."""
    gate, outcomes = threading.Barrier(len(acts)), [""] * len(acts)

    def run(number: int, act: Callable[[], object]) -> None:
        try:
            gate.wait()
            act()
        except EgretError as error:
            outcomes[number] = error.slug
        finally:
            connections.close_all()

    threads = [threading.Thread(target=under("tests.arrange")(run), args=pair) for pair in enumerate(acts)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return outcomes


def test_two_orders_are_one() -> None:
    person = factories.person()
    outcomes = together(*[lambda: actions.do_order(person.id, at_once=False)] * 2)
    assert sorted(outcomes) == ["", "erasure-ordered-already"]
    assert Erasure.objects.get().state == State.PLANNED


def test_two_who_carry_it_out_do_it_once() -> None:
    person = factories.person()
    order = actions.do_order(person.id, at_once=True)
    assert together(*[lambda: actions.run(order.id)] * 3) == ["", "", ""]
    done = Erasure.objects.get(id=order.id)
    assert done.state == State.DONE and not Person.objects.exists()
    known = journal.of(settings.INSTANCE)
    assert known is not None and len(known.entries) == 1 and done.journal_line == 1


def test_two_people_go_at_once_each_with_a_line_of_their_own() -> None:
    orders = [actions.do_order(factories.person().id, at_once=True) for _ in range(2)]
    together(*[lambda each=each: actions.run(each.id) for each in orders])
    assert not Person.objects.exists()
    # While one still writes, the other cannot empty the database's log: it is done at the next occasion.
    actions.run_due()
    assert set(Erasure.objects.values_list("state", flat=True)) == {State.DONE}
    known = journal.of(settings.INSTANCE)
    assert known is not None and [entry.number for entry in known.entries] == [1, 2]
    assert set(Erasure.objects.values_list("journal_line", flat=True)) == {1, 2}
    for each in Erasure.objects.all():
        assert certificates.FORMAT in each.certificate


def hold(person: Person) -> Hold:
    review = clock.now() + timedelta(days=30)
    return holding.do_place("person", person.id, reason="a claim", authority="3 C 17", placed_by="Bo", review_at=review)


def test_a_real_hold_between_the_decision_and_the_deletion_keeps_everything() -> None:
    person = factories.person()
    order = actions.do_order(person.id, at_once=True)
    actions._decide(order)
    placed = hold(person)
    assert actions.run(order.id) == State.RUNNING
    assert Person.objects.filter(id=person.id).exists() and journal.of(settings.INSTANCE) is None
    holding.do_release(placed.id, released_by="Bo")
    assert actions.run_due() == 1 and not Person.objects.exists()


def test_a_hold_at_the_very_moment_holds_or_finds_nobody() -> None:
    """Never half: either somebody is held and there, or gone and was not held in time."""
    person = factories.person()
    order = actions.do_order(person.id, at_once=True)
    _, held = together(lambda: actions.run(order.id), lambda: hold(person))
    there, state = Person.objects.filter(id=person.id).exists(), Erasure.objects.get(id=order.id).state
    if held == "":
        assert there and state in (State.PLANNED, State.RUNNING) and Hold.objects.count() == 1
    else:
        assert (held, there, state) == ("hold-target-unknown", False, State.DONE)

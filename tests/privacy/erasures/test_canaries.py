"""Every declared field gets a canary; the erasure leaves none, but where a rule says that the row stays."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db.models import ForeignKey

from egret.accounts.models import Person
from egret.kernel import erasure
from egret.kernel.installation import tables_holding
from egret.kernel.personal import DECLARATIONS
from egret.privacy.erasures import actions, plan
from egret.privacy.erasures.models import Erasure
from tests.privacy.erasures.canaries import Planter, about_the_person, unplanted


@pytest.mark.django_db(transaction=True)
def test_no_table_holds_anything_of_whoever_was_erased() -> None:
    found = Planter("+447700900877").all()
    assert unplanted(found) == []
    before = plan.plan_for(found.person.id)
    order = actions.do_order(found.person.id, at_once=True)
    assert actions.run(order.id) == Erasure.State.DONE
    kept = {table for each in erasure.KEPT.values() for table in each.tables}
    left = {
        f"{name} in {place}"
        for name, canary in about_the_person(found).items()
        for place in tables_holding(canary)
        if place.rsplit(".", 1)[0].lower() not in kept
    }
    assert left == set()
    assert before.rows > 30 and before.blobs >= 1
    assert tables_holding(str(found.person.id)) == []


def test_each_key_that_is_emptied_has_a_rule_that_says_what_stays() -> None:
    named = {table for each in erasure.KEPT.values() for table in each.tables}
    emptied = {
        declaration.model.lower()
        for declaration in DECLARATIONS.values()
        if plan.unlinking(apps.get_model(declaration.model))
        and erasure.taken(declaration.model) is None
        and declaration.model != "privacy_erasures.Erasure"
    }
    assert emptied - named == set()


@pytest.mark.django_db
def test_every_table_of_people_is_counted_in_the_plan() -> None:
    """A table with a subject goes by a key, a path, the phone, or its domain says by what."""
    person = Person()
    silent = [
        declaration.model
        for declaration in DECLARATIONS.values()
        if declaration.subject is not None
        and declaration.model != "privacy_erasures.Erasure"
        and plan.rows_that_go(declaration, person.id) is None
        and declaration.model.lower() not in {table for each in erasure.KEPT.values() for table in each.tables}
    ]
    assert silent == []
    assert all(isinstance(field, ForeignKey) for field in plan._keys_of_people(apps.get_model("cloud.Node")))

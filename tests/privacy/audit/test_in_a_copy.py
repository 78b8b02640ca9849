"""What was done with somebody's data is in their copy, though no key leads to it."""

from __future__ import annotations

import pytest

from egret.kernel import audit
from egret.kernel.personal import DECLARATIONS
from egret.kernel.subjects import rows_about
from egret.privacy.copies import queries
from tests import factories

pytestmark = pytest.mark.django_db


def test_entries_about_a_person_are_found_and_shown() -> None:
    person, other = factories.person(), factories.person()
    audit.record("cases.opened", actor=other.id, subject=person.id)
    entries = DECLARATIONS["privacy_audit.entry"]
    assert rows_about(entries, person.id).count() == 1
    assert not rows_about(entries, other.id).exists(), "what they did is not about them"
    items, _ = queries.known(person.id, "technical", "en", None)
    assert "What was done with your data" in {item.what for item in items}

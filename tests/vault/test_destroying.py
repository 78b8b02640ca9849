"""The key of an owner who goes: wanted in the transaction that lets them go, destroyed after it, whatever happens."""

from __future__ import annotations

import pytest
from django.db import transaction

from egret.kernel import tasks, vault
from egret.kernel.models import KeyDestruction
from egret.kernel.vault import destroying
from tests.vault.stored import person, stored


@pytest.mark.django_db
def test_the_job_destroys_what_was_left_undone() -> None:
    """A test's transaction never commits: as if the process had died right after the commit."""
    owner = person()
    stored(owner, b"content")
    destroying.doom_key(owner)
    destroying.doom_key(owner)
    assert KeyDestruction.objects.count() == 1 and not vault.is_destroyed(owner)
    tasks.destroy_keys.func()
    tasks.destroy_keys.func()
    assert vault.is_destroyed(owner) and not KeyDestruction.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_commit_destroys_at_once_and_a_rollback_never() -> None:
    owner = person()
    stored(owner, b"content")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        destroying.doom_key(owner)
        _ = 1 / 0
    assert destroying.destroy_doomed() == 0 and not vault.is_destroyed(owner)
    with transaction.atomic():
        destroying.doom_key(owner)
        assert not vault.is_destroyed(owner)
    assert vault.is_destroyed(owner) and not KeyDestruction.objects.exists()


def test_an_owner_is_read_as_it_was_written() -> None:
    for kind in ("person", "organization", "guest"):
        owner = vault.Owner(kind, person().id)
        assert vault.Owner.parse(str(owner)) == owner

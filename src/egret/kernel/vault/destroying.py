"""Owners' keys that are to go: a row in the transaction that lets an owner go, and then the keyring's own transaction.

The keyring is another database. Destroyed before the commit, a key would be lost though its owner stays;
destroyed after it and nowhere written down, a crash in between would leave it alive for good. The row is the outbox.
"""

from __future__ import annotations

import logging

from django.db import transaction

from egret.kernel import clock, erasure, gate, journal
from egret.kernel.models import KeyDestruction
from egret.kernel.vault import owners
from egret.kernel.vault.owners import Owner

logger = logging.getLogger(__name__)

# Owners that never were, of this process: nobody needs to be kept from coming back.
_made_up: set[str] = set()


def doom_key(owner: Owner) -> None:
    """Destroy this owner's key once the caller's transaction has committed, and not without it. Safe to repeat."""
    KeyDestruction.objects.get_or_create(owner=str(owner), defaults={"wanted_at": clock.now()})
    if journal.is_made_up():
        _made_up.add(str(owner))
    transaction.on_commit(_at_once)


def _at_once() -> None:
    """Usually the key goes within the request; where the keyring is away just now, the job tries again."""
    try:
        destroy_doomed()
    except Exception:
        logger.exception("A key that is to go could not be destroyed yet")


def destroy_doomed() -> int:
    """Write down who goes, destroy what is wanted, then forget that it was; returns how many.

    Safe to run twice, and to be killed. The journal comes first: a backup of before must not bring anybody back.
    """
    done = 0
    for row in KeyDestruction.objects.order_by("wanted_at", "pk"):
        if row.owner not in _made_up:
            gate.write_down(row.owner)
        owners.destroy_key(Owner.parse(row.owner))
        row.delete()
        _made_up.discard(row.owner)
        done += 1
    if done:
        erasure.flush_deleted()
    return done

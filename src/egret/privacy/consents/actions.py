"""Writes to the ledger: each is one row more."""

from __future__ import annotations

import uuid

from django.contrib.auth import get_user_model
from django.db import transaction

from egret.kernel import audit, policy
from egret.kernel.purpose import under
from egret.kernel.text import Language, Text
from egret.privacy.consents import queries
from egret.privacy.consents.errors import PurposeNotAsked
from egret.privacy.consents.models import EntryKind, LedgerEntry, Manner
from egret.privacy.consents.personal import PURPOSE

GIVEN = audit.act("consents.given", Text("agreed to a purpose", "同意了一项目的"))
WITHDRAWN = audit.act("consents.withdrawn", Text("took an agreement back", "撤回了一项同意"))


@under(PURPOSE)
def do_choose(
    person_id: uuid.UUID, purpose: str, *, given: bool, language: Language, manner: Manner = Manner.SWITCH
) -> None:
    """Agree to a purpose, or take it back: the same step either way (C71). What is so already adds no row.

    Raises PurposeNotAsked.
    """
    if purpose not in {each.id for each in queries.asked()}:
        raise PurposeNotAsked(purpose=purpose)
    with transaction.atomic():
        # Two windows that choose at once take turns.
        get_user_model()._default_manager.select_for_update().get(pk=person_id)
        if queries.given(person_id, purpose) == given:
            return
        LedgerEntry.objects.create(
            person_id=person_id,
            kind=EntryKind.GIVEN if given else EntryKind.WITHDRAWN,
            purpose=purpose,
            policy_version=policy.version(),
            language=language,
            manner=manner,
        )
        audit.record(GIVEN if given else WITHDRAWN, actor=person_id, subject=person_id, about=purpose)


@under(PURPOSE)
def do_withdraw_all(person_id: uuid.UUID, language: Language) -> list[str]:
    """Take back whatever is given; returns the purposes."""
    on = [each.purpose.id for each in queries.consents_of(person_id) if each.given]
    for purpose in on:
        do_choose(person_id, purpose, given=False, language=language, manner=Manner.REQUEST)
    return on


@under(PURPOSE)
def do_note(
    person_id: uuid.UUID, kind: EntryKind, version: str, language: Language, manner: Manner = Manner.PAGE
) -> bool:
    """Write down once that a person was told of a version, saw it, or went on after; whether it was new."""
    _, added = LedgerEntry.objects.get_or_create(
        person_id=person_id,
        kind=kind,
        purpose="",
        policy_version=version,
        defaults={"language": language, "manner": manner},
    )
    return bool(added)

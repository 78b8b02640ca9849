"""When a person or an organisation goes, so does their key: no copy of what they kept can be read again."""

from __future__ import annotations

import uuid
from functools import partial

from django.db import transaction

from egret.kernel import erasure, vault

# The keyring is a database of its own: what led to the destruction is committed first.


@erasure.before("person")
def destroy_key_of_person(person_id: uuid.UUID) -> None:
    transaction.on_commit(partial(vault.destroy_key, vault.Owner("person", person_id)))


@erasure.before("organization")
def destroy_key_of_organization(organization_id: uuid.UUID) -> None:
    transaction.on_commit(partial(vault.destroy_key, vault.Owner("organization", organization_id)))

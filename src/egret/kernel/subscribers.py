"""When a person or an organisation goes, so does their key: no copy of what they kept can be read again."""

from __future__ import annotations

import uuid

from egret.kernel import erasure
from egret.kernel.vault import Owner, destroying


@erasure.before("person")
def destroy_key_of_person(person_id: uuid.UUID) -> None:
    destroying.doom_key(Owner("person", person_id))


@erasure.before("organization")
def destroy_key_of_organization(organization_id: uuid.UUID) -> None:
    destroying.doom_key(Owner("organization", organization_id))

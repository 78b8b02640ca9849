"""What people are called where their name must not stand (the audit log): HMAC-SHA256 under their own key.

The row in the keyring is an index, to find a pseudonym fast and to lead back from one. Key and row go together, and
after them nobody makes or recognises the pseudonym any more, in any copy of the data.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.db import connections, transaction

from egret.kernel.keyring.models import Pseudonym
from egret.kernel.keyring.router import KEYRING
from egret.kernel.vault.errors import KeyDestroyed
from egret.kernel.vault.owners import OpenedKey, Owner, is_destroyed

CONTEXT = b"egret pseudonym v1"
DIGITS = 32


def pseudonyms_of(people: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Everybody's, made where there is none yet; whose key is destroyed has none."""
    owners = {str(Owner("person", id_)): id_ for id_ in people}
    found = _look_up(list(owners))
    made = {id_: found.get(written) or _make(Owner("person", id_)) for written, id_ in owners.items()}
    return {id_: value for id_, value in made.items() if value}


def _look_up(owners: list[str]) -> dict[str, str]:
    """Past the ORM: each act that is written down waits for it."""
    if not owners:
        return {}
    marks = ", ".join(["%s"] * len(owners))
    with connections[KEYRING].cursor() as cursor:
        table = connections[KEYRING].ops.quote_name(Pseudonym._meta.db_table)
        cursor.execute(f"SELECT owner, value FROM {table} WHERE owner IN ({marks})", owners)  # noqa: S608 - our own name
        return dict(cursor.fetchall())


def known_pseudonym(person_id: uuid.UUID) -> str | None:
    """Nobody's is made by looking."""
    row = Pseudonym.objects.filter(owner=str(Owner("person", person_id))).first()
    return row.value if row else None


def people_behind(values: Collection[str]) -> dict[str, uuid.UUID]:
    """Who is called so; nobody whose key is destroyed."""
    rows = Pseudonym.objects.filter(value__in=set(values) - {""}).values_list("value", "owner")
    return {value: Owner.parse(owner).id for value, owner in rows}


def derive(owner: Owner, *, make: bool = False) -> str:
    """The pseudonym as the key makes it. Raises KeyDestroyed, KeyMissing."""
    return OpenedKey(owner, make=make).derive(CONTEXT).hex()[:DIGITS]


def _make(owner: Owner) -> str | None:
    try:
        value = derive(owner, make=True)
    except KeyDestroyed:
        return None
    # Where the key was destroyed since, the row must not come after: the tombstone is looked at in the same turn.
    with transaction.atomic(using=KEYRING):
        if is_destroyed(owner):
            return None
        Pseudonym.objects.get_or_create(owner=str(owner), defaults={"value": value})
    return value

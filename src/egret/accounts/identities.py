"""Where else people sign in with: WeChat, or an organisation's directory."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from egret.accounts.models import Identity, Passkey, Person

WECHAT = "wechat"


@dataclass(frozen=True)
class OwnIdentity:
    """`removable`: neither an organisation's directory, which leaving it ends, nor the last way in."""

    id: uuid.UUID
    is_wechat: bool
    removable: bool


def identities_of(person_id: uuid.UUID) -> list[OwnIdentity]:
    person = Person.objects.get(id=person_id)
    return [
        OwnIdentity(each.id, each.provider == WECHAT, each.provider == WECHAT and not is_last_way_in(person, each.id))
        for each in Identity.objects.filter(person=person).order_by("id")
    ]


def is_last_way_in(person: Person, identity_id: uuid.UUID) -> bool:
    """Whether nothing else signs the person in. A password needs a number, so the number alone counts."""
    return (
        person.phone is None
        and not Identity.objects.filter(person=person).exclude(id=identity_id).exists()
        and not Passkey.objects.filter(person=person).exists()
    )

"""Recovery codes: ten, each for one use, for the day the telephone is lost."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import uuid

from django.conf import settings
from django.db import transaction

from egret.accounts.enrolled import enrolled
from egret.accounts.errors.factors import NoSecondFactor
from egret.accounts.flows import typed_code
from egret.accounts.models import Person, RecoveryCode
from egret.kernel import clock

CODES = 10
# Fifty bits each; without letters that are read as others (Crockford's Base 32).
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 10


def do_make_recovery_codes(person_id: uuid.UUID) -> list[str]:
    """New codes, shown this once; the old ones stop working. Raises NoSecondFactor."""
    with transaction.atomic():
        Person.objects.select_for_update().get(id=person_id)
        if not enrolled(person_id).any:
            raise NoSecondFactor
        return _make(person_id)


def give_first_recovery_codes(person_id: uuid.UUID) -> list[str]:
    """Codes for who has none at all, inside the transaction that adds a factor; an empty list for who has."""
    return [] if RecoveryCode.objects.filter(person_id=person_id).exists() else _make(person_id)


def drop_without_factor(person_id: uuid.UUID) -> None:
    """Codes that stand in for nothing go."""
    if not enrolled(person_id).any:
        RecoveryCode.objects.filter(person_id=person_id).delete()


def use_recovery_code(person_id: uuid.UUID, typed: str) -> bool:
    """Whether it was right and unused; it is used now, by one of two that come at once."""
    unused = RecoveryCode.objects.filter(person_id=person_id, code_hash=_hash(person_id, typed), used_at=None)
    return unused.update(used_at=clock.now()) == 1


def _make(person_id: uuid.UUID) -> list[str]:
    RecoveryCode.objects.filter(person_id=person_id).delete()
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(LENGTH)) for _ in range(CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(person_id=person_id, code_hash=_hash(person_id, code)) for code in codes
    )
    return [f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}" for code in codes]


def _hash(person_id: uuid.UUID, typed: str) -> str:
    """Of what was meant: hyphens and spaces are for reading, o is 0, and i and l are 1."""
    code = typed_code(typed).lower().replace("-", "").translate(str.maketrans("oil", "011"))
    return hmac.new(settings.SECRET_KEY.encode(), f"recovery {person_id} {code}".encode(), hashlib.sha256).hexdigest()

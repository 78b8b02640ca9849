"""What staff do with accounts: each inside a case, which a command's --reason opens, or its --case takes (C52)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.management.base import CommandError

from egret.accounts import queries
from egret.accounts.models import Person
from egret.accounts.phone import parse_phone
from egret.kernel import cases
from egret.kernel.errors import EgretError

PURPOSE = "accounts.staff"


@contextmanager
def person(kind: str, phone: str, options: Mapping[str, Any]) -> Iterator[Person]:
    """The person with this number, inside a case of theirs. Raises CommandError for all that can go wrong."""
    with told():
        person_id = queries.key_of(parse_phone(phone))
        if person_id is None:
            raise CommandError("No account has this number.")
        reason, ground = reason_of(options), ground_of(options)
        case_id = options.get("case")
        with cases.entered(kind, PURPOSE, subject=person_id, reason=reason, ground=ground, case_id=case_id):
            yield Person.objects.get(id=person_id)


def reason_of(options: Mapping[str, Any]) -> str:
    return str(options.get("reason") or "")


def ground_of(options: Mapping[str, Any]) -> str:
    return str(options.get("ground") or "")


@contextmanager
def told() -> Iterator[None]:
    """Errors as a command says them."""
    try:
        yield
    except EgretError as error:
        problem = error.problem("en")
        raise CommandError(f"{problem['title']} {problem['detail']}") from error

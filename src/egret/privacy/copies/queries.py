"""Reads of copies, and of what is known about a person."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError

from egret.kernel import copying, correcting, secret
from egret.kernel.blobs.kinds import KINDS
from egret.kernel.personal import CATEGORY_TEXTS, Category, Field
from egret.kernel.text import Language
from egret.privacy.copies import presenting
from egret.privacy.copies.errors import ArrivalUnknown, CategoryUnknown, CopyUnknown, CursorUnusable
from egret.privacy.copies.models import Arrival, Copy
from egret.privacy.copies.presenting import Table, Word

PAGE = 30
CURSOR_SECRET = "privacy.known"  # noqa: S105  # the name of a key, no password
# Orders a page lists; older ones are in the copy itself.
LISTED = 10


def access_copy(person_id: uuid.UUID, copy_id: uuid.UUID) -> Copy:
    """A copy of the person's own. Raises CopyUnknown."""
    found = Copy.objects.select_related("blob").filter(id=copy_id, person_id=person_id).first()
    if found is None:
        raise CopyUnknown
    return found


def copies_of(person_id: uuid.UUID) -> list[Copy]:
    """The latest first."""
    return list(Copy.objects.filter(person_id=person_id).select_related("blob").order_by("-id")[:LISTED])


def access_arrival(person_id: uuid.UUID, arrival_id: uuid.UUID) -> Arrival:
    """Raises ArrivalUnknown."""
    found = Arrival.objects.filter(id=arrival_id, person_id=person_id).first()
    if found is None:
        raise ArrivalUnknown
    return found


def arrivals_of(person_id: uuid.UUID) -> list[Arrival]:
    """The latest first."""
    return list(Arrival.objects.filter(person_id=person_id).order_by("-id")[:LISTED])


def contents_of(person_id: uuid.UUID) -> Iterator[copying.Content]:
    """Every content that goes into a copy, each once."""
    for find in dict.fromkeys(copying.CONTENTS.values()):
        yield from find(person_id)


@dataclass(frozen=True)
class Known:
    """One kind of what is known about a person: how many rows of tables and bytes of contents, and what they hold."""

    id: Category
    label: str
    count: int
    bytes: int
    fields: list[str]


def summary(person_id: uuid.UUID, language: Language) -> list[Known]:
    """By category, in the order of the policy; those with nothing in them too."""
    counts = dict.fromkeys(Category, 0)
    sizes = dict.fromkeys(Category, 0)
    fields: dict[Category, dict[str, None]] = {each: {} for each in Category}
    for table in presenting.tables().values():
        # By their keys alone: to tell whole rows apart costs the database more than to find them.
        rows = presenting.all_rows(table, person_id).values("pk").count()
        if not rows:
            continue
        for category in table.categories:
            counts[category] += rows
        for field in table.declaration.fields.values():
            if isinstance(field, Field):
                fields[field.category][field.text.say(language)] = None
    for name, size in copying.sizes_of(person_id).items():
        kind = KINDS[name]
        sizes[kind.category] += size
        fields[kind.category][kind.text.say(language)] = None
    return [
        Known(each, CATEGORY_TEXTS[each].say(language), counts[each], sizes[each], list(fields[each]))
        for each in Category
    ]


@dataclass(frozen=True)
class Item:
    """One row in words. `partly`: it is about others as well, and shows what is this person's alone."""

    id: str
    what: str
    partly: bool
    words: list[Word]
    not_shown: list[str]
    correct_at: str | None  # the page on which it can be corrected


def known(
    person_id: uuid.UUID, category_id: str, language: Language, cursor: str | None
) -> tuple[list[Item], str | None]:
    """What is known of one kind, table by table and the newest first; with where to go on.

    Raises CategoryUnknown, CursorUnusable.
    """
    if category_id not in list(Category):
        raise CategoryUnknown
    category = Category(category_id)
    subject = presenting.subject_of(person_id)
    wanted = [each for each in presenting.tables().values() if category in each.categories]
    start, last = _place(cursor, wanted)
    found: list[tuple[Table, Any, bool]] = []
    for table in wanted[start:]:
        rows = presenting.all_rows(table, person_id).order_by("-pk")
        try:
            batch = list((rows.filter(pk__lt=last) if last is not None else rows)[: PAGE + 1 - len(found)])
        except (ValidationError, ValueError, TypeError, OverflowError):
            raise CursorUnusable from None
        last = None
        found += [(table, row, whole) for row, whole in presenting.with_ownership(table, person_id, batch)]
        if len(found) > PAGE:
            break
    items = [_item(table, row, subject, language, category, whole) for table, row, whole in found[:PAGE]]
    if len(found) <= PAGE:
        return items, None
    table, row, _ = found[PAGE - 1]
    return items, _encode({"table": table.label, "last": str(row.pk)})


def _item(
    table: Table, row: Any, subject: presenting.Subject, language: Language, category: Category, whole: bool
) -> Item:
    hidden = [
        f"{declared.text.say(language)}: {why.say(language)}"
        for name, why in table.hidden.items()
        if isinstance(declared := table.declaration.fields[name], Field) and declared.category is category
    ]
    return Item(
        _name_of(table, row),
        table.name.say(language),
        not whole,
        presenting.words(table, row, subject, language, whole=whole, category=category),
        list(dict.fromkeys(hidden)) if whole else [],
        correcting.PLACES.get(table.label.lower()) if whole else None,
    )


def _name_of(table: Table, row: Any) -> str:
    """What tells it from others. A key that is itself a secret, as a session's is, does not leave the server."""
    return hashlib.sha256(f"{settings.SECRET_KEY}{table.label}{row.pk}".encode()).hexdigest()[:32]


def _encode(place: dict[str, str]) -> str:
    return secret.encrypt(CURSOR_SECRET, json.dumps(place))


def _place(cursor: str | None, wanted: list[Table]) -> tuple[int, str | None]:
    if not cursor:
        return 0, None
    try:
        place = json.loads(secret.decrypt(CURSOR_SECRET, cursor))
        label, last = place["table"], place["last"]
        number = [each.label for each in wanted].index(label)
    except (secret.SecretUnreadable, ValueError, KeyError, TypeError):
        raise CursorUnusable from None
    if not isinstance(last, str | None):
        raise CursorUnusable
    return number, last

"""The policy as a page shows it: sentences by hand, tables from the declarations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from egret.kernel import egress
from egret.kernel.blobs.kinds import KINDS, Kind
from egret.kernel.personal import CATEGORY_TEXTS, DECLARATIONS, Field, Retention
from egret.kernel.purpose import LEGAL_BASIS_TEXTS, PURPOSES, Purpose
from egret.kernel.text import Language


@dataclass(frozen=True)
class DataRow:
    category: str
    fields: list[str]
    purpose: str
    legal_basis: str
    retention: str


def data_table(language: Language) -> list[DataRow]:
    """One row for each category, purpose and retention that some table declares, with its fields, in a stable order."""
    rows: dict[tuple[str, str, str], DataRow] = {}
    for field, purpose, kept in _declared():
        retention = kept.text.say(language)
        key = (field.category, purpose.id, retention)
        basis = LEGAL_BASIS_TEXTS[purpose.basis].say(language) if purpose.basis else ""
        category = CATEGORY_TEXTS[field.category].say(language)
        row = rows.setdefault(key, DataRow(category, [], purpose.text.say(language), basis, retention))
        text = field.text.say(language)
        if text not in row.fields:
            row.fields.append(text)
    return list(rows.values())


@dataclass(frozen=True)
class RecipientRow:
    name: str
    host: str
    purpose: str
    sends: str


def recipients_table(language: Language) -> list[RecipientRow]:
    """Every other host that gets something of people, as this installation is set up."""
    return [
        RecipientRow(
            each.named.say(language),
            each.netloc,
            PURPOSES[each.purpose].text.say(language),
            each.sends.say(language),
        )
        for each in egress.recipients()
        if each.sends is not None
    ]


def _declared() -> Iterator[tuple[Field | Kind, Purpose, Retention]]:
    """Each personal field of each table, and each kind of content in the vault."""
    for declaration in DECLARATIONS.values():
        for field in declaration.fields.values():
            if isinstance(field, Field):
                yield field, PURPOSES[declaration.purpose], declaration.retention
    for kind in KINDS.values():
        yield kind, PURPOSES[kind.purpose], kind.retention

"""The policy as a page shows it: sentences by hand, tables from the declarations."""

from __future__ import annotations

from dataclasses import dataclass

from egret.kernel.personal import CATEGORY_TEXTS, DECLARATIONS, Field
from egret.kernel.purpose import LEGAL_BASIS_TEXTS, PURPOSES
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
    for declaration in DECLARATIONS.values():
        purpose = PURPOSES[declaration.purpose]
        for field in declaration.fields.values():
            if not isinstance(field, Field):
                continue
            retention = declaration.retention.text.say(language)
            key = (field.category, purpose.id, retention)
            basis = LEGAL_BASIS_TEXTS[purpose.basis].say(language) if purpose.basis else ""
            category = CATEGORY_TEXTS[field.category].say(language)
            row = rows.setdefault(key, DataRow(category, [], purpose.text.say(language), basis, retention))
            text = field.text.say(language)
            if text not in row.fields:
                row.fields.append(text)
    return list(rows.values())

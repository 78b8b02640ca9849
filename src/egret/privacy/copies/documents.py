"""What programs read of a copy: a file for each table, and one that says what everything means. docs/copy-format.md."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings

from egret.kernel import copying
from egret.kernel.personal import CATEGORY_TEXTS, Field
from egret.kernel.purpose import LEGAL_BASIS_TEXTS, PURPOSES
from egret.kernel.text import Language
from egret.privacy.copies import presenting
from egret.privacy.copies.models import Copy, Member
from egret.privacy.copies.presenting import Shown, Subject, Table
from egret.privacy.copies.writing import members_of

FORMAT = "egret copy 1"
SCHEMA, CONTENTS = "schema.json", "data/contents.json"


def path_of(table: Table) -> str:
    return f"data/{table.label.lower()}.json"


def rows(table: Table, subject: Subject) -> Iterator[bytes]:
    """One row a line, so that a large table can be read line by line."""
    yield f'{{"model": {json.dumps(table.label)}, "rows": ['.encode()
    separator = "\n"
    for row, whole in presenting.walk(table, subject.id):
        line = {"_yours": whole, **presenting.values(table, row, subject, whole=whole)}
        yield f"{separator}{json.dumps(line, ensure_ascii=False)}".encode()
        separator = ",\n"
    yield b"\n]}\n"


def contents(copy: Copy) -> Iterator[bytes]:
    """Which file belongs to which row."""
    yield b'{"contents": ['
    separator = "\n"
    for member in members_of(copy):
        if member.model:
            line = {"path": member.path, "size": member.size, "model": member.model, "row": member.row}
            yield f"{separator}{json.dumps(line, ensure_ascii=False)}".encode()
            separator = ",\n"
    yield b'\n], "missing": '
    missing = Member.objects.filter(copy=copy, missing=True).values_list("path", "model", "row")
    lines = [{"path": path, "model": model, "row": row} for path, model, row in missing]
    yield json.dumps(lines, ensure_ascii=False).encode() + b"}\n"


def schema(copy: Copy, subject: Subject) -> Iterator[bytes]:
    language: Language = "zh-Hans" if copy.language == "zh-Hans" else "en"
    described = {
        "format": FORMAT,
        "made_at": copy.ordered_at.isoformat(),
        "made_by": settings.EGRET_OPERATOR.get("name", ""),
        "language": language,
        "person": {"id": str(subject.id), "phone": subject.phone},
        "contents": CONTENTS,
        "left_out": {kind: why.say(language) for kind, why in copying.NOT_COPIED.items()},
        "models": {table.label: _described(table, language) for table in presenting.tables().values()},
    }
    yield json.dumps(described, ensure_ascii=False, indent=1).encode() + b"\n"


def _described(table: Table, language: Language) -> dict[str, Any]:
    purpose = PURPOSES[table.declaration.purpose]
    fields = {each.name: _field(each, language) for each in table.shown}
    for name, why in table.hidden.items():
        declared = table.declaration.fields[name]
        label = declared.text.say(language) if isinstance(declared, Field) else ""
        fields[name] = {"label": label, "shown": False, "why": why.say(language)}
    return {
        "file": path_of(table),
        "name": table.name.say(language),
        "purpose": purpose.text.say(language),
        "legal_basis": LEGAL_BASIS_TEXTS[purpose.basis].say(language) if purpose.basis else "",
        "kept": table.declaration.retention.text.say(language),
        "fields": fields,
    }


def _field(shown: Shown, language: Language) -> dict[str, Any]:
    described: dict[str, Any] = {"type": shown.field.get_internal_type(), "shown": True}
    if shown.declared is not None:
        described["label"] = shown.declared.text.say(language)
        described["category"] = CATEGORY_TEXTS[shown.declared.category].say(language)
    return described

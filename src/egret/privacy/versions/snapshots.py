"""A version as a whole: each sentence in each language, and the catalogue behind it, in a form that can be hashed."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from egret.kernel.blobs.kinds import KINDS
from egret.kernel.browser_storage import ENTRIES
from egret.kernel.personal import DECLARATIONS, Field, Retention
from egret.kernel.purpose import PURPOSES
from egret.kernel.text import Text
from egret.privacy import policy

Snapshot = dict[str, Any]
# The short version stands above the sections, and is hashed like one.
SUMMARY = "summary"
SUMMARY_TITLE = Text("In short", "概要")


def now() -> Snapshot:
    """The text and the catalogue of this code."""
    return {"version": policy.VERSION, "sections": _sections(), "catalogue": _catalogue()}


def hashes(snapshot: Snapshot) -> dict[str, str]:
    """SHA-256 of the text in each language, and of the catalogue."""
    said = {
        language: [
            {
                "id": section["id"],
                "title": section["title"][language],
                "paragraphs": [
                    {"clauses": each["clauses"], "text": each["text"][language]} for each in section["paragraphs"]
                ],
            }
            for section in snapshot["sections"]
        ]
        for language in ("en", "zh")
    }
    return {name: _hash(part) for name, part in {**said, "catalogue": snapshot["catalogue"]}.items()}


def _hash(part: object) -> str:
    canonical = json.dumps(part, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _sections() -> list[dict[str, Any]]:
    whole = [(SUMMARY, SUMMARY_TITLE, policy.SUMMARY)]
    whole += [(section.id, section.title, section.paragraphs) for section in policy.SECTIONS]
    return [
        {
            "id": section_id,
            "title": title._asdict(),
            "paragraphs": [{"clauses": list(each.clauses), "text": each.text._asdict()} for each in paragraphs],
        }
        for section_id, title, paragraphs in whole
    ]


def _catalogue() -> dict[str, Any]:
    tables = {
        declaration.model: {
            "purpose": declaration.purpose,
            "fields": {
                name: {"category": field.category.value, "text": field.text._asdict()}
                for name, field in sorted(declaration.fields.items())
                if isinstance(field, Field)
            },
            "kept": _kept(declaration.retention),
        }
        for declaration in DECLARATIONS.values()
    }
    contents = {
        kind.id: {
            "purpose": kind.purpose,
            "fields": {"content": {"category": kind.category.value, "text": kind.text._asdict()}},
            "kept": _kept(kind.retention),
        }
        for kind in KINDS.values()
    }
    return {
        "purposes": {
            each.id: {"basis": each.basis.value if each.basis else "", "text": each.text._asdict()}
            for each in PURPOSES.values()
        },
        "stored": {**tables, **contents},
        "browser": {entry.name: {"optional": entry.optional} for entry in ENTRIES.values()},
    }


def _kept(retention: Retention) -> dict[str, Any]:
    seconds = None if retention.period is None else int(retention.period.total_seconds())
    return {"text": retention.text._asdict(), "seconds": seconds}

"""What may be stored: each kind of blob is registered with its category and purpose, as every field is declared."""

from __future__ import annotations

from dataclasses import dataclass

from egret.kernel.personal import Category, Retention, with_parent
from egret.kernel.text import Text

WITH_ITS_ROW = with_parent(Text("As long as what it belongs to", "与其所属内容一同保留"))


@dataclass(frozen=True)
class Kind:
    """A kind of stored content; `text` is what people call it in the policy's table.

    A blob goes with the row that points to it: `retention` says when that is.
    """

    id: str  # "<domain>.<what>"
    category: Category
    text: Text
    purpose: str
    retention: Retention


KINDS: dict[str, Kind] = {}


class KindUnknown(Exception):
    """A blob of a kind that nobody registered: blobs.kinds.register(…) says what it is, in a domain's personal.py."""


def register(
    kind_id: str, *, category: Category, text: Text, purpose: str, retention: Retention = WITH_ITS_ROW
) -> Kind:
    """Declare a kind of blob. Raises ValueError on a second one of that name."""
    if kind_id in KINDS:
        raise ValueError(f"the blob kind {kind_id} is registered twice")
    KINDS[kind_id] = Kind(kind_id, category, text, purpose, retention)
    return KINDS[kind_id]


def require(kind_id: str) -> Kind:
    """Raises KindUnknown."""
    if kind_id not in KINDS:
        raise KindUnknown(kind_id)
    return KINDS[kind_id]

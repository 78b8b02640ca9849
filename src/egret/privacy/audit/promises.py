"""The clause that the log keeps: C55."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence

from django.conf import settings

from egret.kernel import audit, clock, signing
from egret.kernel.installation import Installation
from egret.kernel.promises import Finding, promise
from egret.kernel.purpose import under
from egret.kernel.text import Text
from egret.privacy.audit import actions, heads, merkle, queries, reading
from egret.privacy.audit.entries import leaf_of
from egret.privacy.audit.models import Entry
from egret.privacy.audit.personal import PURPOSE
from egret.privacy.audit.verifying import Expected, Row, verify

PROBED = audit.act("audit.probed", Text("looked whether the log holds", "检验了审计日志"))
# So many of the latest are read each hour; `egret audit verify` reads all.
READ = 50_000
COPIED = 200


def _renamed(row: Row) -> Row:
    return (row[0], row[1], "audit.forged", *row[3:])


def _hashed(row: Row) -> Row:
    return (*row[:7], leaf_of(*row[:7]))


# How a copy is changed: each must be found.
CHANGES: dict[str, Callable[[list[Row]], list[Row]]] = {
    "altered": lambda rows: [rows[0], _renamed(rows[1]), *rows[2:]],
    "rewritten": lambda rows: [rows[0], _hashed(_renamed(rows[1])), *rows[2:]],
    "reordered": lambda rows: [
        _hashed((0, *rows[1][1:])),
        _hashed((1, *rows[0][1:])),
        *rows[2:],
    ],
    "dropped": lambda rows: [rows[0], *rows[2:]],
    "truncated": lambda rows: rows[:-1],
}


@under(PURPOSE)
def probe_log(installation: Installation) -> Finding:
    """An act is written, proved under a fresh head that grew out of the last; the log verifies, changed copies do
    not."""
    former = heads.latest(settings.INSTANCE.audit_heads)
    key = secrets.token_hex(8)
    for _ in range(3):
        audit.record(PROBED, about=key)
    actions.do_sign()
    entry = Entry.objects.filter(act=PROBED, about=key).order_by("id").first()
    number = entry.number if entry else None
    if number is None:
        return Finding(False, "an act that was written has no place in the log")
    proof = queries.prove(number)
    included = merkle.proves_inclusion(
        merkle.leaf_hash(proof.text.encode()), number, proof.head.size, proof.path, proof.head.root
    )
    grown = former is None or former.size == 0 or _grew(former, proof.head)
    report = reading.verify_log(last=READ)
    unseen = [name for name, change in CHANGES.items() if not _is_seen(change)]
    undelivered = bool(settings.EGRET_AUDIT_HEADS) and queries.tree().delivered_size < proof.head.size
    return Finding(
        included and grown and proof.head.is_signed() and report.sound and not unseen and not undelivered,
        f"entry {number} is proved under a signed head of {proof.head.size}: {included}; that grew out of the head "
        f"before: {grown}; {report.entries} entries read against {report.heads} heads, faults: "
        f"{[str(fault) for fault in report.faults[:5]]}; of copies {', '.join(CHANGES)}, not found: {unseen}"
        + ("; the head did not go where the operator wants it" if undelivered else ""),
    )


def _grew(former: heads.Head, head: heads.Head) -> bool:
    if former.size > head.size:
        return False
    path = merkle.consistency_path(former.size, head.size, queries.stored_span)
    return merkle.proves_consistency(former.size, former.root, head.size, head.root, path)


def _is_seen(change: Callable[[list[Row]], list[Row]]) -> bool:
    """Whether verification finds a change of a copy of the latest entries, and nothing in the unchanged copy."""
    size = queries.tree().size
    copy = [_hashed((at, *row[1:])) for at, row in enumerate(reading.rows(max(0, size - COPIED))) if row[6]]
    copy = [_hashed((at, *row[1:])) for at, row in enumerate(copy)]
    edge = merkle.Edge()
    for row in copy:
        edge.add(row[7])
    head = heads.signed(len(copy), edge.root(), clock.now())
    expected = Expected(signing.public_key(), clock.now(), len(copy), len(copy))
    return _sound(copy, head, expected) and not _sound(change(copy), head, expected)


def _sound(rows: Sequence[Row], head: heads.Head, expected: Expected) -> bool:
    return verify(rows, [head], expected).sound


promise("C55", control=actions.write, probe=probe_log)

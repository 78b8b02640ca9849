"""The log's rows and heads as they are now, for whoever verifies them."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.db import connection

from egret.kernel import clock, signing
from egret.privacy.audit import heads, queries
from egret.privacy.audit.models import Entry, Node
from egret.privacy.audit.verifying import Expected, Report, Row, edge_at, verify

# Read in turns: a reader that stays in one query keeps SQLite from emptying its log.
AT_ONCE = 20_000
COLUMNS = ("number", "at", "act", "actor", "subject", "about", "salt", "leaf")


def rows(start: int = 0) -> Iterator[Row]:
    """In order, past the ORM: only tuples are fast enough."""
    quote = connection.ops.quote_name
    statement = (
        f"SELECT {', '.join(map(quote, COLUMNS))} FROM {quote(Entry._meta.db_table)} "  # noqa: S608 - our own names
        "WHERE number >= %s ORDER BY number LIMIT %s"
    )
    while True:
        with connection.cursor() as cursor:
            cursor.execute(statement, [start, AT_ONCE])
            batch = cursor.fetchall()
        yield from batch
        if len(batch) < AT_ONCE:
            return
        start = batch[-1][0] + 1


def verify_log(last: int | None = None) -> Report:
    """Compare the database with every head. With `last` only that many entries are read, from a head on whose edge is
    compared with its root first. Raises HeadUnreadable."""
    found = list(heads.read(settings.INSTANCE.audit_heads))
    tree = queries.tree()
    since = None
    begin = 0
    if last is not None and tree.size > last:
        begin = max((head.size for head in found if head.size <= tree.size - last), default=0)
        since = edge_at(begin, queries.stored_span) if begin else None
    nodes = {
        (level, index): bytes(found_hash)
        for level, index, found_hash in Node.objects.values_list("level", "index", "hash").iterator()
    }
    expected = Expected(signing.public_key(), clock.now(), tree.size, tree.signed_size, nodes)
    return verify(rows(begin), found, expected, since)

"""Writes: an entry with its act; then, apart from it, its place in the tree, and signed heads."""

from __future__ import annotations

import logging
import secrets
import uuid
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction

from egret.kernel import audit, clock, erasure
from egret.kernel.logs import log_event
from egret.kernel.personal import not_personal
from egret.kernel.purpose import under
from egret.kernel.vault import pseudonyms
from egret.privacy.audit import delivery, heads, queries
from egret.privacy.audit.entries import KEPT, leaf_of, microseconds
from egret.privacy.audit.errors import AboutUnusable
from egret.privacy.audit.heads import Head
from egret.privacy.audit.models import ABOUT_LENGTH, Entry, Node, Tree
from egret.privacy.audit.personal import PURPOSE

# One transaction's share: other writers get their turn in between.
BATCH = 1000
# A log in which nothing happens is signed too, so that its silence is known to be silence.
STILL_ALIVE = timedelta(days=1)

head_undelivered = log_event("audit.head_undelivered", why=not_personal("what the operator's own command or disk said"))


@under(PURPOSE)
def write(entry: audit.Entry) -> None:
    """Write an act down, in the caller's transaction. Raises AboutUnusable."""
    if len(entry.about) > ABOUT_LENGTH or not entry.about.isprintable():
        raise AboutUnusable(entry.act)
    people = {id_ for id_ in (entry.actor, entry.subject) if id_ is not None}
    called = pseudonyms.pseudonyms_of(people)
    actor, subject = _called(entry.actor, called), _called(entry.subject, called)
    table = connection.ops.quote_name(Entry._meta.db_table)
    with connection.cursor() as cursor:
        # Past the ORM, which would take as long again: every act that is written down waits for this.
        cursor.execute(
            f"INSERT INTO {table} (at, act, actor, subject, about, salt) "  # noqa: S608 - the table's own name
            "VALUES (%s, %s, %s, %s, %s, %s)",
            [microseconds(clock.now()), entry.act, actor, subject, entry.about, secrets.token_hex(16)],
        )


def _called(person: uuid.UUID | None, called: dict[uuid.UUID, str]) -> str:
    """Whose key is destroyed has no pseudonym any more: a new random one, that leads nowhere."""
    if person is None:
        return ""
    return called.get(person) or secrets.token_hex(16)


def sequence() -> int:
    """Give what is committed its numbers, in the order in which it was written; returns how many. Safe to run twice.

    Apart from the acts' own transactions: those would otherwise wait for each other at the tree, until their end.
    """
    done = 0
    while queries.waiting().exists():
        batch = _sequence_batch()
        if not batch:
            break
        done += batch
    return done


def _sequence_batch() -> int:
    with transaction.atomic():
        tree, _ = Tree.objects.select_for_update().get_or_create(id=Tree.ONE)
        fresh = list(queries.waiting().order_by("id")[:BATCH])
        edge, numbered, nodes = queries.edge_of(tree), [], []
        for entry in fresh:
            leaf = leaf_of(edge.size, entry.at, entry.act, entry.actor, entry.subject, entry.about, entry.salt)
            numbered.append((edge.size, leaf, entry.id))
            nodes += [
                Node(level=level, index=index, hash=found)
                for level, index, found in edge.add(leaf)
                if level % queries.STORED_LEVELS == 0
            ]
        table = connection.ops.quote_name(Entry._meta.db_table)
        with connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {table} SET number = %s, leaf = %s WHERE id = %s",  # noqa: S608 - the table's own name
                numbered,
            )
        Node.objects.bulk_create(nodes)
        tree.size, tree.edge = edge.size, b"".join(edge.hashes).hex()
        tree.save(update_fields=["size", "edge"])
    return len(fresh)


def do_sign(*, always: bool = False) -> Head | None:
    """Sign how the log stands, and hand it on; None when nothing came since the last head."""
    sequence()
    with transaction.atomic():
        # Locked: two workers would write heads in an order that is not the tree's.
        tree = Tree.objects.select_for_update().filter(id=Tree.ONE).first()
        if tree is None:
            return None
        moment = clock.now()
        quiet = tree.signed_at is not None and moment - tree.signed_at < STILL_ALIVE
        if tree.size == tree.signed_size and quiet and not always:
            head = None
        else:
            head = heads.signed(tree.size, queries.edge_of(tree).root(), moment)
            heads.append(settings.INSTANCE.audit_heads, head)
            tree.signed_size, tree.signed_at = head.size, moment
            tree.save(update_fields=["signed_size", "signed_at"])
    deliver()
    return head


def deliver() -> None:
    """Hand the latest head on to where the operator wants it, until that has worked; it covers those before it."""
    if not settings.EGRET_AUDIT_HEADS:
        return
    tree, head = queries.tree(), heads.latest(settings.INSTANCE.audit_heads)
    if head is None or head.size <= tree.delivered_size:
        return
    try:
        delivery.hand_on(settings.EGRET_AUDIT_HEADS, head)
    except delivery.Undelivered as error:
        head_undelivered(logging.ERROR, why=error)
        return
    Tree.objects.filter(id=Tree.ONE, delivered_size__lt=head.size).update(delivered_size=head.size)


def forget_contents() -> int:
    """Empty entries past their period; their hashes stay, and the tree with them. Returns how many."""
    past, done = microseconds(clock.now() - KEPT), 0
    while ids := list(
        Entry.objects.filter(number__isnull=False, at__lt=past).exclude(salt="").values_list("id", flat=True)[:BATCH]
    ):
        done += Entry.objects.filter(id__in=ids).update(act="", actor="", subject="", about="", salt="")
    if done:
        with transaction.atomic():
            erasure.flush_deleted()
    return done

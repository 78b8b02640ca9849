"""One door in front of the databases: a personal table opens to the purposes its declaration names, and to no other.

It stands before every statement of every connection, raw SQL included, and refuses what runs under another purpose
(C23) or under none (C53), and staff outside a case (C52). A refusal is written to the log with table and purpose, never
with data, and is a fault of the program: whoever asked is told no more than that. There is no mode in which it only
watches.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import Any

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from egret.kernel import cases, purpose
from egret.kernel.cases import CaseNeeded
from egret.kernel.logs import log_event
from egret.kernel.personal import DECLARATIONS, not_personal
from egret.kernel.purpose import Purpose

# Statements are few and come again; what a longer one costs to read is little beside what it does.
REMEMBERED = 4096
LONGEST_REMEMBERED = 8192
WORD = re.compile(r"[a-z0-9_]+")
# PostgreSQL's way to write a name in code points (U&"\\0061…"): whoever uses it has something to hide.
ESCAPED_NAME = re.compile(r"u&[\"']")

refused = log_event(
    "kernel.purpose_refused",
    purpose=not_personal("a purpose's id, or none"),
    tables=not_personal("names of our own tables"),
)
case_refused = log_event(
    "kernel.case_refused",
    purpose=not_personal("a purpose's id"),
    tables=not_personal("names of our own tables"),
    case=not_personal("a case's key, or none"),
)


class PurposeRefused(RuntimeError):
    """A personal table was to be read or written under a purpose that its declaration does not name."""

    def __init__(self, purpose_id: str | None, tables: frozenset[str]) -> None:
        self.purpose_id = purpose_id
        self.tables = tables
        super().__init__(f"{purpose_id or 'no purpose'} does not reach {', '.join(sorted(tables))}")


@cache
def personal_tables() -> dict[str, frozenset[str]]:
    """Each declared table by its name in the database, with the purposes it opens to."""
    everywhere = {each.id for each in purpose.PURPOSES.values() if each.everywhere}
    return {
        apps.get_model(declaration.model)._meta.db_table.lower(): frozenset({*declaration.purposes, *everywhere})
        for declaration in DECLARATIONS.values()
    }


@cache
def reach(purpose_id: str) -> frozenset[str]:
    """The personal tables that this purpose may touch."""
    return frozenset(table for table, purposes in personal_tables().items() if purpose_id in purposes)


def mentioned(sql: str) -> frozenset[str]:
    """The personal tables that a statement mentions, anywhere: in a literal or a comment as well.

    No grammar is needed to be safe: what reads a table must name it, and names are words. Values come as parameters,
    so that a literal which happens to be a table's name is a rarity, and refused rather than trusted.
    """
    text = sql.lower()
    if ESCAPED_NAME.search(text):
        return frozenset(personal_tables())
    return frozenset(personal_tables().keys() & set(WORD.findall(text)))


_remembered = lru_cache(REMEMBERED)(mentioned)


def tables_of(sql: object) -> frozenset[str]:
    """`mentioned`, remembered for statements that come again."""
    # psycopg's composed statements are no strings; their written form names what they name.
    text = sql if isinstance(sql, str) else repr(sql)
    return _remembered(text) if len(text) <= LONGEST_REMEMBERED else mentioned(text)


def door(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Django's execute wrapper. Raises PurposeRefused, CaseNeeded."""
    tables = tables_of(sql)
    if tables:
        now = purpose.current()
        if now is None or not tables <= reach(now.id):
            refuse(now, tables if now is None else tables - reach(now.id))
        elif now.staff:
            params = list(params) if many else params
            require_case(now, tables, params if many else [params])
    return execute(sql, params, many, context)


def refuse(now: Purpose | None, closed: frozenset[str]) -> None:
    """Write it down, then stop. Raises PurposeRefused."""
    refused(logging.ERROR, purpose=now.id if now else "none", tables=",".join(sorted(closed)))
    raise PurposeRefused(now.id if now else None, closed)


def require_case(now: Purpose, tables: frozenset[str], rows: Iterable[object]) -> None:
    """Staff go through inside an open case alone, with statements that carry its subject's key. Raises CaseNeeded."""
    case = cases.current()
    if case is None or not case.is_open() or not all(case.is_about(values) for values in rows):
        case_refused(logging.ERROR, purpose=now.id, tables=",".join(sorted(tables)), case=case.id if case else "none")
        raise CaseNeeded(purpose=now.id)


def install(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Put the door before a connection; the outermost place, which `execute_wrapper()` of others never pops."""
    if door not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, door)


connection_created.connect(install, dispatch_uid="egret.kernel.door")

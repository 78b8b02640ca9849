"""The clauses that the house itself keeps: C09, C22."""

from __future__ import annotations

from django.apps import apps
from django.db import connection

from egret.kernel import checks, personal, purpose
from egret.kernel.installation import Installation
from egret.kernel.promises import Finding, promise

# Django's record of applied migrations: its one table without a model.
BOOKKEEPING = {"django_migrations"}


def probe_everything_classified(installation: Installation) -> Finding:
    """Every table and column that the live database really has is declared or excused."""
    problems = [message.msg for message in checks.check_models()]
    columns = {
        model._meta.db_table: {field.column for field in model._meta.concrete_fields}
        for model in apps.get_models(include_auto_created=True)
    }
    counted = 0
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table in BOOKKEEPING:
                continue
            found = {column.name for column in connection.introspection.get_table_description(cursor, table)}
            counted += len(found)
            problems += [f"{table}.{name} is unknown" for name in sorted(found - columns.get(table, set()))]
    declared = len(personal.DECLARATIONS) + len(personal.EXCUSED)
    return Finding(not problems, f"{counted} columns, {declared} declared tables; undeclared: {problems}")


def probe_purposes_have_bases(installation: Installation) -> Finding:
    """Every purpose has a legal basis, and every endpoint, job and destination runs under a purpose."""
    problems = [message.msg for message in checks.check_purposes()]
    bases = {each.id: str(each.basis) for each in purpose.PURPOSES.values()}
    return Finding(not problems, f"{bases}; faults: {problems}")


promise("C09", control=checks.check_models, probe=probe_everything_classified)
promise("C22", control=checks.check_purposes, probe=probe_purposes_have_bases)

"""`migrate`, for every database: Django's own brings one, and the keyring is easily forgotten."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import DEFAULT_DB_ALIAS, connections


class Command(DjangoMigrate):
    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database=None)

    def get_check_kwargs(self, options: dict[str, Any]) -> Any:
        """The checks that look into databases look into all that are about to be migrated."""
        every = {**options, "database": options["database"] or DEFAULT_DB_ALIAS}
        found = super().get_check_kwargs(every)
        return found if options["database"] else {**found, "databases": list(connections)}

    def handle(self, *args: Any, **options: Any) -> None:
        """All databases, unless --database names one or an application was named."""
        given = options["database"]
        default_alone = options.get("app_label") and given is None
        for alias in [given] if given else [DEFAULT_DB_ALIAS] if default_alone else list(connections):
            super().handle(*args, **{**options, "database": alias})

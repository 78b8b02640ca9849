"""`migrate`, for every database (the keyring is easily forgotten); what came out of a backup then passes the gate."""

from __future__ import annotations

import os
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import DEFAULT_DB_ALIAS, connections

from egret.kernel import gate
from egret.kernel.keyring.router import KEYRING
from egret.kernel.purpose import under
from egret.kernel.text import from_locale


class Command(DjangoMigrate):
    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database=None)

    def get_check_kwargs(self, options: dict[str, Any]) -> Any:
        """The checks that look into databases look into all that are about to be migrated."""
        every = {**options, "database": options["database"] or DEFAULT_DB_ALIAS}
        found = super().get_check_kwargs(every)
        return found if options["database"] else {**found, "databases": list(connections)}

    @under("kernel.upgrade")
    def handle(self, *args: Any, **options: Any) -> None:
        """All databases, unless --database names one or an application was named."""
        given = options["database"]
        default_alone = options.get("app_label") and given is None
        for alias in [given] if given else [DEFAULT_DB_ALIAS] if default_alone else list(connections):
            # That database holds the tables of the application of the same name, and never sees the others' migrations.
            own = (
                {"app_label": KEYRING, "run_syncdb": False} if alias == KEYRING and not options.get("app_label") else {}
            )
            super().handle(*args, **{**options, **own, "database": alias})
        if given is None and not options.get("app_label") and not options.get("plan") and not options.get("check"):
            self._pass_gate()

    @under("kernel.retention")
    def _pass_gate(self) -> None:
        """What came out of a backup is brought up to date before anything is served from it."""
        try:
            gate.pass_through()
        except (gate.JournalUnusable, gate.GateClosed) as error:
            spoken = from_locale(os.environ.get("LANG"))
            raise CommandError(
                f"{error.title.say(spoken, **error.facts)} {error.detail.say(spoken, **error.facts)}"
            ) from error

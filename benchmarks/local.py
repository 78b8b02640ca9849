"""An empty installation in this process, everything of which is in reach: benchmarks stand outside the product, as
tests do."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path

PURPOSE = "benchmarks.run"

# Entered once and never left.
_process = ExitStack()


def prepare(data: Path) -> None:
    """Once in a process: Django, its databases in `data` or where the environment says, a purpose for what follows."""
    os.environ.update(EGRET_DATA=str(data), EGRET_SMS="memory", EGRET_MAIL="memory")
    os.environ["DJANGO_SETTINGS_MODULE"] = "egret.project.settings"
    import django

    django.setup()
    from django.core.management import call_command

    from egret.kernel import purpose
    from egret.kernel.text import Text

    # Before the first statement: the door remembers which purposes there are.
    purpose.register(
        PURPOSE,
        purpose.LegalBasis.CONTRACT,
        Text("To fill an installation, and to measure it", "填充并测量实例"),
        everywhere="benchmarks stand outside the product",
    )
    call_command("migrate", verbosity=0, skip_checks=True)
    _process.enter_context(purpose.running(PURPOSE))

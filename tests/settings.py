"""The product's settings on a data directory of the test run's own; SMS codes stay in memory."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_scratch = Path(tempfile.mkdtemp(prefix="egret-tests-"))
atexit.register(shutil.rmtree, _scratch, ignore_errors=True)
os.environ["EGRET_DATA"] = str(_scratch / "data")
os.environ["EGRET_SMS"] = "memory"
os.environ["EGRET_MAIL"] = "memory"
os.environ.pop("EGRET_LIVEKIT_URL", None)
for _variable in ("EGRET_MASTER_KEY", "EGRET_MASTER_KEY_FILE", "EGRET_MASTER_KEY_COMMAND"):
    os.environ.pop(_variable, None)

from egret.project.settings import *  # noqa: E402, F403

for _alias, _settings in DATABASES.items():  # noqa: F405
    if "sqlite" in _settings["ENGINE"]:
        # A file, as in life: an in-memory database has neither WAL nor a second connection.
        _settings["TEST"] = {"NAME": _scratch / f"test-{_alias}.sqlite3"}

# Django's live server asks for one; nothing is served there.
STATIC_URL = "/static/"

"""The product's settings for processes that a test starts, on the test's own databases."""

from __future__ import annotations

import os

from egret.project.settings import *  # noqa: F403

for _alias, _settings in DATABASES.items():  # noqa: F405
    _settings["NAME"] = os.environ[f"EGRET_TEST_{_alias.upper()}"]

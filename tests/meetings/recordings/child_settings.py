"""The product's settings for processes that a test starts, on the test's own databases."""

from __future__ import annotations

import os
from importlib import import_module

from egret.project.settings import *  # noqa: F403

for _alias, _settings in DATABASES.items():  # noqa: F405
    _settings["NAME"] = os.environ[f"EGRET_TEST_{_alias.upper()}"]

if "EGRET_TEST_PIECE_FRAMES" in os.environ:
    # A film of seconds in as many pieces as one of hours has.
    composing = vars(import_module("egret.media.composer.compose"))
    composing["PIECE_FRAMES"] = int(os.environ["EGRET_TEST_PIECE_FRAMES"])

"""For worker processes of the tests: the database of the test that started them."""

from __future__ import annotations

import os

from tests.settings import *  # noqa: F403

DATABASES["default"]["NAME"] = os.environ["EGRET_TEST_DATABASE"]  # noqa: F405

"""A real `egret up` and Chromium, as the browser tests have them."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from tests.e2e.installation import Egret
from tests.e2e.people import CHROMIUM, FLAGS


@contextmanager
def installation() -> Iterator[Egret]:
    """An installation on a data directory and ports of its own."""
    with tempfile.TemporaryDirectory(prefix="egret-benchmark-") as folder:
        egret = Egret(Path(folder) / "data")
        try:
            yield egret
        finally:
            egret.stop()


@contextmanager
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None or shutil.which(CHROMIUM) is None:
        raise RuntimeError("install chromium (apt install chromium)")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()

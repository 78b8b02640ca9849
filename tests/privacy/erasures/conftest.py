"""Each test has a journal of its own: the gate compares it with the test's database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from egret.project.instance import JOURNAL_VARIABLE


@pytest.fixture(autouse=True)
def journal_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv(JOURNAL_VARIABLE, str(tmp_path / "journal"))
    monkeypatch.setattr(type(settings.INSTANCE), "blobs", tmp_path / "blobs")
    yield tmp_path / "journal"

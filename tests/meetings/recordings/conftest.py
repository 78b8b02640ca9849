from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connections

from egret.meetings.recordings import watch
from tests.meetings.recordings.scene import Scene


@pytest.fixture
def scene(engine: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    """Children record on this test's databases, with this test's engine and keys."""
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "tests.meetings.recordings.child_settings")
    monkeypatch.setenv("EGRET_ENGINE_URL", engine)
    monkeypatch.setenv("EGRET_DATA", str(settings.INSTANCE.data))
    for connection in connections.all():
        monkeypatch.setenv(f"EGRET_TEST_{connection.alias.upper()}", str(connection.settings_dict["NAME"]))
    made = Scene(engine)
    yield made
    made.leave()
    watch.stop()

"""The store of a test: a fresh folder, or a bucket of a real S3 server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from egret.kernel import objects
from tests.vault import s3


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    with s3.server(tmp_path_factory.mktemp("s3") / "root") as variables:
        yield variables


@pytest.fixture
def folder(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.EGRET_BLOBS_URL = ""
    monkeypatch.setattr(type(settings.INSTANCE), "blobs", tmp_path / "blobs")
    return tmp_path / "blobs"


@pytest.fixture
def bucket(s3_server: dict[str, str], settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in s3_server.items():
        monkeypatch.setenv(name, value)
    settings.EGRET_BLOBS_URL = s3_server["EGRET_BLOBS_URL"]
    objects.open_store.cache_clear()
    yield
    kept = objects.store()
    for shard in kept.shards():
        kept.delete([found.name for found in kept.objects(shard)])
    objects.open_store.cache_clear()


@pytest.fixture(params=["folder", "bucket"])
def any_store(request: pytest.FixtureRequest) -> str:
    """The test runs on a folder and on a bucket."""
    request.getfixturevalue(request.param)
    return str(request.param)

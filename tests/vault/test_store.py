"""A store that is full or away: said as what it is, and nothing half-written is left."""

from __future__ import annotations

import resource
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from egret.kernel import blobs, egress
from egret.kernel import objects as stores
from egret.kernel.blobs import PART_SIZE
from tests.vault.stored import KIND, content, person, stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def small_disk() -> Iterator[None]:
    """Files of this process end at 1 MiB, as on a disk that is full there."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024 * 1024, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    signal.signal(signal.SIGXFSZ, handler)


def test_a_full_disk_is_said_and_leaves_no_file(folder: Path, small_disk: None) -> None:
    draft = blobs.draft(person(), KIND)
    with pytest.raises(blobs.StoreFull) as refused:
        draft.write(content(PART_SIZE))
        draft.finish()
    for going_on in (draft.finish, lambda: draft.write(b"more"), draft.commit):
        with pytest.raises(RuntimeError):
            going_on()
    draft.discard()
    assert refused.value.status == 507
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_every_put_is_synced_with_its_folders(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[Path] = []
    monkeypatch.setattr(stores, "_sync", synced.append)
    blob = stored(person(), b"kept")
    shard = folder / blob.id.hex[-3:]
    (file,) = shard.iterdir()
    assert synced == [file, shard, folder]


def test_a_bucket_that_is_away_is_unavailable(bucket: None, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = person()
    blob = stored(owner, b"kept")
    with monkeypatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
        stores.open_store.cache_clear()
        with pytest.raises(blobs.StoreUnavailable):
            blobs.open_blob(blob, owner).read(0, 4)
        with pytest.raises(blobs.StoreUnavailable):
            stored(owner, b"more")
        with pytest.raises(blobs.StoreUnavailable):
            blobs.reconcile()
    stores.open_store.cache_clear()
    assert blobs.open_blob(blob, owner).read(0, 4) == b"kept"


def test_a_bucket_is_a_declared_destination(bucket: None, s3_server: dict[str, str]) -> None:
    stores.store()
    assert s3_server["AWS_ENDPOINT_URL"].removeprefix("http://") in egress.DESTINATIONS


def test_an_address_that_is_no_bucket_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="s3://bucket/prefix"):
        stores.declare_destination("https://example.org/bucket")

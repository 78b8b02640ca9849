"""The probes of what is stored say kept, and broken once their control is broken."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from egret.kernel import blobs, clock
from egret.kernel.installation import Installation
from egret.kernel.keyring.models import OwnerKey
from egret.kernel.models import Blob, BlobKey, Part
from egret.kernel.objects import store
from egret.kernel.promises import State, check
from egret.kernel.vault import codec
from tests.vault.stored import person, stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    monkeypatch.setattr(type(settings.INSTANCE), "blobs", tmp_path / "blobs")
    return Installation("http://localhost:9", "http://localhost:9")


@pytest.mark.parametrize("clause", ["C17", "C51"])
def test_kept_and_nothing_left_behind(installation: Installation, clause: str, tmp_path: Path) -> None:
    stored(person(), b"somebody's")
    for _ in range(2):
        result = check(clause, installation)
        assert result.state is State.KEPT, result.evidence
    assert Blob.objects.count() == 1 and Part.objects.count() == 1
    assert OwnerKey.objects.count() <= 2
    assert len([path for path in (tmp_path / "blobs").rglob("*") if path.is_file()]) == 1


def an_object_of_nobody() -> None:
    name = f"abc/{uuid.UUID(int=0xABC).hex}.0.00000000"
    store().put(name, b"whose?")
    os.utime(settings.INSTANCE.blobs / name, (0, 0))


def an_object_lost() -> None:
    blob = stored(person(), b"lost")
    store().delete([Part.objects.get(blob=blob).name])


def a_blob_without_owner() -> None:
    BlobKey.objects.filter(blob=stored(person(), b"whose?")).delete()


def a_blob_of_nothing() -> None:
    blob = stored(person(), b"what for?")
    Blob.objects.filter(id=blob.id).update(created_at=clock.now() - timedelta(hours=2))


@pytest.mark.parametrize("fault", [an_object_of_nobody, an_object_lost, a_blob_without_owner, a_blob_of_nothing])
def test_store_and_database_disagree(installation: Installation, fault: Callable[[], None]) -> None:
    fault()
    result = check("C17", installation)
    assert result.state is State.BROKEN, result.evidence


class NoAuthentication:
    """Changes every byte, and gives out whatever it finds."""

    pad = 0x5A

    def __init__(self, key: bytes) -> None:
        self._pad = self.pad

    def encrypt_into(self, nonce: bytes, data: memoryview, associated_data: bytes, room: memoryview) -> None:
        room[: len(data)] = bytes(byte ^ self._pad for byte in data)

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes) -> bytes:
        return bytes(byte ^ self._pad for byte in bytes(data)[:-16])


class NoCipher(NoAuthentication):
    pad = 0


def test_plain_text_in_the_store_is_seen(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codec, "AESGCM", NoCipher)
    result = check("C51", installation)
    assert result.state is State.BROKEN and "1 hold the planted text; read back: True" in result.evidence
    assert not Blob.objects.exists()


def test_a_cipher_that_does_not_notice_changes_is_seen(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(codec, "AESGCM", NoAuthentication)
    result = check("C51", installation)
    assert result.state is State.BROKEN and "0 hold the planted text; read back: True" in result.evidence
    assert result.evidence.endswith("refused after one byte was changed: False")


def test_blobs_are_not_lost_by_a_probe_that_breaks_off(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(blob: Blob, owner: blobs.Owner) -> blobs.Reader:
        raise blobs.StoreUnavailable()

    monkeypatch.setattr(blobs, "open_blob", away)
    assert check("C51", installation).state is State.UNKNOWN
    assert not Blob.objects.exists()

"""The master key changes under everything that is stored, and everything stays readable."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from django.core.management import call_command

from egret.kernel import blobs, vault
from egret.kernel.keyring import master
from egret.kernel.keyring.errors import MasterKeyUnusable
from egret.kernel.keyring.models import OwnerKey
from egret.kernel.vault import rotation
from egret.kernel.vault.wrapping import wrap
from tests.vault.stored import content, person, stored

pytestmark = pytest.mark.django_db

FIRST, SECOND = (base64.b64encode(bytes([number]) * 32).decode() for number in (1, 2))


@pytest.fixture(autouse=True)
def key_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "key"
    file.touch(mode=0o600)
    file.write_text(f"{FIRST}\n")
    monkeypatch.setenv(master.FILE, str(file))
    return file


def lines(file: Path) -> list[str]:
    return file.read_text().split()


def test_a_rotation_replaces_the_key_in_the_file(key_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "BATCH", 2)
    kept = {owner: stored(owner, str(owner).encode()) for owner in (person() for _ in range(5))}
    before = {row.owner: bytes(row.wrapped) for row in OwnerKey.objects.all()}
    done = rotation.rotate()
    assert done.rewrapped == 5 and not done.unused
    assert len(lines(key_file)) == 1 and lines(key_file) != [FIRST]
    assert key_file.stat().st_mode & 0o777 == 0o600
    assert set(OwnerKey.objects.values_list("master", flat=True)) == {done.current}
    assert all(bytes(row.wrapped) != before[row.owner] for row in OwnerKey.objects.all())
    for owner, blob in kept.items():
        assert blobs.open_blob(blob, owner).read(0, 99) == str(owner).encode()


def test_an_interrupted_rotation_is_finished_by_the_next(key_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "BATCH", 1)
    kept = {owner: stored(owner, b"kept") for owner in (person(), person(), person())}
    wrapped = 0

    def dies_at_the_second(*arguments: bytes) -> bytes:
        nonlocal wrapped
        wrapped += 1
        if wrapped == 2:
            raise KeyboardInterrupt
        return real(*arguments)

    real = wrap
    monkeypatch.setattr(rotation, "wrap", dies_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        rotation.rotate()
    new, old = lines(key_file)
    assert old == FIRST
    assert all(blobs.open_blob(blob, owner).read(0, 4) == b"kept" for owner, blob in kept.items())
    monkeypatch.setattr(rotation, "wrap", real)
    assert rotation.rotate().rewrapped == 2
    assert lines(key_file) == [new]
    assert all(blobs.open_blob(blob, owner).read(0, 4) == b"kept" for owner, blob in kept.items())


def test_what_a_server_makes_meanwhile_is_rewrapped_too(key_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the last batch and the old key's end: the old key stays as long as one row needs it."""
    stored(person(), b"one")
    late = person()

    def another_comes(keys: master.MasterKeys) -> list[int]:
        done = list(real(keys))
        monkeypatch.setenv(master.FILE, str(stale))
        stored(late, b"late")
        monkeypatch.setenv(master.FILE, str(key_file))
        return done

    stale = key_file.with_name("stale")
    stale.touch(mode=0o600)
    stale.write_text(f"{FIRST}\n")
    real = rotation._rewrap
    monkeypatch.setattr(rotation, "_rewrap", another_comes)
    rotation.rotate()
    assert lines(key_file)[1:] == [FIRST]
    monkeypatch.setattr(rotation, "_rewrap", real)
    rotation.rotate()
    assert len(lines(key_file)) == 1


def test_from_the_environment_the_first_key_is_the_new_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    owner = person()
    blob = stored(owner, content(10))
    monkeypatch.delenv(master.FILE)
    monkeypatch.setenv(master.VALUE, f"{SECOND},{FIRST}")
    call_command("rotate_master_key")
    old = master.MasterKey(base64.b64decode(FIRST)).id
    assert f"{old} wraps nothing any more" in capsys.readouterr().out
    monkeypatch.setenv(master.VALUE, SECOND)
    assert blobs.open_blob(blob, owner).read(0, 10) == content(10)


def test_without_the_old_key_nothing_is_read_and_it_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    owner = person()
    blob = stored(owner, b"mine")
    monkeypatch.delenv(master.FILE)
    monkeypatch.setenv(master.VALUE, SECOND)
    with pytest.raises(MasterKeyUnusable, match=OwnerKey.objects.get().master):
        blobs.open_blob(blob, owner)


def test_a_wrapped_key_is_bound_to_its_owner() -> None:
    mine, yours = person(), person()
    blob = stored(mine, b"mine")
    stored(yours, b"yours")
    OwnerKey.objects.filter(owner=str(yours)).update(wrapped=OwnerKey.objects.get(owner=str(mine)).wrapped)
    blobs.share_key(blob, mine, mine)
    with pytest.raises(vault.WrappingDamaged):
        blobs.share_key(blob, mine, yours)

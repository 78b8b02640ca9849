"""Blobs: what is written comes back, in any range, and nothing else does."""

from __future__ import annotations

import uuid

import pytest
from pytest_django import DjangoAssertNumQueries

from egret.kernel import blobs, vault
from egret.kernel.blobs import PART_SIZE
from egret.kernel.blobs.releasing import remove_doomed
from egret.kernel.keyring.router import KEYRING
from egret.kernel.models import Blob, BlobKey, Part
from egret.kernel.objects import store
from tests.vault.stored import KIND, begun, content, person, stored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("any_store")]


@pytest.mark.parametrize("size", [0, 1, 65535, 65536, 65537, PART_SIZE - 1, PART_SIZE, PART_SIZE + 1, 9_000_000])
def test_a_draft_comes_back(size: int) -> None:
    owner, data = person(), content(size)
    reader = blobs.open_blob(stored(owner, data), owner)
    assert reader.size == size
    assert reader.read(0, size) == data
    assert b"".join(reader.stream(0, size)) == data


def test_an_open_blob_grows_part_by_part() -> None:
    owner = person()
    blob = blobs.begin(owner, KIND)
    for piece in (b"one", b"two", b"three"):
        blobs.append(blob, blobs.writer(blob, owner).store(piece))
    assert blob.size == 11
    with pytest.raises(blobs.BlobUnknown):
        blobs.open_blob(blob, owner)
    blobs.seal(blob, owner)
    assert blobs.open_blob(blob, owner).read(2, 8) == b"etwoth"


def test_of_two_writers_one_is_refused() -> None:
    owner = person()
    blob = blobs.begin(owner, KIND)
    first, second = blobs.writer(blob, owner), blobs.writer(blob, owner)
    blobs.append(blob, first.store(b"first"))
    with pytest.raises(blobs.PartRefused):
        blobs.append(blob, second.store(b"second"))
    assert blob.size == 5


def test_a_discarded_draft_leaves_nothing() -> None:
    draft, _ = begun(person(), content(PART_SIZE + 10))
    shard = draft.id.hex[-3:]
    assert [found for found in store().objects(shard) if draft.id.hex in found.name]
    draft.discard()
    draft.discard()
    assert not [found for found in store().objects(shard) if draft.id.hex in found.name]


def test_discarding_after_the_commit_changes_nothing() -> None:
    owner = person()
    draft = blobs.draft(owner, KIND)
    draft.write(b"kept")
    draft.finish()
    blob = draft.commit()
    draft.discard()
    assert blobs.open_blob(blob, owner).read(0, 4) == b"kept"


def test_an_unregistered_kind_is_refused() -> None:
    with pytest.raises(blobs.KindUnknown):
        blobs.draft(person(), "tests.unheard_of")
    with pytest.raises(blobs.KindUnknown):
        blobs.begin(person(), "tests.unheard_of")


def test_only_owners_read() -> None:
    owner, other = person(), person()
    blob = stored(owner, b"mine")
    with pytest.raises(blobs.BlobUnknown):
        blobs.open_blob(blob, other)
    blobs.share_key(blob, owner, other)
    blobs.share_key(blob, owner, other)
    blobs.drop_key(blob, owner)
    assert blobs.open_blob(blob, other).read(0, 4) == b"mine"
    with pytest.raises(blobs.BlobUnknown):
        blobs.open_blob(blob, owner)


def test_many_are_shared_as_fast_as_few(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    owner, other = person(), person()
    kept = [stored(owner, bytes([number])) for number in range(12)]
    blobs.share_key(kept[0], owner, other)
    with django_assert_num_queries(6), django_assert_num_queries(2, using=KEYRING):
        # A savepoint, the blobs, who has them already, their keys, the new ones, the savepoint's end; two owners' keys.
        blobs.share_keys([blob.id for blob in kept], owner, other)
    blobs.drop_keys([blob.id for blob in kept], owner)
    blobs.drop_keys([blob.id for blob in kept], owner)
    assert [blobs.open_blob(blob, other).read(0, 1)[0] for blob in kept] == list(range(12))
    for blob in kept:
        with pytest.raises(blobs.BlobUnknown):
            blobs.open_blob(blob, owner)


def test_of_many_all_are_shared_or_none() -> None:
    owner, other = person(), person()
    kept, foreign = stored(owner, b"mine"), stored(person(), b"theirs")
    gone = stored(owner, b"gone")
    blobs.release([gone.id])
    for unshareable in (foreign.id, gone.id, uuid.uuid4()):
        with pytest.raises(blobs.BlobUnknown):
            blobs.share_keys([kept.id, unshareable], owner, other)
    assert not BlobKey.objects.filter(owner=str(other)).exists()


def test_a_destroyed_key_is_never_made_anew() -> None:
    owner = person()
    blob = stored(owner, b"forget me")
    vault.destroy_key(owner)
    vault.destroy_key(owner)
    with pytest.raises(vault.KeyDestroyed):
        blobs.open_blob(blob, owner)
    with pytest.raises(vault.KeyDestroyed):
        blobs.draft(owner, KIND)


def test_released_blobs_lose_their_keys_at_once_and_their_objects_soon() -> None:
    owner = person()
    blob = stored(owner, content(100))
    name = Part.objects.get(blob=blob).name
    assert blobs.release([blob.id, uuid.uuid4()]) == 1
    assert not BlobKey.objects.filter(blob=blob).exists()
    assert blobs.release([blob.id]) == 0
    remove_doomed()
    assert not Blob.objects.filter(id=blob.id).exists()
    assert name not in [found.name for found in store().objects(name[:3])]

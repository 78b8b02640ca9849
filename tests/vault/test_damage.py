"""Whatever happens to the stored bytes, nobody is given anything but what was written."""

from __future__ import annotations

import secrets
import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from egret.kernel import blobs
from egret.kernel.blobs import PART_SIZE
from egret.kernel.models import Blob, Part
from egret.kernel.objects import store
from egret.kernel.vault import codec
from egret.kernel.vault.codec import FRAME_SIZE, HEADER_BYTES, TAG_BYTES, PartDamaged
from tests.vault.stored import KIND, content, person, stored

KEY, BLOB = secrets.token_bytes(32), uuid.uuid4()
SIZE = 3 * FRAME_SIZE + 1234
PLAIN = content(SIZE)
SHAPE, _encrypted = codec.encrypt_part(KEY, BLOB, 0, PLAIN)
OBJECT = bytes(_encrypted)
STORED_FRAME = FRAME_SIZE + TAG_BYTES
EDGES = [0, 1, FRAME_SIZE - 1, FRAME_SIZE, FRAME_SIZE + 1, 2 * FRAME_SIZE, 3 * FRAME_SIZE, SIZE - 1, SIZE]
positions = st.one_of(st.sampled_from(EDGES), st.integers(0, SIZE))


def read(stored_bytes: bytes, start: int = 0, stop: int = SIZE, number: int = 0, blob: uuid.UUID = BLOB) -> bytes:
    shape = codec.Shape(number, SIZE, SHAPE.salt)
    return b"".join(codec.decrypt_range(KEY, blob, shape, start, stop, lambda a, b: stored_bytes[a:b]))


@given(positions, positions)
def test_any_range_is_the_slice(one: int, other: int) -> None:
    start, stop = sorted((one, other))
    if start < stop:
        assert read(OBJECT, start, stop) == PLAIN[start:stop]


@given(st.integers(0, len(OBJECT) - 1), st.integers(0, 7))
def test_any_flipped_bit_is_noticed(at: int, bit: int) -> None:
    damaged = bytearray(OBJECT)
    damaged[at] ^= 1 << bit
    with pytest.raises(PartDamaged):
        read(bytes(damaged))


@given(st.integers(0, len(OBJECT) - 1))
def test_any_shortened_object_is_noticed(length: int) -> None:
    with pytest.raises(PartDamaged):
        read(OBJECT[:length])


@given(st.permutations(range(3)).filter(lambda order: list(order) != [0, 1, 2]))
def test_frames_in_another_order_are_noticed(order: list[int]) -> None:
    frames = [OBJECT[HEADER_BYTES + n * STORED_FRAME :][:STORED_FRAME] for n in range(3)]
    tail = OBJECT[HEADER_BYTES + 3 * STORED_FRAME :]
    with pytest.raises(PartDamaged):
        read(OBJECT[:HEADER_BYTES] + b"".join(frames[n] for n in order) + tail)


def test_a_part_that_lost_its_last_frame_is_noticed_even_with_a_matching_row() -> None:
    whole = 3 * FRAME_SIZE
    shape = codec.Shape(0, whole, SHAPE.salt)
    shortened = OBJECT[: shape.stored_size]
    with pytest.raises(PartDamaged):
        b"".join(codec.decrypt_range(KEY, BLOB, shape, 0, whole, lambda a, b: shortened[a:b]))


def test_a_part_of_another_number_or_blob_is_noticed() -> None:
    with pytest.raises(PartDamaged):
        read(OBJECT, number=1)
    with pytest.raises(PartDamaged):
        read(OBJECT, blob=uuid.uuid4())


def test_nothing_of_a_damaged_frame_is_given_out() -> None:
    damaged = bytearray(OBJECT)
    damaged[HEADER_BYTES + STORED_FRAME + 10] ^= 1
    given_out = bytearray()
    with pytest.raises(PartDamaged):
        for piece in codec.decrypt_range(KEY, BLOB, SHAPE, 0, SIZE, lambda a, b: bytes(damaged[a:b])):
            given_out += piece
    assert given_out == PLAIN[:FRAME_SIZE]


@pytest.mark.django_db
class TestStored:
    @settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_any_range_of_any_parts_is_the_slice(self, data: st.DataObject) -> None:
        owner = person()
        blob, written = blobs.begin(owner, KIND), b""
        for size in data.draw(st.lists(st.integers(1, 3 * FRAME_SIZE), max_size=5)):
            piece = content(size)[::-1]
            blobs.append(blob, blobs.writer(blob, owner).store(piece))
            written += piece
        blobs.seal(blob, owner)
        start, stop = sorted((data.draw(st.integers(0, len(written))), data.draw(st.integers(0, len(written) + 5))))
        assert blobs.open_blob(blob, owner).read(start, stop) == written[start:stop]

    @pytest.mark.parametrize(
        "change", ["dropped", "reordered", "resized", "blob resized", "salt of another attempt", "seal lost"]
    )
    def test_parts_changed_in_the_database_are_noticed(self, change: str) -> None:
        owner = person()
        blob = stored(owner, content(2 * PART_SIZE + 5))
        first, second, third = Part.objects.filter(blob=blob).order_by("number")
        if change == "dropped":
            third.delete()
            Blob.objects.filter(id=blob.id).update(size=2 * PART_SIZE, part_count=2)
        elif change == "reordered":
            Part.objects.filter(id=first.id).update(number=9)
            Part.objects.filter(id=second.id).update(number=0)
            Part.objects.filter(id=first.id).update(number=1)
        elif change == "resized":
            Part.objects.filter(id=third.id).update(size=4)
        elif change == "blob resized":
            Blob.objects.filter(id=blob.id).update(size=PART_SIZE)
        elif change == "salt of another attempt":
            Part.objects.filter(id=third.id).update(salt=bytes(16))
        else:
            Blob.objects.filter(id=blob.id).update(seal=None)
        with pytest.raises(blobs.BlobDamaged):
            blobs.open_blob(Blob.objects.get(id=blob.id), owner)

    def test_a_missing_object_and_a_swapped_one_are_damage(self) -> None:
        owner = person()
        one, other = stored(owner, content(100)), stored(owner, content(100)[::-1])
        name, foreign = (Part.objects.get(blob=blob).name for blob in (one, other))
        store().put(name, store().get_range(foreign, 0, 1000))
        with pytest.raises(blobs.BlobDamaged):
            blobs.open_blob(one, owner).read(0, 100)
        store().delete([name])
        with pytest.raises(blobs.BlobDamaged, match="missing"):
            blobs.open_blob(one, owner).read(0, 100)

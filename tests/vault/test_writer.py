"""Parts are filled, and stored while the next ones fill: in their order, each with its own bytes."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from egret.kernel import blobs
from egret.kernel.blobs import PART_SIZE
from egret.kernel.blobs.parts import BUFFERS, IN_FLIGHT
from tests.vault.stored import KIND, person

pytestmark = pytest.mark.django_db(transaction=True)

PARTS = IN_FLIGHT + BUFFERS + 2


def test_what_is_given_in_odd_pieces_comes_back(folder: Path) -> None:
    chance, owner = random.Random(5), person()
    blob = blobs.begin(owner, KIND)
    writer, given = blobs.writer(blob, owner), bytearray()
    for size in [1, 70_001, PART_SIZE - 1, PART_SIZE, PART_SIZE + 1, 2 * PART_SIZE, 3] * 2:
        piece = chance.randbytes(size)
        given += piece
        writer.write(piece)
        if size == PART_SIZE:
            writer.flush()
            assert blobs.append_all(writer.settle()) == []
    writer.flush()
    writer.flush()
    assert blobs.append_all(writer.settle()) == []
    assert list(writer.settle()) == []
    blobs.seal(blob, owner)
    reader = blobs.open_blob(blob, owner)
    assert reader.read(0, reader.size) == given


def test_nothing_gets_past_a_part_that_was_not_stored(folder: Path) -> None:
    """And whoever goes on writing is told, instead of waiting for ever."""
    owner = person()
    blob = blobs.begin(owner, KIND)
    writer = blobs.writer(blob, owner)
    writer.write(bytes(PART_SIZE))
    assert [part.number for part in writer.settle()] == [0]
    shutil.rmtree(folder)
    folder.write_bytes(b"a file, where the folder was")
    with pytest.raises(blobs.StoreUnavailable):
        for _ in range(PARTS):
            writer.write(bytes(PART_SIZE))
    folder.unlink()
    folder.mkdir()
    with pytest.raises(blobs.StoreUnavailable):
        list(writer.settle())
    stored = writer.abandon()
    assert 1 not in {part.number for part in stored}
    blobs.discard(stored)
    assert [path for path in folder.rglob("*") if path.is_file()] == []

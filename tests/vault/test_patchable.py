"""A draft whose beginning is written over, as a muxer does once it knows the length."""

from __future__ import annotations

import uuid

import pytest

from egret.kernel import blobs
from egret.kernel.blobs import PART_SIZE, Owner

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("size", [10, PART_SIZE - 1, PART_SIZE, PART_SIZE + 1, 2 * PART_SIZE + 5])
def test_the_beginning_is_as_it_was_written_last(size: int) -> None:
    owner = Owner("person", uuid.uuid4())
    draft = blobs.PatchableDraft(owner, "cloud.file")
    content = bytearray(index % 251 for index in range(size))
    draft.write(bytes(content))
    draft.patch(2, b"length")
    content[2:8] = b"length"
    draft.finish()
    reader = blobs.open_blob(draft.commit(), owner)
    assert reader.read(0, reader.size) == content


def test_only_what_was_written_in_the_first_part() -> None:
    draft = blobs.PatchableDraft(Owner("person", uuid.uuid4()), "cloud.file")
    draft.write(bytes(100))
    for at in (-1, 95, PART_SIZE):
        with pytest.raises(ValueError, match="first part"):
            draft.patch(at, b"123456")
    draft.write(bytes(2 * PART_SIZE))
    with pytest.raises(ValueError, match="first part"):
        draft.patch(PART_SIZE - 2, b"123456")
    draft.discard()

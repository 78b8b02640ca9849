"""Parts of many open blobs are added at once."""

from __future__ import annotations

import uuid

import pytest

from egret.kernel import blobs
from egret.kernel.blobs import Owner

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_next_ones_are_added_and_others_are_told() -> None:
    owner = Owner("person", uuid.uuid4())
    first, second = blobs.begin(owner, "cloud.file"), blobs.begin(owner, "cloud.file")
    writers = [blobs.writer(blob, owner) for blob in (first, second)]
    assert blobs.append_all([writer.store(b"one") for writer in writers]) == []
    again = blobs.writer(first, owner).store(b"two")
    assert blobs.append_all([again, again]) == [again], "the same place twice"
    blobs.release([second.id])
    late = writers[1].store(b"two")
    assert blobs.append_all([late]) == [late], "it is given up"
    blobs.seal(first, owner)
    assert blobs.open_blob(first, owner).read(0, 6) == b"onetwo"

"""Released while somebody else takes it: one of the two comes first, and the other sees what it did."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connections, transaction

from egret.kernel import blobs
from egret.kernel.blobs.releasing import remove_doomed
from egret.kernel.models import Blob
from egret.kernel.purpose import under
from tests.vault.stored import person, refer_to, stored

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("folder")]

# Long enough for the second to be in the middle of it, if it did not wait.
HEAD_START = 0.5
PATIENCE = 30


def one_after_the_other(first: Callable[[], None], second: Callable[[], None]) -> list[str]:
    """`second` begins while the transaction of `first` is open; who was done when."""
    done: list[str] = []
    holding = threading.Event()

    def begin() -> None:
        with transaction.atomic():
            first()
            holding.set()
            threading.Event().wait(HEAD_START)
            done.append("first")
        connections.close_all()

    def follow() -> None:
        assert holding.wait(PATIENCE)
        try:
            with transaction.atomic():
                second()
        finally:
            done.append("second")
            connections.close_all()

    threads = [
        threading.Thread(target=under("tests.arrange")(begin)),
        threading.Thread(target=under("tests.arrange")(follow)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return done


def test_what_somebody_takes_meanwhile_is_not_released() -> None:
    owner, other = person(), person()
    blob = stored(owner, b"taken over")
    released: list[int] = []

    def take() -> None:
        blobs.share_key(blob, owner, other)
        refer_to(blob)

    order = one_after_the_other(take, lambda: released.append(blobs.release([blob.id])))
    assert (order, released) == (["first", "second"], [0])
    remove_doomed()
    assert blobs.open_blob(blob, other).read(0, 10) == b"taken over"


def test_what_is_released_meanwhile_is_not_taken() -> None:
    owner, other = person(), person()
    blob = stored(owner, b"let go")
    refused: list[str] = []

    def take() -> None:
        try:
            blobs.share_key(blob, owner, other)
        except blobs.BlobUnknown as error:
            refused.append(error.slug)

    def let_go() -> None:
        assert blobs.release([blob.id]) == 1

    order = one_after_the_other(let_go, take)
    assert (order, refused) == (["first", "second"], ["blob-unknown"])
    remove_doomed()
    assert not Blob.objects.exists()

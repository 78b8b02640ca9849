"""Something stored, for the tests of the vault."""

from __future__ import annotations

from django.db import transaction

from egret.accounts.models import Person, ProfilePicture
from egret.kernel import blobs, ids
from egret.kernel.blobs import kinds
from egret.kernel.models import Blob
from egret.kernel.personal import Category
from egret.kernel.text import Text

KIND = "tests.note"
kinds.register(KIND, category=Category.PROFILE, text=Text("note", "笔记"), purpose="kernel.operation")


def person() -> blobs.Owner:
    return blobs.Owner("person", ids.new_id())


def content(size: int) -> bytes:
    return (bytes(range(251)) * (size // 251 + 1))[:size]


def kept(owner: blobs.Owner, data: bytes) -> Blob:
    """Stored, and something refers to it, as in life."""
    blob = stored(owner, data)
    refer_to(blob)
    return blob


def refer_to(blob: Blob) -> ProfilePicture:
    return ProfilePicture.objects.create(person=Person.objects.create(), blob=blob, large_size=0)


def stored(owner: blobs.Owner, data: bytes) -> Blob:
    draft = blobs.draft(owner, KIND)
    draft.write(data)
    draft.finish()
    with transaction.atomic():
        return draft.commit()


def begun(owner: blobs.Owner, data: bytes) -> tuple[blobs.Draft, list[str]]:
    """A draft that is not finished, and the names of its whole parts, all of them stored."""
    draft = blobs.draft(owner, KIND)
    draft.write(data)
    draft._parts += draft._writer.settle()
    return draft, [part.name for part in draft._parts]

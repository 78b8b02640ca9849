"""What people show of themselves: name, description, picture; each optional and removable at any time (C11, C26)."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction

from egret.accounts.errors import DescriptionUnusable, NameUnusable
from egret.accounts.events import NameChanged
from egret.accounts.models import Person, Profile, ProfilePicture
from egret.kernel import blobs, correcting, erasure, events, legible, pictures, ratelimit
from egret.kernel.errors import EgretError
from egret.kernel.ratelimit import Limit

PICTURE = "accounts.picture"
NAME_LENGTH = Profile._meta.get_field("name").max_length or 0
DESCRIPTION_LENGTH = Profile._meta.get_field("description").max_length or 0
# Somebody trying crops, not a program that keeps the machine busy: each costs up to two seconds of it.
PICTURES_PER_PERSON = Limit("pictures per person", 60, timedelta(hours=1))
# Beyond this a person thinks the page is stuck; the next free moment is about as far away.
PATIENCE_SECONDS = 10


def do_change_profile(person_id: uuid.UUID, *, name: str | None = None, description: str | None = None) -> None:
    """Set what is given; "" removes it, None leaves it. A profile with nothing in it has no row.

    Raises NameUnusable, DescriptionUnusable.
    """
    changes = {}
    if name is not None:
        changes["name"] = _parse_name(name)
    if description is not None:
        changes["description"] = _parse_description(description)
    with transaction.atomic():
        _lock(person_id)
        before = Profile.objects.filter(person_id=person_id).first() or Profile(person_id=person_id)
        old_name = before.name
        for field, value in changes.items():
            setattr(before, field, value)
        if before.name or before.description:
            before.save()
        else:
            Profile.objects.filter(person_id=person_id).delete()
        if before.name != old_name:
            correcting.corrected("name", person_id, old_name, before.name)
            events.emit(NameChanged(person_id, before.name))
        erasure.flush_deleted()


def do_set_picture(person_id: uuid.UUID, data: bytes, crop: pictures.Crop | None) -> None:
    """Keep the cropped picture in place of the one before, under a new id.

    Raises TooManyRequests, PicturesBusy, PictureTooLarge, PictureKindUnknown, PictureIsDrawing, PictureTooManyPixels,
    PictureDamaged, StoreFull, StoreUnavailable.
    """
    with _turn(person_id):
        portrait = pictures.portrait(data, crop)
    draft = blobs.draft(blobs.Owner("person", person_id), PICTURE)
    try:
        draft.write(portrait.large)
        draft.write(portrait.small)
        draft.finish()
        with transaction.atomic():
            _lock(person_id)
            forget_picture(person_id)
            ProfilePicture.objects.create(person_id=person_id, blob=draft.commit(), large_size=len(portrait.large))
            erasure.flush_deleted()
    except BaseException:
        draft.discard()
        raise


def do_remove_picture(person_id: uuid.UUID) -> None:
    """Remove the picture and every size of it; it is no error to have none."""
    with transaction.atomic():
        _lock(person_id)
        forget_picture(person_id)
        erasure.flush_deleted()


def forget_picture(person_id: uuid.UUID) -> None:
    """In the caller's transaction, which holds the person: the row goes, the blob's key with it, its object soon."""
    pictures_of = ProfilePicture.objects.filter(person_id=person_id)
    blob_ids = list(pictures_of.values_list("blob_id", flat=True))
    pictures_of.delete()
    blobs.release(blob_ids)


def do_preview_picture(person_id: uuid.UUID, data: bytes) -> bytes:
    """A JPEG of what a browser cannot show; nothing is stored. Raises as do_set_picture."""
    with _turn(person_id):
        return pictures.preview(data)


@contextmanager
def _turn(person_id: uuid.UUID) -> Iterator[None]:
    """The one place at the decoder."""
    ratelimit.spend(PICTURES_PER_PERSON, str(person_id))
    with pictures.turn(PATIENCE_SECONDS):
        yield


def _lock(person_id: uuid.UUID) -> None:
    """Two windows that change one profile take turns."""
    Person.objects.select_for_update().get(id=person_id)


def _parse_name(typed: str) -> str:
    try:
        return legible.line(typed, NAME_LENGTH)
    except legible.Illegible as error:
        raise _unusable(NameUnusable, "name", error, NAME_LENGTH) from None


def _parse_description(typed: str) -> str:
    try:
        return legible.lines(typed, DESCRIPTION_LENGTH)
    except legible.Illegible as error:
        raise _unusable(DescriptionUnusable, "description", error, DESCRIPTION_LENGTH) from None


def _unusable(kind: type[EgretError], field: str, error: legible.Illegible, maximum: int) -> EgretError:
    return kind(field=field, reason=error.reason, maximum_length=maximum)

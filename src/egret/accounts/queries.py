"""Reads of people and of sign-ins."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, cast

from egret.accounts import visibility
from egret.accounts.errors import FlowUnknown, PictureUnknown
from egret.accounts.errors.sign_in import PhoneMalformed
from egret.accounts.models import Person, Preferences, Profile, ProfilePicture, SignInFlow
from egret.accounts.phone import parse_phone
from egret.kernel import blobs
from egret.kernel.permissions import require
from egret.kernel.purpose import under
from egret.kernel.text import Language
from egret.kernel.vault import KeyDestroyed

PictureSize = Literal["small", "large"]


def person_by_phone(phone: str) -> Person | None:
    return Person.objects.filter(phone=phone).first()


def phone_of(person_id: uuid.UUID) -> str | None:
    return Person.objects.filter(id=person_id).values_list("phone", flat=True).first()


def access_flow(flow_id: uuid.UUID, *, lock: bool = False) -> SignInFlow:
    """The sign-in whose secret id the caller knows. Raises FlowUnknown."""
    flows = SignInFlow.objects.select_for_update() if lock else SignInFlow.objects
    flow = flows.filter(id=flow_id).first()
    if flow is None:
        raise FlowUnknown
    return flow


@under("kernel.cases")
def key_of(typed: str) -> uuid.UUID | None:
    """The key of who has this number or id: what a case is opened with, and all that is told before (C52)."""
    try:
        found = Person.objects.filter(phone=parse_phone(typed))
    except PhoneMalformed:
        try:
            found = Person.objects.filter(id=uuid.UUID(typed))
        except ValueError:
            return None
    return found.values_list("id", flat=True).first()


@dataclass(frozen=True)
class PersonCard:
    """What somebody shows of themselves; `name` is "" for whom has given none."""

    id: uuid.UUID
    name: str
    picture_id: uuid.UUID | None


@under("accounts.profile")
def people_by_id(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, PersonCard]:
    """The cards of the people who exist among `ids`, in one query."""
    rows = Person.objects.filter(id__in=ids).values_list("id", "profile__name", "picture__id")
    return {person_id: PersonCard(person_id, name or "", picture_id) for person_id, name, picture_id in rows}


@under("accounts.profile")
def name_of(person_id: uuid.UUID) -> str:
    """The name a person gave themselves, "" without one."""
    return Profile.objects.filter(person_id=person_id).values_list("name", flat=True).first() or ""


@dataclass(frozen=True)
class OwnCard:
    """What a page that a person opens needs to know of them at once; `small_picture` is its address."""

    name: str
    small_picture: str | None
    language: Language | None
    theme: Literal["light", "dark"] | None


@under("accounts.profile")
def own_card(person_id: uuid.UUID) -> OwnCard:
    """One query; nothing where nothing was chosen."""
    name, picture_id, language, theme = (
        Person.objects.filter(id=person_id)
        .values_list("profile__name", "picture__id", "preferences__language", "preferences__theme")
        .get()
    )
    return OwnCard(
        name or "",
        picture_address(person_id, picture_id, "small") if picture_id else None,
        cast("Language | None", language or None),
        cast("Literal['light', 'dark'] | None", theme or None),
    )


def profile_of(person_id: uuid.UUID) -> tuple[Profile, uuid.UUID | None]:
    """A person's profile, an unsaved empty one where they wrote nothing, and their picture's id."""
    profile = Profile.objects.filter(person_id=person_id).first() or Profile(person_id=person_id)
    picture_id = ProfilePicture.objects.filter(person_id=person_id).values_list("id", flat=True).first()
    return profile, picture_id


@under("accounts.profile")
def preferences_of(person_id: uuid.UUID) -> Preferences:
    """A person's preferences, an unsaved empty one where they chose nothing."""
    return Preferences.objects.filter(person_id=person_id).first() or Preferences(person_id=person_id)


def picture_address(person_id: uuid.UUID, picture_id: uuid.UUID, size: PictureSize) -> str:
    """Where a picture is served, to whom may see it."""
    return f"/api/v1/people/{person_id}/picture/{picture_id}/{size}"


def access_picture(viewer_id: uuid.UUID, person_id: uuid.UUID, picture_id: uuid.UUID) -> ProfilePicture:
    """A picture, for whom may see it. Raises PictureUnknown: whether it exists is not told."""
    require(visibility.can_see(viewer_id, person_id), PictureUnknown())
    found = ProfilePicture.objects.select_related("blob").filter(id=picture_id, person_id=person_id).first()
    if found is None:
        raise PictureUnknown
    return found


def picture_content(picture: ProfilePicture, size: PictureSize) -> bytes:
    """Its WebP. Raises PictureUnknown when it was removed meanwhile, BlobDamaged, StoreUnavailable."""
    try:
        reader = blobs.open_blob(picture.blob, blobs.Owner("person", picture.person_id))
        begin, end = (0, picture.large_size) if size == "large" else (picture.large_size, reader.size)
        return reader.read(begin, end)
    except (blobs.BlobUnknown, blobs.BlobDamaged, KeyDestroyed):
        if ProfilePicture.objects.filter(id=picture.id).exists():
            raise
        raise PictureUnknown from None


@under("accounts.profile")
def own_picture(person_id: uuid.UUID) -> bytes | None:
    """A person's picture as they gave it, for the copy of everything that they take away."""
    found = ProfilePicture.objects.select_related("blob").filter(person_id=person_id).first()
    return picture_content(found, "large") if found is not None else None

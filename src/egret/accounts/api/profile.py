"""What people show of themselves, over HTTP."""

import uuid
from typing import Annotated

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.http import parse_etags
from ninja import Query, Router, Schema
from pydantic import Field

from egret.accounts import actions, queries
from egret.accounts.actions.profile import DESCRIPTION_LENGTH, NAME_LENGTH
from egret.accounts.errors import (
    DescriptionUnusable,
    NameUnusable,
    PictureUnknown,
)
from egret.kernel.api import Input, Output, answer, problems, signed_in, viewer_of
from egret.kernel.blobs import BlobDamaged, StoreFull, StoreUnavailable
from egret.kernel.body import read_body
from egret.kernel.errors import CrossSiteRequest, SignInRequired, TooManyRequests
from egret.kernel.personal import Category
from egret.kernel.picture_errors import (
    PictureDamaged,
    PictureIsDrawing,
    PictureKindUnknown,
    PicturesBusy,
    PictureTooLarge,
    PictureTooManyPixels,
)
from egret.kernel.pictures import MAXIMUM_BYTES, Crop, too_large
from egret.kernel.purpose import under

router = Router(tags=["profile"])

# People paste with spaces around and in other normal forms: what is kept is measured, not what is sent.
TYPED = 10

PICTURE_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
PICTURE_PROBLEMS = (
    CrossSiteRequest,
    SignInRequired,
    PictureTooLarge,
    PictureKindUnknown,
    PictureIsDrawing,
    PictureTooManyPixels,
    PictureDamaged,
    PicturesBusy,
    TooManyRequests,
)


class PictureOut(Output):
    large_url: str
    small_url: str

    @staticmethod
    def of(person_id: uuid.UUID, picture_id: uuid.UUID | None) -> "PictureOut | None":
        if picture_id is None:
            return None
        return PictureOut(
            large_url=queries.picture_address(person_id, picture_id, "large"),
            small_url=queries.picture_address(person_id, picture_id, "small"),
        )


class ProfileOut(Output):
    name: str | None
    description: str | None
    picture: PictureOut | None


class ProfileIn(Input):
    """Only what is sent changes; null or "" removes."""

    name: Annotated[str | None, Category.PROFILE] = Field(None, max_length=TYPED * NAME_LENGTH)
    description: Annotated[str | None, Category.PROFILE] = Field(None, max_length=TYPED * DESCRIPTION_LENGTH)


class CropIn(Schema):
    """The corner in parts of width and height, the side in parts of the shorter one; no `size`: the middle square."""

    x: float = Field(0, ge=0, le=1, allow_inf_nan=False)
    y: float = Field(0, ge=0, le=1, allow_inf_nan=False)
    size: float | None = Field(None, gt=0, le=1, allow_inf_nan=False)

    def crop(self) -> Crop | None:
        return None if self.size is None else Crop(self.x, self.y, self.size)


@router.get("/profile", auth=signed_in, response={200: ProfileOut, **problems(SignInRequired)})
@under("accounts.profile")
def read_profile(request: HttpRequest) -> HttpResponse:
    """What I show of myself."""
    return _profile(viewer_of(request).person_id)


@router.patch(
    "/profile",
    auth=signed_in,
    response={200: ProfileOut, **problems(CrossSiteRequest, SignInRequired, NameUnusable, DescriptionUnusable)},
)
@under("accounts.profile")
def change_profile(request: HttpRequest, body: ProfileIn) -> HttpResponse:
    """Change or remove name and description."""
    viewer = viewer_of(request)
    changes = {field: getattr(body, field) or "" for field in body.model_fields_set}
    actions.do_change_profile(viewer.person_id, **changes)
    return _profile(viewer.person_id)


@router.put(
    "/profile/picture",
    auth=signed_in,
    response={200: ProfileOut, **problems(*PICTURE_PROBLEMS, StoreFull, StoreUnavailable)},
    openapi_extra=PICTURE_BODY,
)
@under("accounts.profile")
def set_picture(request: HttpRequest, crop: Query[CropIn]) -> HttpResponse:
    """Keep a square of the picture in the body, re-encoded and without any metadata."""
    viewer = viewer_of(request)
    actions.do_set_picture(viewer.person_id, read_body(request, MAXIMUM_BYTES, too_large()), crop.crop())
    return _profile(viewer.person_id)


@router.delete(
    "/profile/picture", auth=signed_in, response={200: ProfileOut, **problems(CrossSiteRequest, SignInRequired)}
)
@under("accounts.profile")
def remove_picture(request: HttpRequest) -> HttpResponse:
    """Remove my picture, in every size; it is no error to have none."""
    viewer = viewer_of(request)
    actions.do_remove_picture(viewer.person_id)
    return _profile(viewer.person_id)


@router.post(
    "/profile/picture/preview",
    auth=signed_in,
    response={200: None, **problems(*PICTURE_PROBLEMS)},
    openapi_extra=PICTURE_BODY,
)
@under("accounts.profile")
def preview_picture(request: HttpRequest) -> HttpResponse:
    """A JPEG of the picture in the body, for browsers that cannot show its kind. Nothing is stored."""
    viewer = viewer_of(request)
    jpeg = actions.do_preview_picture(viewer.person_id, read_body(request, MAXIMUM_BYTES, too_large()))
    return HttpResponse(jpeg, content_type="image/jpeg")


@router.get(
    "/people/{uuid:person_id}/picture/{uuid:picture_id}/{size}",
    auth=signed_in,
    response={200: None, 304: None, **problems(SignInRequired, PictureUnknown, BlobDamaged, StoreUnavailable)},
)
@under("accounts.profile")
def read_picture(
    request: HttpRequest, person_id: uuid.UUID, picture_id: uuid.UUID, size: queries.PictureSize
) -> HttpResponseBase:
    """A picture as WebP, for the person and for members of an organisation of theirs."""
    picture = queries.access_picture(viewer_of(request).person_id, person_id, picture_id)
    etag = f'"{picture_id}-{size}"'
    # A browser may keep it and must ask each time: what was removed is then 404 in every cache (C26).
    headers = {"ETag": etag, "Cache-Control": "private, no-cache", "Vary": "Cookie"}
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return HttpResponseNotModified(headers=headers)
    return HttpResponse(queries.picture_content(picture, size), content_type="image/webp", headers=headers)


def _profile(person_id: uuid.UUID) -> HttpResponse:
    profile, picture_id = queries.profile_of(person_id)
    return answer(
        ProfileOut(
            name=profile.name or None,
            description=profile.description or None,
            picture=PictureOut.of(person_id, picture_id),
        )
    )

"""With whom a file or folder is shared, and why each has access."""

import datetime
import uuid
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from pydantic import AwareDatetime, Field

from egret.accounts.errors import PhoneMalformed
from egret.accounts.phone import parse_phone
from egret.cloud import queries
from egret.cloud.actions import shares
from egret.cloud.api.nodes import DOOR, READ, WRITE, door_of
from egret.cloud.api.schemas import AncestorOut, CreatorOut, RoleWord, person_out, role_word
from egret.cloud.errors import NodeUnknown
from egret.cloud.errors.sharing import (
    AccessNotYours,
    ExpiryPast,
    ShareUnknown,
    SharingOutsideRefused,
    SubjectUnclear,
    SubjectUnknown,
)
from egret.cloud.models import Role, Share
from egret.cloud.queries import reasons, subjects
from egret.kernel.api import Input, Output, answer, problems
from egret.kernel.personal import Category
from egret.kernel.purpose import under

router = Router(tags=["sharing"])
ROLES: dict[str, Role] = {"view": Role.VIEW, "edit": Role.EDIT, "manage": Role.MANAGE}
Moment = Annotated[AwareDatetime | None, Category.CONTENT]


class SubjectOut(Output):
    kind: reasons.Kind = Field(
        description="`phone`: a number that nobody has claimed yet; `administrators`: of a space"
    )
    id: uuid.UUID | None
    name: str = Field(description="empty for whom nobody has named; for `phone` enough to recognise the number")
    picture: str | None
    organization: str = Field(description="that a group or department is in, else empty")


class ReasonOut(Output):
    why: reasons.Why
    folder: AncestorOut | None = Field(description="of an inherited one; null where the reader may not look")
    share: uuid.UUID | None = Field(description="null: by the space itself")
    subject: SubjectOut
    role: RoleWord
    outside: bool = Field(description="given to somebody outside of the space's organisation")
    served: bool = Field(description="false: expired, refused by the organisation's rule, or no member any more")
    expires_at: datetime.datetime | None
    created_at: datetime.datetime | None
    creator: CreatorOut | None


class SharesOut(Output):
    manages: bool = Field(description="whether the reader may share, and sees everybody; others see their own reason")
    may_share_outside: bool = Field(description="whether the reader may make links and share with people outside")
    items: list[ReasonOut]


class ShareIn(Input):
    kind: Literal["person", "group", "department", "organization", "phone"]
    id: uuid.UUID | None = Field(None, description="of the person, group, department or organisation")
    phone: Annotated[str | None, Category.CONTACT] = Field(None, max_length=40, description="in full, for `phone`")
    role: RoleWord
    expires_at: Moment = None


class ShareChangeIn(Input):
    """What is left out stays."""

    role: RoleWord | None = None
    expires_at: Moment = Field(None, description="null: it does not end")


def reason_out(reason: reasons.Reason) -> ReasonOut:
    share = reason.share
    card = person_out(reason.subject.card)
    return ReasonOut(
        why=reason.why,
        folder=None if reason.folder is None else AncestorOut(id=reason.folder.id, name=reason.folder.name),
        share=None if share is None else share.id,
        subject=SubjectOut(
            kind=reason.subject.kind,
            id=reason.subject.id,
            name=reason.subject.name,
            picture=card.picture if card else None,
            organization=reason.subject.organization,
        ),
        role=role_word(reason.role),
        outside=share is not None and share.outside,
        served=reason.served,
        expires_at=None if share is None else share.expires_at,
        created_at=None if share is None else share.created_at,
        creator=person_out(reason.maker),
    )


@router.get("/cloud/nodes/{node_id}/shares", response={200: SharesOut, **problems(*DOOR)}, auth=READ)
@under("cloud.keep")
def list_shares(request: HttpRequest, node_id: uuid.UUID) -> HttpResponse:
    """Who has access and why: all of it for who manages, one's own reason for others."""
    access = queries.access_node(door_of(request), node_id)
    manages = access.role >= Role.MANAGE
    return answer(
        SharesOut(
            manages=manages,
            may_share_outside=manages and queries.may_share_outside(access.space, access.person_id),
            items=[reason_out(each) for each in reasons.reasons_for(access)],
        )
    )


@router.post(
    "/cloud/nodes/{node_id}/shares",
    response={
        201: ReasonOut,
        **problems(*DOOR, SubjectUnknown, SubjectUnclear, SharingOutsideRefused, ExpiryPast, PhoneMalformed),
    },
    auth=WRITE,
)
@under("cloud.keep")
def share_node(request: HttpRequest, node_id: uuid.UUID, body: ShareIn) -> Status[ReasonOut]:
    """Let somebody in, or give whom it names already another role.

    People are found in the organisations one belongs to; anybody else only by exact number, and nothing tells whether
    it has an account.
    """
    door = door_of(request)
    access = queries.access_node(door, node_id, Role.MANAGE)
    share = shares.do_share(access, _subject(door, access, body), ROLES[body.role], body.expires_at)
    return Status(201, reason_out(reasons.reason_of(access, share)))


@router.patch(
    "/cloud/shares/{share_id}", response={200: ReasonOut, **problems(*DOOR, ShareUnknown, ExpiryPast)}, auth=WRITE
)
@under("cloud.keep")
def change_share(request: HttpRequest, share_id: uuid.UUID, body: ShareChangeIn) -> ReasonOut:
    access = _access(request, share_id)
    given = body.model_fields_set
    share = shares.do_change_share(
        access,
        share_id,
        role=ROLES[body.role] if body.role is not None else None,
        expires_at=body.expires_at if "expires_at" in given else False,
    )
    return reason_out(reasons.reason_of(access, share))


@router.delete("/cloud/shares/{share_id}", response={204: None, **problems(*DOOR, ShareUnknown)}, auth=WRITE)
@under("cloud.keep")
def withdraw_share(request: HttpRequest, share_id: uuid.UUID) -> Status[None]:
    shares.do_unshare(_access(request, share_id), share_id)
    return Status(204, None)


@router.delete("/cloud/nodes/{node_id}/access", response={204: None, **problems(*DOOR, AccessNotYours)}, auth=WRITE)
@under("cloud.keep")
def leave_share(request: HttpRequest, node_id: uuid.UUID) -> Status[None]:
    """Take what was shared with oneself off one's list; whoever shared it can do so again."""
    door = door_of(request)
    shares.claim(door.person_id)
    shares.do_leave(queries.access_node(door, node_id))
    return Status(204, None)


def _access(request: HttpRequest, share_id: uuid.UUID) -> queries.Access:
    """Where a share stands, for who manages there. Raises ShareUnknown as for one that is not there."""
    node_id = Share.objects.filter(id=share_id).values_list("node_id", flat=True).first()
    if node_id is None:
        raise ShareUnknown
    try:
        return queries.access_node(door_of(request), node_id, Role.MANAGE)
    except NodeUnknown:
        raise ShareUnknown from None


def _subject(door: queries.Door, access: queries.Access, body: ShareIn) -> subjects.Subject:
    if body.kind == "phone":
        if body.phone is None or body.id is not None:
            raise SubjectUnclear(field="phone")
        return subjects.by_phone(access.space, parse_phone(body.phone))
    if body.id is None or body.phone is not None:
        raise SubjectUnclear(field="id")
    return subjects.find_subject(door, access.space, body.kind, body.id)

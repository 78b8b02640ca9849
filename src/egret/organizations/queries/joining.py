"""Reads on the ways into an organisation: invitations, who is expected, requests, imports."""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar

from django.db.models import F, QuerySet

from egret.accounts import queries as accounts
from egret.accounts.phone import hint
from egret.kernel import clock
from egret.kernel.errors import EgretError
from egret.kernel.ids import CODE_ALPHABET
from egret.organizations import policies
from egret.organizations.errors import CursorUnusable, OrganizationUnknown
from egret.organizations.errors.joining import (
    ExpectedUnknown,
    ImportUnknown,
    InvitationExpired,
    InvitationRevoked,
    InvitationSpent,
    InvitationUnknown,
    RequestUnknown,
)
from egret.organizations.import_line import SEPARATOR
from egret.organizations.models import (
    Department,
    ExpectedMember,
    Import,
    ImportLine,
    Invitation,
    JoinRequest,
    Membership,
    Organization,
)

CODE = re.compile(rf"[{CODE_ALPHABET}]{{4}}(-[{CODE_ALPHABET}]{{4}}){{2}}")
PAGE = 50
# What the directory shows of a member to the others; a guest is seen by whom they share a group with.
SEEN_BY_MEMBERS = ("name", "picture", "department", "role", "groups")


class _Row(Protocol):
    @property
    def id(self) -> uuid.UUID: ...


R = TypeVar("R", bound=_Row)


def newest_first(rows: Iterable[R], cursor: str | None) -> tuple[list[R], str | None]:
    """One page of a queryset, and the next cursor. Raises CursorUnusable."""
    assert isinstance(rows, QuerySet)
    if cursor:
        try:
            rows = rows.filter(id__lt=uuid.UUID(cursor))
        except ValueError:
            raise CursorUnusable from None
    page = list(rows.order_by("-id")[: PAGE + 1])
    return page[:PAGE], str(page[PAGE - 1].id) if len(page) > PAGE else None


def invitation_at(code: str) -> Invitation:
    """The invitation at a link: whoever knows the code may see it. Raises InvitationUnknown."""
    found = Invitation.objects.select_related("organization__controller", "department")
    invitation = found.filter(code=code).first() if CODE.fullmatch(code) else None
    if invitation is None:
        raise InvitationUnknown
    return invitation


InvitationState = Literal["open", "spent", "expired", "revoked"]


def invitation_state(invitation: Invitation) -> InvitationState:
    if invitation.revoked_at is not None:
        return "revoked"
    if invitation.expires_at <= clock.now():
        return "expired"
    return "open" if invitation.uses < invitation.maximum_uses else "spent"


def closed_because(invitation: Invitation) -> EgretError:
    """Why a link lets nobody in any more."""
    closed = {"revoked": InvitationRevoked, "expired": InvitationExpired}
    return closed.get(invitation_state(invitation), InvitationSpent)()


def invitations_of(member: Membership) -> QuerySet[Invitation]:
    """An administrator sees them all, others those they made."""
    found = Invitation.objects.select_related("department").filter(organization_id=member.organization_id)
    return found if policies.can_administer(member) else found.filter(created_by_id=member.person_id)


def access_invitation(member: Membership, invitation_id: uuid.UUID) -> Invitation:
    """Raises InvitationUnknown."""
    invitation = invitations_of(member).filter(id=invitation_id).first()
    if invitation is None:
        raise InvitationUnknown
    return invitation


def expected_in(organization_id: uuid.UUID) -> QuerySet[ExpectedMember]:
    return ExpectedMember.objects.select_related("department").filter(organization_id=organization_id)


def expected_for(phone: str | None) -> list[ExpectedMember]:
    """What organisations entered about whoever signs in with this number."""
    if phone is None:
        return []
    found = ExpectedMember.objects.select_related("organization__controller", "department")
    return list(found.filter(phone=phone).order_by("-id")[:PAGE])


def access_expected(phone: str | None, expected_id: uuid.UUID) -> ExpectedMember:
    """One's own. Raises ExpectedUnknown."""
    expected = ExpectedMember.objects.filter(id=expected_id, phone=phone).first() if phone else None
    if expected is None:
        raise ExpectedUnknown
    return expected


def organization_taking_requests(organization_id: uuid.UUID) -> Organization:
    """For whoever has the link. Raises OrganizationUnknown, also when nobody may ask: an outsider learns nothing."""
    found = Organization.objects.select_related("controller")
    organization = found.filter(id=organization_id, accepts_requests=True).first()
    if organization is None:
        raise OrganizationUnknown
    return organization


def requests_by(person_id: uuid.UUID) -> list[JoinRequest]:
    """A person's own requests, newest first."""
    found = JoinRequest.objects.select_related("organization").filter(person_id=person_id)
    return list(found.order_by("-id")[:PAGE])


def latest_request(person_id: uuid.UUID, organization_id: uuid.UUID) -> JoinRequest | None:
    found = JoinRequest.objects.select_related("organization")
    return found.filter(person_id=person_id, organization_id=organization_id).order_by("-id").first()


@dataclass(frozen=True)
class Asking:
    """A pending request and what its administrators see of whoever asks."""

    request: JoinRequest
    name: str
    picture_id: uuid.UUID | None
    phone_hint: str


def pending_page(organization_id: uuid.UUID, cursor: str | None) -> tuple[list[Asking], str | None]:
    """Who waits for an answer, newest first, and the next cursor. Raises CursorUnusable."""
    pending = JoinRequest.objects.filter(organization_id=organization_id, state=JoinRequest.State.PENDING)
    page, next_cursor = newest_first(pending.annotate(phone=F("person__phone")), cursor)
    cards = accounts.people_by_id([request.person_id for request in page])
    rows = []
    for request in page:
        card = cards.get(request.person_id)
        phone = request.phone
        rows.append(
            Asking(request, card.name if card else "", card.picture_id if card else None, hint(phone) if phone else "")
        )
    return rows, next_cursor


def access_request(organization_id: uuid.UUID, request_id: uuid.UUID, *, lock: bool = False) -> JoinRequest:
    """For its administrators. Raises RequestUnknown."""
    requests = JoinRequest.objects.select_for_update() if lock else JoinRequest.objects
    request = requests.filter(organization_id=organization_id, id=request_id).first()
    if request is None:
        raise RequestUnknown
    return request


def access_import(organization_id: uuid.UUID, import_id: uuid.UUID, *, lock: bool = False) -> Import:
    """For its administrators. Raises ImportUnknown."""
    imports = Import.objects.select_for_update() if lock else Import.objects
    batch = imports.filter(organization_id=organization_id, id=import_id).first()
    if batch is None:
        raise ImportUnknown
    return batch


def is_member(person_id: uuid.UUID, organization_id: uuid.UUID) -> bool:
    return Membership.objects.filter(person_id=person_id, organization_id=organization_id, active=True).exists()


def imports_of(organization_id: uuid.UUID) -> list[Import]:
    return list(Import.objects.filter(organization_id=organization_id).order_by("-id")[:PAGE])


def member_phones(organization_id: uuid.UUID, phones: Collection[str]) -> set[str]:
    """Which of these numbers are members' own."""
    found = Membership.objects.filter(organization_id=organization_id, person__phone__in=phones)
    return {phone for phone in found.values_list("person__phone", flat=True) if phone is not None}


def taken_phones(organization_id: uuid.UUID, phones: Collection[str]) -> set[str]:
    """Which of these numbers are members' or expected."""
    expected = ExpectedMember.objects.filter(organization_id=organization_id, phone__in=phones)
    return member_phones(organization_id, phones) | set(expected.values_list("phone", flat=True))


def new_department_names(batch: Import) -> set[tuple[str, ...]]:
    """The departments, as paths from the top, that an import's sound lines name and the organisation does not have."""
    rows = Department.objects.filter(organization_id=batch.organization_id).values_list("id", "parent_id", "name")
    known: dict[tuple[uuid.UUID | None, str], uuid.UUID] = {(parent, name): key for key, parent, name in rows}
    named = batch.rows.filter(fault="").exclude(department_path="").values_list("department_path", flat=True)
    missing: set[tuple[str, ...]] = set()
    for path in named.distinct():
        names = tuple(path.split(SEPARATOR))
        parent: uuid.UUID | None = None
        for depth, name in enumerate(names):
            found = known.get((parent, name))
            if found is None:
                missing |= {names[:end] for end in range(depth + 1, len(names) + 1)}
                break
            parent = found
    return missing


def lines_of(batch: Import, *, faulty: bool, after: int) -> tuple[list[ImportLine], int | None]:
    """One page of an import's lines behind line `after`, in the file's order, and the last of them if more follow."""
    rows = batch.rows.filter(number__gt=after)
    page = list((rows.exclude(fault="") if faulty else rows).order_by("number")[: PAGE + 1])
    return page[:PAGE], page[PAGE - 1].number if len(page) > PAGE else None

"""What organisations do once others' changes are committed, and what they let others see."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db.models import QuerySet

from egret.accounts import visibility
from egret.accounts.queries import phone_of
from egret.kernel import audit as log
from egret.kernel import correcting, erasure
from egret.kernel.events import subscribe
from egret.kernel.purpose import under
from egret.kernel.text import Language, Text
from egret.organizations import tasks
from egret.organizations.actions.organization import dissolve
from egret.organizations.audit import ORGANIZATION
from egret.organizations.events import ImportConfirmed, MemberJoined
from egret.organizations.models import (
    AdministrativeAct,
    ExpectedMember,
    GroupMember,
    Import,
    ImportLine,
    Invitation,
    JoinRequest,
    Membership,
    Organization,
    Role,
)
from egret.organizations.names import fold


@correcting.follow("name")
@under("organizations.membership")
def follow_name(person_id: uuid.UUID, before: str, after: str) -> None:
    """Where an organisation has no name of its own for somebody, they are found by what they call themselves."""
    Membership.objects.filter(person_id=person_id, name="").update(search=fold(after))


@correcting.follow("phone")
@under("organizations.administer")
def follow_phone(person_id: uuid.UUID, before: str, after: str) -> None:
    """Organisations that expect somebody expect them under their new number; whoever gets the old one is another."""
    if before:
        there = ExpectedMember.objects.filter(phone=after).values("organization")
        ExpectedMember.objects.filter(phone=before, organization__in=there).delete()
        ExpectedMember.objects.filter(phone=before).update(phone=after)
        ImportLine.objects.filter(phone=before).update(phone=after)


@subscribe(MemberJoined)
@under("organizations.administer")
def forget_waiting(event: MemberJoined) -> None:
    """Whoever came in by one way waits at no other."""
    there = {"organization_id": event.organization_id}
    phone = Membership.objects.filter(**there, person_id=event.person_id).values("person__phone")
    ExpectedMember.objects.filter(**there, phone__in=phone).delete()
    JoinRequest.objects.filter(**there, person_id=event.person_id, state=JoinRequest.State.PENDING).delete()


@subscribe(ImportConfirmed)
@under("organizations.administer")
def start_import(event: ImportConfirmed) -> None:
    """A lost one is found by `tasks.continue_imports`."""
    tasks.import_people.enqueue(str(event.import_id))


@visibility.register
@under("organizations.membership")
def share_an_organization(viewer_id: uuid.UUID, person_id: uuid.UUID) -> bool:
    """Members of one organisation see each other's picture; an external guest sees who shares a group with them."""
    both = Membership.objects.filter(person_id__in=(viewer_id, person_id), active=True)
    places: dict[uuid.UUID, dict[uuid.UUID, Membership]] = {}
    for each in both:
        places.setdefault(each.organization_id, {})[each.person_id] = each
    for place in places.values():
        if viewer_id in place and person_id in place:
            viewer, person = place[viewer_id], place[person_id]
            if viewer.role != Role.GUEST or _share_a_group(viewer, person):
                return True
    return False


def _share_a_group(viewer: Membership, person: Membership) -> bool:
    theirs = GroupMember.objects.filter(membership=person).values("group_id")
    return GroupMember.objects.filter(membership=viewer, group_id__in=theirs).exists()


@log.naming(ORGANIZATION)
@under("organizations.membership")
def names(ids: Collection[uuid.UUID], reader: uuid.UUID, language: Language) -> Mapping[uuid.UUID, str]:
    """Whoever it did something to was in it, and knows what it is called."""
    return dict(Organization.objects.filter(id__in=ids).values_list("id", "name"))


# Who takes over when the only owner goes, the first that there is.
HEIRS = (Role.ADMIN, Role.MEMBER)


@erasure.before("person")
def hand_over_or_end(person_id: uuid.UUID) -> None:
    """An organisation always has somebody who answers: its longest-serving administrator, else member. One with nobody
    else in it ends. What its lists say of somebody it expected goes with them."""
    owned = Membership.objects.filter(person_id=person_id, role=Role.OWNER, active=True).values("organization_id")
    for organization in Organization.objects.select_for_update().filter(id__in=owned).order_by("id"):
        others = Membership.objects.filter(organization=organization, active=True).exclude(person_id=person_id)
        if others.filter(role=Role.OWNER).exists():
            continue
        heirs = [others.filter(role=role).order_by("id").first() for role in HEIRS]
        heir = next(filter(None, heirs), None)
        if heir is None:
            dissolve(organization)
        else:
            Membership.objects.filter(id=heir.id).update(role=Role.OWNER)
    phone = phone_of(person_id)
    if phone:
        ExpectedMember.objects.filter(phone=phone).delete()
        ImportLine.objects.filter(phone=phone).delete()


@erasure.deletes("organization")
def delete_organization(organization_id: uuid.UUID) -> bool:
    organization = Organization.objects.select_for_update().filter(id=organization_id).first()
    if organization is not None:
        dissolve(organization)
    return organization is not None


@erasure.lists("organization")
def every_organization() -> Iterator[uuid.UUID]:
    return Organization.objects.values_list("id", flat=True).iterator()


@erasure.takes("organizations.ExpectedMember")
def expected_by_phone(person_id: uuid.UUID) -> QuerySet[Any]:
    return ExpectedMember.objects.filter(phone=phone_of(person_id) or "-")


@erasure.takes("organizations.ImportLine")
def imported_by_phone(person_id: uuid.UUID) -> QuerySet[Any]:
    return ImportLine.objects.filter(phone=phone_of(person_id) or "-")


@erasure.keeps(
    "organizations.administration",
    Text(
        "What was decided in the administration of an organisation, without saying that it was you; a year, because "
        "the organisation answers for it.",
        "组织的管理操作记录，不再注明是您；保留一年，因为组织须对此负责。",
    ),
    tables=("organizations.AdministrativeAct",),
)
def administrative_acts(person_id: uuid.UUID) -> int:
    return AdministrativeAct.objects.filter(actor_id=person_id).count()


@erasure.keeps(
    "organizations.invitations",
    Text(
        "Invitations and lists of people that you made for an organisation: they are the organisation's.",
        "您为组织创建的邀请和名单：归组织所有。",
    ),
    tables=("organizations.Invitation", "organizations.Import", "organizations.ExpectedMember"),
)
def made_for_organizations(person_id: uuid.UUID) -> int:
    return sum(
        (
            Invitation.objects.filter(created_by_id=person_id).count(),
            Import.objects.filter(entered_by_id=person_id).count(),
            ExpectedMember.objects.filter(entered_by_id=person_id).count(),
        )
    )

"""What organisations do once others' changes are committed, and what they let others see."""

from __future__ import annotations

import uuid

from egret.accounts import visibility
from egret.accounts.events import NameChanged
from egret.kernel.events import subscribe
from egret.organizations import tasks
from egret.organizations.events import ImportConfirmed, MemberJoined
from egret.organizations.models import ExpectedMember, GroupMember, JoinRequest, Membership, Role
from egret.organizations.names import fold


@subscribe(NameChanged)
def follow_name(event: NameChanged) -> None:
    """Where an organisation has no name of its own for somebody, they are found by what they call themselves."""
    Membership.objects.filter(person_id=event.person_id, name="").update(search=fold(event.name))


@subscribe(MemberJoined)
def forget_waiting(event: MemberJoined) -> None:
    """Whoever came in by one way waits at no other."""
    there = {"organization_id": event.organization_id}
    phone = Membership.objects.filter(**there, person_id=event.person_id).values("person__phone")
    ExpectedMember.objects.filter(**there, phone__in=phone).delete()
    JoinRequest.objects.filter(**there, person_id=event.person_id, state=JoinRequest.State.PENDING).delete()


@subscribe(ImportConfirmed)
def start_import(event: ImportConfirmed) -> None:
    """A lost one is found by `tasks.continue_imports`."""
    tasks.import_people.enqueue(str(event.import_id))


@visibility.register
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

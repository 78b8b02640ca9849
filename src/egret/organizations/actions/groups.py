"""Groups: people across departments."""

from __future__ import annotations

import uuid

from django.db import IntegrityError, transaction

from egret.kernel import erasure
from egret.kernel.permissions import require
from egret.kernel.purpose import running
from egret.kernel.text import Text
from egret.organizations import audit
from egret.organizations.actions.members import member_of
from egret.organizations.errors import GroupUnknown, NameTaken, TooManyGroups
from egret.organizations.models import Group, GroupMember, Membership
from egret.organizations.names import GROUP_LENGTH, parse_name
from egret.organizations.queries.access import lock_administration

# The list is shown whole.
MAXIMUM_GROUPS = 2000

CREATED = audit.act("group.created", Text("created the group {name}", "创建了群组“{name}”"))
RENAMED = audit.act("group.renamed", Text("renamed the group {before} to {name}", "将群组“{before}”更名为“{name}”"))
DELETED = audit.act("group.deleted", Text("deleted the group {name}", "删除了群组“{name}”"))
ADDED = audit.act("group.member_added", Text("added {person} to the group {name}", "将 {person} 加入群组“{name}”"))
REMOVED = audit.act(
    "group.member_removed", Text("took {person} out of the group {name}", "将 {person} 移出群组“{name}”")
)


def do_create_group(actor: Membership, name: str) -> Group:
    """Raises NotAllowed, NameUnusable, NameTaken, TooManyGroups."""
    readable = parse_name(name, GROUP_LENGTH)
    with transaction.atomic():
        actor = lock_administration(actor)
        count = Group.objects.filter(organization_id=actor.organization_id).count()
        require(count < MAXIMUM_GROUPS, TooManyGroups(limit=MAXIMUM_GROUPS))
        group = Group(organization_id=actor.organization_id, name=readable)
        _save(group)
        _record(actor, CREATED, name=readable)
    return group


def do_rename_group(actor: Membership, group_id: uuid.UUID, name: str) -> Group:
    """Raises NotAllowed, GroupUnknown, NameUnusable, NameTaken."""
    readable = parse_name(name, GROUP_LENGTH)
    with transaction.atomic():
        actor = lock_administration(actor)
        group = group_of(actor.organization_id, group_id)
        if readable != group.name:
            _record(actor, RENAMED, before=group.name, name=readable)
            group.name = readable
            _save(group)
    return group


def do_delete_group(actor: Membership, group_id: uuid.UUID) -> None:
    """Raises NotAllowed, GroupUnknown."""
    with transaction.atomic():
        actor = lock_administration(actor)
        group = group_of(actor.organization_id, group_id)
        erase_group(group)
        _record(actor, DELETED, name=group.name)


def erase_group(group: Group) -> None:
    """With all that other domains keep of it: call it in a transaction, under the organisation's lock."""
    with running("kernel.erasure"):
        erasure.prepare("group", group.id)
        group.delete()


def do_add_to_group(actor: Membership, group_id: uuid.UUID, member_id: uuid.UUID) -> None:
    """Adding twice is adding once. Raises NotAllowed, GroupUnknown, MemberUnknown."""
    with transaction.atomic():
        actor = lock_administration(actor)
        group = group_of(actor.organization_id, group_id)
        member = member_of(actor.organization_id, member_id)
        _, made = GroupMember.objects.get_or_create(group=group, membership=member)
        if made:
            _record(actor, ADDED, person=str(member.person_id), name=group.name)


def do_take_from_group(actor: Membership, group_id: uuid.UUID, member_id: uuid.UUID) -> None:
    """It is no error not to be in it. Raises NotAllowed, GroupUnknown, MemberUnknown."""
    with transaction.atomic():
        actor = lock_administration(actor)
        group = group_of(actor.organization_id, group_id)
        member = member_of(actor.organization_id, member_id)
        deleted, _ = GroupMember.objects.filter(group=group, membership=member).delete()
        if deleted:
            _record(actor, REMOVED, person=str(member.person_id), name=group.name)


def group_of(organization_id: uuid.UUID, group_id: uuid.UUID) -> Group:
    """Raises GroupUnknown, for one of another organisation too."""
    group = Group.objects.filter(organization_id=organization_id, id=group_id).first()
    if group is None:
        raise GroupUnknown
    return group


def _save(group: Group) -> None:
    """Raises NameTaken."""
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError:
        raise NameTaken(field="name") from None


def _record(actor: Membership, act: str, **facts: str | int) -> None:
    audit.record(actor.organization_id, actor.person_id, act, **facts)

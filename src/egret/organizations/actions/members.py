"""Who belongs to an organisation, as what, and never without an owner."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction

from egret.accounts import queries as accounts
from egret.kernel import events
from egret.kernel.permissions import require
from egret.kernel.text import Text
from egret.organizations import audit, policies
from egret.organizations.errors import DepartmentUnknown, LastOwner, MemberUnknown
from egret.organizations.events import MemberJoined, MemberLeft
from egret.organizations.models import Department, Membership, Role, Source
from egret.organizations.names import MEMBER_LENGTH, fold, parse_optional
from egret.organizations.queries.access import lock_membership, lock_organization

ROLE_CHANGED = audit.act(
    "member.role_changed",
    Text("changed {person} from {former_role} to {role}", "将 {person} 的角色由{former_role}改为{role}"),
)
MOVED = audit.act("member.moved", Text("moved {person} to {department}", "将 {person} 调至“{department}”"))
MOVED_OUT = audit.act("member.moved_out", Text("took {person} out of their department", "将 {person} 移出所在部门"))
RENAMED = audit.act("member.renamed", Text("changed the name of {person}", "修改了 {person} 的姓名"))
REMOVED = audit.act(
    "member.removed", Text("removed {person}, who was {former_role}", "移除了 {person}（{former_role}）")
)
LEFT = audit.act("member.left", Text("left, having been {former_role}", "退出了组织（{former_role}）"))
HANDED_OVER = audit.act("member.handed_over", Text("handed ownership over to {person}", "将所有权转交给 {person}"))
SUSPENDED = audit.act("member.suspended", Text("suspended {person}", "停用了 {person}"))
RESTORED = audit.act("member.restored", Text("let {person} in again", "恢复了 {person}"))


def do_add_member(
    organization_id: uuid.UUID,
    person_id: uuid.UUID,
    *,
    role: str,
    department_id: uuid.UUID | None,
    name: str,
    source: Source,
    source_detail: str,
) -> Membership:
    """Make a person a member; who is one already stays as they are. Whoever calls has checked that they may come.

    Raises OrganizationUnknown, DepartmentUnknown, NameUnusable.
    """
    name = parse_optional(name, MEMBER_LENGTH, "name")
    with transaction.atomic():
        lock_organization(organization_id)
        if department_id is not None:
            department_of(organization_id, department_id)
        member, made = Membership.objects.get_or_create(
            organization_id=organization_id,
            person_id=person_id,
            defaults={
                "role": role,
                "department_id": department_id,
                "name": name,
                "search": fold(name or accounts.name_of(person_id)),
                "source": source,
                "source_detail": source_detail,
            },
        )
        if made:
            events.emit(MemberJoined(organization_id, person_id))
    return member


def do_change_member(actor: Membership, member_id: uuid.UUID, changes: dict[str, Any]) -> Membership:
    """Change what `changes` names: `role`, `department_id` (None: none), `name` ("": as they call themselves).

    Raises NotAllowed, MemberUnknown, DepartmentUnknown, NameUnusable, LastOwner; then nothing is changed.
    """
    with transaction.atomic():
        actor = lock_membership(actor)
        member = member_of(actor.organization_id, member_id)
        require(policies.can_change(actor, member))
        if "role" in changes and changes["role"] != member.role:
            require(policies.can_grant(actor, changes["role"]))
            _change_role(actor, member, changes["role"])
        if "department_id" in changes and changes["department_id"] != member.department_id:
            _move(actor, member, changes["department_id"])
        if "name" in changes:
            _rename(actor, member, changes["name"])
        member.save(update_fields=["role", "department", "name", "search"])
    return member


def do_remove_member(actor: Membership, member_id: uuid.UUID) -> None:
    """End somebody's membership; their account stays theirs. Raises NotAllowed, MemberUnknown, LastOwner."""
    with transaction.atomic():
        actor = lock_membership(actor)
        member = member_of(actor.organization_id, member_id)
        require(policies.can_change(actor, member))
        if member.person_id == actor.person_id:
            audit.record(actor.organization_id, actor.person_id, LEFT, former_role=member.role)
        else:
            _record(actor, REMOVED, member, former_role=member.role)
        _end(member)


def do_leave(member: Membership) -> None:
    """One's own decision, at any time. Raises LastOwner."""
    with transaction.atomic():
        member = lock_membership(member)
        audit.record(member.organization_id, member.person_id, LEFT, former_role=member.role)
        _end(member)


def do_hand_over(actor: Membership, member_id: uuid.UUID) -> None:
    """Ownership goes to another member; the owner before stays as administrator. Raises NotAllowed, MemberUnknown."""
    with transaction.atomic():
        actor = lock_membership(actor)
        require(policies.is_owner(actor))
        heir = member_of(actor.organization_id, member_id)
        if not heir.active or heir.id == actor.id:
            raise MemberUnknown
        Membership.objects.filter(id=heir.id).update(role=Role.OWNER)
        Membership.objects.filter(id=actor.id).update(role=Role.ADMIN)
        _record(actor, HANDED_OVER, heir)


def do_set_active(organization_id: uuid.UUID, member_id: uuid.UUID, *, active: bool) -> Membership:
    """Suspend a member, or let them in again, as the organisation's directory says. Raises MemberUnknown, LastOwner."""
    with transaction.atomic():
        lock_organization(organization_id)
        member = member_of(organization_id, member_id)
        if member.active == active:
            return member
        if not active:
            require_another_owner(member)
        member.active = active
        member.save(update_fields=["active"])
        audit.record(organization_id, None, RESTORED if active else SUSPENDED, person=str(member.person_id))
    return member


def require_another_owner(member: Membership) -> None:
    """Raises LastOwner when this is the only owner who can act. Under the organisation's lock."""
    if member.role == Role.OWNER and member.active:
        owners = Membership.objects.filter(organization_id=member.organization_id, role=Role.OWNER, active=True)
        require(owners.exclude(id=member.id).exists(), LastOwner())


def member_of(organization_id: uuid.UUID, member_id: uuid.UUID) -> Membership:
    """Raises MemberUnknown."""
    member = Membership.objects.filter(organization_id=organization_id, id=member_id).first()
    if member is None:
        raise MemberUnknown
    return member


def department_of(organization_id: uuid.UUID, department_id: uuid.UUID) -> Department:
    """Raises DepartmentUnknown, for one of another organisation too."""
    department = Department.objects.filter(organization_id=organization_id, id=department_id).first()
    if department is None:
        raise DepartmentUnknown
    return department


def _change_role(actor: Membership, member: Membership, role: str) -> None:
    require_another_owner(member)
    _record(actor, ROLE_CHANGED, member, former_role=member.role, role=role)
    member.role = role


def _move(actor: Membership, member: Membership, department_id: uuid.UUID | None) -> None:
    if department_id is None:
        _record(actor, MOVED_OUT, member)
    else:
        _record(actor, MOVED, member, department=department_of(actor.organization_id, department_id).name)
    member.department_id = department_id


def _rename(actor: Membership, member: Membership, typed: str) -> None:
    name = parse_optional(typed, MEMBER_LENGTH, "name")
    if name != member.name:
        member.name = name
        member.search = fold(name or accounts.name_of(member.person_id))
        _record(actor, RENAMED, member)


def _end(member: Membership) -> None:
    require_another_owner(member)
    member.delete()
    events.emit(MemberLeft(member.organization_id, member.person_id))


def _record(actor: Membership, act: str, member: Membership, **facts: str | int) -> None:
    audit.record(actor.organization_id, actor.person_id, act, person=str(member.person_id), **facts)

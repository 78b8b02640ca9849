"""The department tree: every write holds the organisation's row, so that no two of them can tie a knot."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import IntegrityError, transaction

from egret.kernel.permissions import require
from egret.kernel.purpose import running
from egret.kernel.text import Text
from egret.organizations import audit
from egret.organizations.actions.members import department_of, member_of
from egret.organizations.errors import (
    DepartmentNotEmpty,
    DepartmentUnderItself,
    NameTaken,
    TooManyDepartments,
)
from egret.organizations.models import Department, Membership
from egret.organizations.names import DEPARTMENT_LENGTH, parse_name
from egret.organizations.queries.access import lock_administration
from egret.organizations.queries.tree import Tree, read_tree

# The tree is read and shown whole: beyond this a page would be slow on a telephone. It may be as deep as it is large.
MAXIMUM_DEPARTMENTS = 5000

CREATED = audit.act("department.created", Text("created the department {name}", "创建了部门“{name}”"))
RENAMED = audit.act(
    "department.renamed", Text("renamed the department {before} to {name}", "将部门“{before}”更名为“{name}”")
)
MOVED = audit.act(
    "department.moved", Text("moved the department {name} below {parent}", "将部门“{name}”移至“{parent}”之下")
)
MOVED_TO_TOP = audit.act(
    "department.moved_to_top", Text("moved the department {name} to the top", "将部门“{name}”移至顶层")
)
DELETED = audit.act(
    "department.deleted",
    Text(
        "deleted the department {name}; moved up: {people} people, {departments} departments",
        "删除了部门“{name}”；上移 {people} 人、{departments} 个下级部门",
    ),
)
HEAD_APPOINTED = audit.act(
    "department.head_appointed", Text("made {person} head of {name}", "任命 {person} 为“{name}”负责人")
)
HEAD_DISMISSED = audit.act(
    "department.head_dismissed", Text("ended {person} being head of {name}", "免去 {person} 的“{name}”负责人")
)


def do_create_department(actor: Membership, name: str, parent_id: uuid.UUID | None) -> Department:
    """Raises NotAllowed, NameUnusable, NameTaken, DepartmentUnknown, TooManyDepartments."""
    readable = parse_name(name, DEPARTMENT_LENGTH)
    with transaction.atomic():
        actor = lock_administration(actor)
        count = Department.objects.filter(organization_id=actor.organization_id).count()
        require(count < MAXIMUM_DEPARTMENTS, TooManyDepartments(limit=MAXIMUM_DEPARTMENTS))
        if parent_id is not None:
            department_of(actor.organization_id, parent_id)
        department = Department(organization_id=actor.organization_id, parent_id=parent_id, name=readable)
        _save(department)
        _record(actor, CREATED, name=readable)
    return department


def do_change_department(actor: Membership, department_id: uuid.UUID, changes: dict[str, Any]) -> Department:
    """Rename it (`name`), move it with all below it (`parent_id`; None: to the top), or both.

    Raises NotAllowed, DepartmentUnknown, DepartmentUnderItself, NameUnusable, NameTaken; then nothing is changed.
    """
    with transaction.atomic():
        actor = lock_administration(actor)
        department = department_of(actor.organization_id, department_id)
        if "name" in changes:
            before, department.name = department.name, parse_name(changes["name"], DEPARTMENT_LENGTH)
            if before != department.name:
                _record(actor, RENAMED, before=before, name=department.name)
        if "parent_id" in changes and changes["parent_id"] != department.parent_id:
            _move(actor, department, changes["parent_id"], read_tree(actor.organization_id))
        _save(department)
    return department


def do_delete_department(actor: Membership, department_id: uuid.UUID, *, empty_only: bool) -> None:
    """Delete a department; its people and departments move up to its parent, unless only an empty one is to go.

    Raises NotAllowed, DepartmentUnknown, DepartmentNotEmpty, NameTaken (by one already up there).
    """
    with transaction.atomic():
        actor = lock_administration(actor)
        department = department_of(actor.organization_id, department_id)
        people, below = department.memberships.count(), department.children.count()
        if empty_only:
            require(people + below == 0, DepartmentNotEmpty(people=people, departments=below))
        department.memberships.update(department_id=department.parent_id)
        # Out of the way: a child may bear its name, and takes its place.
        Department.objects.filter(id=department.id).update(name=str(department.id))
        try:
            with transaction.atomic():
                department.children.update(parent_id=department.parent_id)
        except IntegrityError:
            raise NameTaken(field="name") from None
        with running("kernel.erasure"):
            department.delete()
        _record(actor, DELETED, name=department.name, people=people, departments=below)


def do_appoint_head(actor: Membership, department_id: uuid.UUID, member_id: uuid.UUID) -> None:
    """Any member may head any number of departments. Raises NotAllowed, DepartmentUnknown, MemberUnknown."""
    with transaction.atomic():
        actor = lock_administration(actor)
        department = department_of(actor.organization_id, department_id)
        member = member_of(actor.organization_id, member_id)
        if not member.heads.filter(id=department.id).exists():
            member.heads.add(department)
            _record(actor, HEAD_APPOINTED, person=str(member.person_id), name=department.name)


def do_dismiss_head(actor: Membership, department_id: uuid.UUID, member_id: uuid.UUID) -> None:
    """Raises NotAllowed, DepartmentUnknown, MemberUnknown; it is no error not to head it."""
    with transaction.atomic():
        actor = lock_administration(actor)
        department = department_of(actor.organization_id, department_id)
        member = member_of(actor.organization_id, member_id)
        if member.heads.filter(id=department.id).exists():
            member.heads.remove(department)
            _record(actor, HEAD_DISMISSED, person=str(member.person_id), name=department.name)


def _move(actor: Membership, department: Department, parent_id: uuid.UUID | None, tree: Tree) -> None:
    if parent_id is None:
        _record(actor, MOVED_TO_TOP, name=department.name)
    else:
        parent = department_of(actor.organization_id, parent_id)
        require(parent_id not in tree.subtree(department.id), DepartmentUnderItself())
        _record(actor, MOVED, name=department.name, parent=parent.name)
    department.parent_id = parent_id


def _save(department: Department) -> None:
    """Raises NameTaken by a sibling."""
    try:
        with transaction.atomic():
            department.save()
    except IntegrityError:
        raise NameTaken(field="name") from None


def _record(actor: Membership, act: str, **facts: str | int) -> None:
    audit.record(actor.organization_id, actor.person_id, act, **facts)

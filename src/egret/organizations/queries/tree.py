"""The department tree, read whole: an adjacency list of at most some thousand rows, walked in memory."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count

from egret.organizations.models import Department, Membership


@dataclass(frozen=True)
class Tree:
    """`parents` maps each department to the one above it, None at the top."""

    parents: dict[uuid.UUID, uuid.UUID | None]
    children: dict[uuid.UUID | None, list[uuid.UUID]]

    @staticmethod
    def of(parents: dict[uuid.UUID, uuid.UUID | None]) -> Tree:
        children: dict[uuid.UUID | None, list[uuid.UUID]] = defaultdict(list)
        for department, parent in parents.items():
            children[parent].append(department)
        return Tree(parents, children)

    def above(self, department: uuid.UUID) -> set[uuid.UUID]:
        """It and all above it."""
        found: set[uuid.UUID] = set()
        each: uuid.UUID | None = department
        while each is not None:
            found.add(each)
            each = self.parents.get(each)
        return found

    def subtree(self, department: uuid.UUID) -> set[uuid.UUID]:
        """It and all below it."""
        found, open_ones = {department}, [department]
        while open_ones:
            below = self.children.get(open_ones.pop(), ())
            found.update(below)
            open_ones.extend(below)
        return found

    def bottom_up(self) -> list[uuid.UUID]:
        """Every department before the one above it."""
        order: list[uuid.UUID] = []
        level = list(self.children.get(None, ()))
        while level:
            order.extend(level)
            level = [child for each in level for child in self.children.get(each, ())]
        return order[::-1]


def read_tree(organization_id: uuid.UUID) -> Tree:
    return Tree.of(dict(Department.objects.filter(organization_id=organization_id).values_list("id", "parent_id")))


@dataclass(frozen=True)
class DepartmentRow:
    id: uuid.UUID
    parent_id: uuid.UUID | None
    name: str
    heads: list[Membership]
    members: int  # those of the departments below included


def departments_of(organization_id: uuid.UUID) -> list[DepartmentRow]:
    """Every department by name, with its heads and how many people are in it and below."""
    found = list(
        Department.objects.filter(organization_id=organization_id)
        .order_by("name", "id")
        .values_list("id", "parent_id", "name")
    )
    tree = Tree.of({department_id: parent_id for department_id, parent_id, _ in found})
    members = dict.fromkeys(tree.parents, 0) | _people_in(organization_id)
    for department_id in tree.bottom_up():
        parent_id = tree.parents[department_id]
        if parent_id is not None:
            members[parent_id] += members[department_id]
    heads = _heads(organization_id)
    return [DepartmentRow(id_, parent_id, name, heads.get(id_, []), members[id_]) for id_, parent_id, name in found]


def _people_in(organization_id: uuid.UUID) -> dict[uuid.UUID, int]:
    """How many people are in each department itself that has any."""
    placed = Membership.objects.filter(organization_id=organization_id, active=True, department__isnull=False)
    return dict(placed.values_list("department_id").annotate(Count("id")))


def _heads(organization_id: uuid.UUID) -> dict[uuid.UUID, list[Membership]]:
    """The heads of each department that has any, by name."""
    pairs = Membership.heads.through.objects.filter(
        department__organization_id=organization_id, membership__active=True
    ).select_related("membership")
    heads: dict[uuid.UUID, list[Membership]] = defaultdict(list)
    for pair in sorted(pairs, key=lambda each: each.membership.search):
        heads[pair.department_id].append(pair.membership)
    return heads

"""The directory: names, pictures and departments, to members only (C15)."""

from __future__ import annotations

import base64
import binascii
import json
import unicodedata
import uuid
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from egret.accounts import queries as accounts
from egret.kernel import restrictions
from egret.organizations import policies
from egret.organizations.errors import CursorUnusable, DepartmentUnknown, GroupUnknown, MemberUnknown
from egret.organizations.models import Department, Group, GroupMember, Membership
from egret.organizations.names import fold
from egret.organizations.queries.tree import read_tree

PAGE = 50


@dataclass(frozen=True)
class PersonRow:
    """A member as the directory shows them; `name` is "" for whom neither they nor the organisation named."""

    member: Membership
    name: str
    picture_id: uuid.UUID | None
    department: Department | None


@dataclass(frozen=True)
class Narrowed:
    """What a list of people is narrowed to."""

    q: str = ""
    department_id: uuid.UUID | None = None
    group_id: uuid.UUID | None = None


def visible_to(member: Membership) -> QuerySet[Membership]:
    """Whom a member may see: administrators everybody, members who is active, guests who shares a group with them."""
    found = Membership.objects.filter(organization_id=member.organization_id)
    if not policies.can_administer(member):
        # Administrators have to know who is in their organisation; to others, whoever is restricted is not told of.
        found = found.filter(active=True).exclude(person_id__in=restrictions.everybody() - {member.person_id})
    if not policies.can_read_directory(member):
        shared = GroupMember.objects.filter(group__members__membership=member)
        found = found.filter(Q(id__in=shared.values("membership_id")) | Q(id=member.id))
    return found


def people(member: Membership, narrowed: Narrowed, cursor: str | None) -> tuple[list[PersonRow], str | None]:
    """One page by name, the nameless last, and the cursor of the next.

    Raises DepartmentUnknown, GroupUnknown, CursorUnusable.
    """
    found = _narrow(visible_to(member), member, narrowed)
    after = _read_cursor(cursor) if cursor else None
    # First the keys, which an index holds with all that is asked; then the rows that are shown.
    keys: list[uuid.UUID] = []
    if after is None or after[0]:
        named = _after(found.filter(search__gt=""), after).order_by("search", "id")
        keys = list(named.values_list("id", flat=True)[: PAGE + 1])
    if len(keys) <= PAGE:
        nameless = found.filter(search="")
        if after is not None and not after[0]:
            nameless = nameless.filter(id__gt=after[1])
        keys += nameless.order_by("id").values_list("id", flat=True)[: PAGE + 1 - len(keys)]
    rows = Membership.objects.in_bulk(keys[:PAGE])
    page = [rows[key] for key in keys[:PAGE] if key in rows]
    more = _write_cursor(page[-1]) if len(keys) > PAGE else None
    return rows_of(page, member), more


def person(member: Membership, member_id: uuid.UUID) -> PersonRow:
    """One member, for those who may see them. Raises MemberUnknown."""
    found = visible_to(member).filter(id=member_id).first()
    if found is None:
        raise MemberUnknown
    return rows_of([found], member)[0]


def rows_of(page: list[Membership], viewer: Membership) -> list[PersonRow]:
    """With the names and pictures people show, and their departments, which external guests do not learn."""
    cards = accounts.people_by_id([each.person_id for each in page])
    wanted = {each.department_id for each in page} if policies.can_read_directory(viewer) else set()
    departments = Department.objects.in_bulk([each for each in wanted if each])
    rows = []
    for each in page:
        card = cards[each.person_id]
        department = departments.get(each.department_id) if each.department_id else None
        rows.append(PersonRow(each, each.name or card.name, card.picture_id, department))
    return rows


def names_of(organization_id: uuid.UUID, person_ids: set[uuid.UUID]) -> dict[uuid.UUID, str]:
    """What people are called here: as the organisation says, else as they say; "" for who has neither."""
    here = dict(
        Membership.objects.filter(organization_id=organization_id, person_id__in=person_ids)
        .exclude(name="")
        .values_list("person_id", "name")
    )
    return {
        person_id: here.get(person_id) or card.name for person_id, card in accounts.people_by_id(person_ids).items()
    }


def access_group(member: Membership, group_id: uuid.UUID) -> Group:
    """Raises GroupUnknown, for guests also when they are not in it."""
    group = groups_visible_to(member).filter(id=group_id).first()
    if group is None:
        raise GroupUnknown
    return group


def groups_visible_to(member: Membership) -> QuerySet[Group]:
    """All groups, for guests those they are in."""
    groups = Group.objects.filter(organization_id=member.organization_id)
    if not policies.can_read_directory(member):
        groups = groups.filter(id__in=GroupMember.objects.filter(membership=member).values("group_id"))
    return groups


def groups_of(member: Membership) -> list[tuple[Group, int]]:
    """The groups a member may see, by name, each with how many people are in it."""
    groups = list(groups_visible_to(member).order_by("name", "id"))
    counted = dict(
        GroupMember.objects.filter(group__organization_id=member.organization_id, membership__active=True)
        .values_list("group")
        .annotate(Count("id"))
    )
    return [(group, counted.get(group.id, 0)) for group in groups]


def _narrow(found: QuerySet[Membership], member: Membership, narrowed: Narrowed) -> QuerySet[Membership]:
    # What nobody can see is in no name.
    visible = "".join(each for each in narrowed.q if not unicodedata.category(each).startswith("C"))
    if sought := fold(visible):
        found = found.filter(search__contains=sought)
    if narrowed.group_id is not None:
        group = access_group(member, narrowed.group_id)
        found = found.filter(id__in=GroupMember.objects.filter(group=group).values("membership_id"))
    if narrowed.department_id is not None:
        tree = read_tree(member.organization_id)
        if narrowed.department_id not in tree.parents or not policies.can_read_directory(member):
            raise DepartmentUnknown
        found = found.filter(department_id__in=tree.subtree(narrowed.department_id))
    return found


def _after(found: QuerySet[Membership], after: tuple[str, uuid.UUID] | None) -> QuerySet[Membership]:
    if after is None:
        return found
    search, member_id = after
    # Twice the same bound: the first is the one an index can begin at.
    return found.filter(search__gte=search).filter(Q(search__gt=search) | Q(id__gt=member_id))


def _write_cursor(last: Membership) -> str:
    return base64.urlsafe_b64encode(json.dumps([last.search, last.id.hex], ensure_ascii=False).encode()).decode()


def _read_cursor(cursor: str) -> tuple[str, uuid.UUID]:
    """Raises CursorUnusable."""
    try:
        search, member_id = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii")))
        search.encode()  # a lone surrogate is no text a database takes
        if "\0" in search:
            raise CursorUnusable
        return search, uuid.UUID(member_id)
    except (ValueError, TypeError, AttributeError, RecursionError, binascii.Error):
        raise CursorUnusable from None

"""Organisations, by the product's own actions."""

from __future__ import annotations

import itertools

from egret.accounts.models import Person
from egret.organizations.actions import departments, groups, members
from egret.organizations.actions.organization import Contact, do_create
from egret.organizations.models import Department, Group, Membership, Organization, Role, Source
from tests import factories

_numbers = itertools.count(1)


def contact(name: str = "Reed & Water Ltd") -> Contact:
    return Contact(
        name=name,
        country="GB",
        language="en",
        contact_name="Ines Okafor",
        contact_email="privacy@reed.example",
        contact_phone="+44 1632 960000",
        address="1 Marsh Lane, Ely",
    )


def organization(owner: Person | None = None, name: str | None = None) -> Organization:
    """An organisation and its owner."""
    name = name or f"Reed {next(_numbers)}"
    return do_create((owner or factories.person()).id, name, contact(f"{name} Ltd")).organization


def owner_of(of: Organization) -> Membership:
    """Its first owner, who can act in it."""
    return Membership.objects.select_related("organization").filter(organization=of, role=Role.OWNER).earliest("id")


def member(
    of: Organization,
    who: Person | None = None,
    role: str = Role.MEMBER,
    department: Department | None = None,
    name: str = "",
) -> Membership:
    """Somebody who belongs to it."""
    made = members.do_add_member(
        of.id,
        (who or factories.person()).id,
        role=role,
        department_id=department.id if department else None,
        name=name,
        source=Source.LINK,
        source_detail="",
    )
    return Membership.objects.select_related("organization", "person").get(id=made.id)


def department(of: Organization, name: str | None = None, parent: Department | None = None) -> Department:
    return departments.do_create_department(
        owner_of(of), name or f"Department {next(_numbers)}", parent.id if parent else None
    )


def group(of: Organization, *people: Membership, name: str | None = None) -> Group:
    """A group and who is in it."""
    made = groups.do_create_group(owner_of(of), name or f"Group {next(_numbers)}")
    for each in people:
        groups.do_add_to_group(owner_of(of), made.id, each.id)
    return made

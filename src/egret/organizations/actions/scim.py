"""What an organisation's directory does: it enters members, changes them, switches them off and takes them away.

Each function is one transaction under the organisation's lock. Errors are SCIM's own (RFC 7644 §3.12).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.db import IntegrityError, transaction
from scim2_models import InvalidValueException, NotFoundException, UniquenessException

from egret.accounts import queries as accounts
from egret.accounts.actions import directory_people
from egret.kernel import events
from egret.kernel.text import Text
from egret.organizations import audit
from egret.organizations.actions import groups
from egret.organizations.actions.members import do_add_member, do_set_active, require_another_owner
from egret.organizations.actions.sso_connections import provider_of
from egret.organizations.errors import NameUnusable
from egret.organizations.events import MemberLeft
from egret.organizations.models import Group, GroupMember, Membership, Role, Source, SsoConnection
from egret.organizations.names import GROUP_LENGTH, fold, parse_name
from egret.organizations.queries.access import lock_organization
from egret.organizations.scim.resources import GroupFacts, UserFacts

LONGEST_USER_NAME = 254
LONGEST_EXTERNAL_ID = 255

ENTERED = audit.act("scim.member_entered", Text("The directory entered {person}", "目录录入了 {person}"))
PEOPLE = audit.act(
    "scim.group_members",
    Text(
        "The directory changed who is in the group {name}: {added} came, {removed} went",
        "目录调整了群组“{name}”的成员：加入 {added} 人，移出 {removed} 人",
    ),
)
TAKEN_AWAY = audit.act("scim.member_removed", Text("The directory removed {person}", "目录移除了 {person}"))


def access_member(organization_id: uuid.UUID, member_id: uuid.UUID) -> Membership:
    """A member whom the directory entered. Raises NotFoundException."""
    rows = Membership.objects.prefetch_related("groups__group")
    member = rows.filter(organization_id=organization_id, id=member_id, scim_user_name__isnull=False).first()
    if member is None:
        raise NotFoundException(detail="there is no such user")
    return member


def access_group(organization_id: uuid.UUID, group_id: uuid.UUID) -> Group:
    """Raises NotFoundException."""
    group = Group.objects.filter(organization_id=organization_id, id=group_id).first()
    if group is None:
        raise NotFoundException(detail="there is no such group")
    return group


def do_enter_member(organization_id: uuid.UUID, facts: UserFacts) -> Membership:
    """Raises InvalidValueException, UniquenessException."""
    _check(facts)
    with transaction.atomic():
        lock_organization(organization_id)
        _require_free(organization_id, facts.user_name)
        member = _who_came_before(organization_id, facts.external_id)
        if member is None:
            made = do_add_member(
                organization_id,
                directory_people.do_make_directory_person(),
                role=Role.MEMBER,
                department_id=None,
                name=facts.name,
                source=Source.SCIM,
                source_detail="SCIM",
            )
            member = Membership.objects.get(id=made.id)
        _keep(member, facts)
        audit.record(organization_id, None, ENTERED, person=str(member.person_id))
    return access_member(organization_id, member.id)


def do_change_member(
    organization_id: uuid.UUID, member_id: uuid.UUID, change: Callable[[Membership], UserFacts]
) -> Membership:
    """`change` makes of the member as it is what it shall be. Raises NotFoundException and what `change` raises,

    InvalidValueException, UniquenessException, LastOwner; then nothing is changed.
    """
    with transaction.atomic():
        lock_organization(organization_id)
        member = access_member(organization_id, member_id)
        facts = change(member)
        _check(facts)
        if facts.user_name != member.scim_user_name:
            _require_free(organization_id, facts.user_name, member)
        _keep(member, facts)
    return access_member(organization_id, member_id)


def do_take_away_member(organization_id: uuid.UUID, member_id: uuid.UUID) -> None:
    """The membership ends, and with it the account of whom only this directory brought.

    Raises NotFoundException, LastOwner.
    """
    with transaction.atomic():
        lock_organization(organization_id)
        member = access_member(organization_id, member_id)
        require_another_owner(member)
        person_id = member.person_id
        audit.record(organization_id, None, TAKEN_AWAY, person=str(person_id))
        member.delete()
        events.emit(MemberLeft(organization_id, person_id))
        directory_people.do_end_sessions(person_id)
        if not Membership.objects.filter(person_id=person_id).exists():
            connections = SsoConnection.objects.filter(organization_id=organization_id)
            providers = tuple(provider_of(connection) for connection in connections)
            directory_people.do_forget_directory_person(person_id, providers=providers)


def do_make_group(organization_id: uuid.UUID, facts: GroupFacts) -> Group:
    """Raises InvalidValueException, UniquenessException."""
    with transaction.atomic():
        lock_organization(organization_id)
        group = Group(organization_id=organization_id)
        _keep_group(group, facts)
    return group


def do_change_group(organization_id: uuid.UUID, group_id: uuid.UUID, change: Callable[[Group], GroupFacts]) -> Group:
    """Raises NotFoundException and what `change` raises, InvalidValueException, UniquenessException."""
    with transaction.atomic():
        lock_organization(organization_id)
        group = access_group(organization_id, group_id)
        _keep_group(group, change(group))
    return group


def do_delete_group(organization_id: uuid.UUID, group_id: uuid.UUID) -> None:
    """Raises NotFoundException."""
    with transaction.atomic():
        lock_organization(organization_id)
        group = access_group(organization_id, group_id)
        groups.erase_group(group)
        audit.record(organization_id, None, groups.DELETED, name=group.name)


def members_of(group: Group) -> list[Membership]:
    """Those whom the directory entered; others are not its business."""
    rows = Membership.objects.filter(groups__group=group, scim_user_name__isnull=False)
    return list(rows.order_by("id"))


def _check(facts: UserFacts) -> None:
    if not facts.user_name or len(facts.user_name) > LONGEST_USER_NAME or not facts.user_name.isprintable():
        raise InvalidValueException(detail=f"userName has 1 to {LONGEST_USER_NAME} visible characters")
    _check_external_id(facts.external_id)


def _check_external_id(external_id: str) -> None:
    if len(external_id) > LONGEST_EXTERNAL_ID or not external_id.isprintable():
        raise InvalidValueException(detail=f"externalId has at most {LONGEST_EXTERNAL_ID} visible characters")


def _require_free(organization_id: uuid.UUID, user_name: str, but: Membership | None = None) -> None:
    """User names differ by more than their case (RFC 7643 §4.1.1)."""
    others = Membership.objects.filter(organization_id=organization_id, scim_user_name__iexact=user_name)
    if any(other.id != (but and but.id) for other in others):
        raise UniquenessException(detail="there is a user of this userName")


def _who_came_before(organization_id: uuid.UUID, external_id: str) -> Membership | None:
    """Somebody who signed in by the provider before the directory entered them, known by the provider's own key."""
    connection = SsoConnection.objects.filter(organization_id=organization_id).first()
    if connection is None or not external_id:
        return None
    person_id = directory_people.person_by_identity(provider_of(connection), external_id)
    if person_id is None:
        return None
    rows = Membership.objects.filter(organization_id=organization_id, person_id=person_id, scim_user_name=None)
    return rows.first()


def _keep(member: Membership, facts: UserFacts) -> None:
    member.scim_user_name, member.scim_external_id = facts.user_name, facts.external_id
    member.name = facts.name
    member.search = fold(facts.name or accounts.name_of(member.person_id))
    member.save(update_fields=["scim_user_name", "scim_external_id", "name", "search"])
    if facts.active != member.active:
        do_set_active(member.organization_id, member.id, active=facts.active)
    if not facts.active:
        directory_people.do_end_sessions(member.person_id)


def _keep_group(group: Group, facts: GroupFacts) -> None:
    _check_external_id(facts.external_id)
    before = group.name
    try:
        group.name = parse_name(facts.name, GROUP_LENGTH)
    except NameUnusable as error:
        raise InvalidValueException(detail=f"displayName is {error.facts['reason']}") from error
    group.scim_external_id = facts.external_id
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError as error:
        raise UniquenessException(detail="there is a group of this displayName") from error
    if not before:
        audit.record(group.organization_id, None, groups.CREATED, name=group.name)
    elif before != group.name:
        audit.record(group.organization_id, None, groups.RENAMED, before=before, name=group.name)
    if facts.members is not None:
        _keep_members(group, facts.members)


def _keep_members(group: Group, wanted: frozenset[str]) -> None:
    directory = Membership.objects.filter(organization_id=group.organization_id, scim_user_name__isnull=False)
    known = {str(member_id): member_id for member_id in directory.values_list("id", flat=True)}
    if not wanted <= known.keys():
        raise InvalidValueException(detail="members names somebody who is no user here")
    keys = {known[each] for each in wanted}
    there = set(GroupMember.objects.filter(group=group, membership__in=directory).values_list("membership", flat=True))
    GroupMember.objects.filter(group=group, membership__in=there - keys).delete()
    GroupMember.objects.bulk_create([GroupMember(group=group, membership_id=key) for key in keys - there])
    if keys != there:
        # One line for all of them: a directory moves thousands at once.
        audit.record(
            group.organization_id, None, PEOPLE, name=group.name, added=len(keys - there), removed=len(there - keys)
        )

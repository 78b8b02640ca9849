"""Who may do what in an organisation."""

from __future__ import annotations

from egret.organizations.models import Membership, Organization, Role, Rule


def is_owner(member: Membership) -> bool:
    return member.role == Role.OWNER


def can_administer(member: Membership) -> bool:
    """Owners and administrators look after departments, groups, members and invitations."""
    return member.role in (Role.OWNER, Role.ADMIN)


def can_read_directory(member: Membership) -> bool:
    """Everybody but external guests."""
    return member.role != Role.GUEST


def can_grant(member: Membership, role: str) -> bool:
    """Administrators give every role but the owner's, which only an owner hands over."""
    return can_administer(member) and (role != Role.OWNER or is_owner(member))


def can_change(member: Membership, other: Membership) -> bool:
    """Administrators change anybody but owners; an owner is changed by owners."""
    return can_administer(member) and (other.role != Role.OWNER or is_owner(member))


def may(rule: str, member: Membership) -> bool:
    """Whether one of the organisation's own rules lets this member do it."""
    if rule == Rule.MEMBERS:
        return member.role != Role.GUEST
    return rule == Rule.ADMINS and can_administer(member)


def can_record(organization: Organization, member: Membership) -> bool:
    return may(organization.who_records, member)


def can_share_outside(organization: Organization, member: Membership) -> bool:
    return may(organization.who_shares_outside, member)


def can_invite_guests(organization: Organization, member: Membership) -> bool:
    return may(organization.who_invites_guests, member)


def can_invite(member: Membership, role: str) -> bool:
    """Administrators invite; guests are invited by whom the organisation's rule lets; ownership is handed over only."""
    if role == Role.GUEST:
        return can_invite_guests(member.organization, member)
    return role != Role.OWNER and can_administer(member)

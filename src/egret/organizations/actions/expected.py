"""People an organisation expects by their phone number: entered with a source, told of it, free to decline."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from egret.accounts.actions.messages import do_send_message
from egret.accounts.errors.messages import MessageNotSent, TooManyMessages
from egret.accounts.phone import parse_phone
from egret.kernel import ratelimit
from egret.kernel.errors import TooManyRequests
from egret.kernel.permissions import require
from egret.kernel.ratelimit import Limit
from egret.kernel.text import Text, from_locale
from egret.organizations import audit, policies
from egret.organizations.actions.members import department_of, do_add_member
from egret.organizations.errors.joining import (
    AlreadyExpected,
    AlreadyMember,
    ExpectedUnknown,
    MembershipSuspended,
    SourceMissing,
    TooManyExpected,
)
from egret.organizations.models import ExpectedMember, Membership, Source
from egret.organizations.names import MEMBER_LENGTH, parse_name, parse_optional
from egret.organizations.queries.access import lock_administration, lock_organization
from egret.organizations.queries.joining import expected_in, member_phones

# As long as ExpectedMember.source_detail.
SOURCE_LENGTH = 200
# An organisation of 20,000 expects everybody at once, and grows.
MAXIMUM_EXPECTED = 100_000
# By hand; longer lists are imported, and imports send no message.
PHONE_INVITATIONS = Limit("phone invitations per organisation", 200, timedelta(days=1))
# Nobody's telephone rings for ever new organisations, nor is a person's share of messages for codes used up.
INVITATIONS_PER_PHONE = Limit("invitations per phone", 3, timedelta(days=1))
# What an organisation calls itself goes to strangers: so long at most, and nothing that a telephone makes a link of.
NAME_IN_MESSAGE = 40
NO_LINK = re.compile(r"[^\w\s&'’()-]+")

MESSAGE = Text(
    "{organization} invites you to join it on Egret. See what they entered about you, then join or decline: {link}",
    "{organization} 邀请您加入其在 Egret 上的组织。查看其录入的信息，并选择加入或拒绝：{link}",
)
ENTERED = audit.act("expected.entered", Text("invited somebody by phone as {role}", "通过手机号邀请了一人（{role}）"))
REMOVED = audit.act("expected.removed", Text("took back an invitation by phone", "撤回了一个手机邀请"))


def parse_source(typed: str) -> str:
    """Where data is from, in words. Raises SourceMissing, NameUnusable."""
    require(bool(typed.strip()), SourceMissing(field="source_detail"))
    return parse_name(typed, SOURCE_LENGTH, "source_detail")


def do_expect(
    actor: Membership, *, phone: str, name: str, role: str, department_id: uuid.UUID | None, source_detail: str
) -> ExpectedMember:
    """Enter somebody, whether they have an account or not.

    Raises SourceMissing and PhoneMalformed, NameUnusable before anything is stored, NotAllowed, DepartmentUnknown,
    AlreadyMember, AlreadyExpected, TooManyExpected, TooManyRequests.
    """
    source = parse_source(source_detail)
    number, readable = parse_phone(phone), parse_optional(name, MEMBER_LENGTH, "name")
    with transaction.atomic():
        actor = lock_administration(actor)
        require(policies.can_invite(actor, role))
        if department_id is not None:
            department_of(actor.organization_id, department_id)
        require(not member_phones(actor.organization_id, [number]), AlreadyMember())
        waiting = expected_in(actor.organization_id)
        require(not waiting.filter(phone=number).exists(), AlreadyExpected())
        require(waiting.count() < MAXIMUM_EXPECTED, TooManyExpected(limit=MAXIMUM_EXPECTED))
        ratelimit.spend(PHONE_INVITATIONS, str(actor.organization_id))
        expected = ExpectedMember.objects.create(
            organization=actor.organization,
            phone=number,
            name=readable,
            role=role,
            department_id=department_id,
            source=Source.PHONE,
            source_detail=source,
            entered_by_id=actor.person_id,
        )
        audit.record(actor.organization_id, actor.person_id, ENTERED, role=role)
    return expected


def tell(expected: ExpectedMember, *, address: str) -> bool:
    """Send the message; whether it went out. Who is not reached is told at their next sign-in all the same."""
    try:
        ratelimit.spend(INVITATIONS_PER_PHONE, expected.phone)
        do_send_message(
            expected.phone,
            MESSAGE,
            from_locale(expected.organization.controller.language),
            address=address,
            organization=name_for_message(expected.organization.name),
            link=f"{settings.EGRET_ORIGIN}/organizations",
        )
    except (TooManyRequests, TooManyMessages, MessageNotSent):
        return False
    return True


def name_for_message(name: str) -> str:
    """An organisation's name as strangers may be sent it."""
    return " ".join(NO_LINK.sub(" ", name).split())[:NAME_IN_MESSAGE].strip() or "Egret"


def do_remove_expected(actor: Membership, expected_id: uuid.UUID) -> None:
    """Take an entry back. Raises ExpectedUnknown, NotAllowed."""
    with transaction.atomic():
        actor = lock_administration(actor)
        gone, _ = expected_in(actor.organization_id).filter(id=expected_id).delete()
        require(gone > 0, ExpectedUnknown())
        audit.record(actor.organization_id, actor.person_id, REMOVED)


def do_accept_expected(expected: ExpectedMember, person_id: uuid.UUID) -> Membership:
    """Join as entered; the entry goes. Raises ExpectedUnknown when it was taken back meanwhile, MembershipSuspended."""
    with transaction.atomic():
        lock_organization(expected.organization_id)
        # Read again under the lock: an administrator may have taken it back, or given another department.
        current = ExpectedMember.objects.filter(id=expected.id, phone=expected.phone).first()
        if current is None:
            raise ExpectedUnknown
        member = do_add_member(
            current.organization_id,
            person_id,
            role=current.role,
            department_id=current.department_id,
            name=current.name,
            source=Source(current.source),
            source_detail=current.source_detail,
        )
        require(member.active, MembershipSuspended())
        current.delete()
    return member


def do_decline_expected(expected: ExpectedMember) -> None:
    """Nothing of what was entered stays."""
    ExpectedMember.objects.filter(id=expected.id).delete()

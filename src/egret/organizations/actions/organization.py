"""Making an organisation, its rules, its legal entity, and its end."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import CharField
from django.db.models.functions import Cast

from egret.kernel import erasure, ratelimit
from egret.kernel.logs import log_event
from egret.kernel.permissions import require
from egret.kernel.personal import not_personal
from egret.kernel.purpose import under
from egret.kernel.ratelimit import Limit
from egret.kernel.text import Language, Text
from egret.organizations import audit, policies
from egret.organizations.actions.members import do_add_member
from egret.organizations.errors import (
    AddressUnusable,
    AttendanceDaysOutOfRange,
    ConfirmationWrong,
    CountryUnknown,
    OwnSecondFactorFirst,
    TooManyOrganizations,
)
from egret.organizations.models import Department, LegalEntity, Membership, Organization, Role, Source
from egret.organizations.names import ENTITY_LENGTH, ORGANIZATION_LENGTH, parse_name, parse_optional
from egret.organizations.queries.access import lock_administration, lock_membership

# Nobody founds more in a day by hand; a script would fill the table.
CREATED_PER_PERSON = Limit("organisations per person", 20, timedelta(days=1))
# Attendance is kept no longer than the policy says, and at least until the day is over.
ATTENDANCE_DAYS = (1, 180)
MAXIMUM_PHONE = 40
MAXIMUM_ADDRESS = 300

CREATED = audit.act("organization.created", Text("created the organisation", "创建了组织"))
RENAMED = audit.act(
    "organization.renamed", Text("renamed the organisation from {before} to {name}", "将组织由“{before}”更名为“{name}”")
)
CONTACT_CHANGED = audit.act("rules.contact_changed", Text("changed who answers for the data", "修改了数据负责人信息"))
RULES = {
    "who_records": audit.act(
        "rules.who_records", Text("set who may record meetings to: {value}", "将可录制会议的人员设为：{value}")
    ),
    "who_shares_outside": audit.act(
        "rules.who_shares_outside", Text("set who may share outside to: {value}", "将可对外分享的人员设为：{value}")
    ),
    "who_invites_guests": audit.act(
        "rules.who_invites_guests", Text("set who may invite guests to: {value}", "将可邀请访客的人员设为：{value}")
    ),
    "accepts_requests": audit.act(
        "rules.accepts_requests", Text("switched requests to join {value}", "将“接受加入申请”设为：{value}")
    ),
    "requires_second_factor": audit.act(
        "rules.requires_second_factor",
        Text("switched the required second factor {value}", "将“要求二次验证”设为：{value}"),
    ),
    "attendance_days": audit.act(
        "rules.attendance_days",
        Text("set how long attendance is kept to {value} days", "将参会记录保存期设为 {value} 天"),
    ),
}
A_KEY = not_personal("a random key")
organization_created = log_event("organizations.created", organization=A_KEY)
organization_deleted = log_event("organizations.deleted", organization=A_KEY)


@dataclass(frozen=True)
class Contact:
    """The legal entity's data as typed; `country` is ISO 3166-1 alpha-2, `phone` and `address` may be empty."""

    name: str
    country: str
    language: Language
    contact_name: str
    contact_email: str
    contact_phone: str
    address: str

    def checked(self) -> dict[str, str]:
        """The fields of a LegalEntity. Raises NameUnusable, CountryUnknown, AddressUnusable."""
        require(self.country in phonenumbers.SUPPORTED_REGIONS, CountryUnknown(field="country"))
        email = self.contact_email.strip()
        try:
            validate_email(email)
        except ValidationError:
            raise AddressUnusable(field="contact_email") from None
        return {
            "name": parse_name(self.name, ENTITY_LENGTH, "legal_name"),
            "country": self.country,
            "language": self.language,
            "contact_name": parse_name(self.contact_name, ENTITY_LENGTH, "contact_name"),
            "contact_email": email,
            "contact_phone": parse_optional(self.contact_phone, MAXIMUM_PHONE, "contact_phone"),
            "address": parse_optional(self.address, MAXIMUM_ADDRESS, "address"),
        }


def do_create(person_id: uuid.UUID, name: str, contact: Contact) -> Membership:
    """A new organisation, its legal entity, and its first owner.

    Raises NameUnusable, CountryUnknown, AddressUnusable, TooManyOrganizations.
    """
    readable, entity = parse_name(name, ORGANIZATION_LENGTH), contact.checked()
    ratelimit.spend(CREATED_PER_PERSON, str(person_id), TooManyOrganizations)
    with transaction.atomic():
        organization = Organization.objects.create(name=readable, controller=LegalEntity.objects.create(**entity))
        founder = do_add_member(
            organization.id,
            person_id,
            role=Role.OWNER,
            department_id=None,
            name="",
            source=Source.FOUNDER,
            source_detail="",
        )
        audit.record(organization.id, person_id, CREATED)
    organization_created(organization=organization.id)
    return founder


def do_change_rules(actor: Membership, changes: dict[str, Any], *, second_factor: bool) -> Organization:
    """Change the name and the rules that `changes` holds; `second_factor`: whether the actor's session proved one.

    Raises NotAllowed, NameUnusable, AttendanceDaysOutOfRange, OwnSecondFactorFirst; then nothing is changed.
    """
    with transaction.atomic():
        actor = lock_administration(actor)
        organization = actor.organization
        if "name" in changes:
            _rename(actor, parse_name(changes["name"], ORGANIZATION_LENGTH))
        for rule, act in RULES.items():
            if rule in changes and changes[rule] != getattr(organization, rule):
                _check_rule(rule, changes[rule], second_factor=second_factor)
                setattr(organization, rule, changes[rule])
                audit.record(organization.id, actor.person_id, act, value=_word(changes[rule]))
        organization.save()
    return organization


def do_change_contact(actor: Membership, contact: Contact) -> LegalEntity:
    """Change who answers for the organisation's data. Raises NotAllowed and what Contact.checked raises."""
    entity = contact.checked()
    with transaction.atomic():
        actor = lock_administration(actor)
        LegalEntity.objects.filter(id=actor.organization.controller_id).update(**entity)
        audit.record(actor.organization_id, actor.person_id, CONTACT_CHANGED)
    return LegalEntity.objects.get(id=actor.organization.controller_id)


def do_delete(actor: Membership, typed_name: str) -> None:
    """End the organisation with everything in it; accounts stay. Raises NotAllowed, ConfirmationWrong."""
    with transaction.atomic():
        actor = lock_membership(actor)
        require(policies.is_owner(actor))
        organization = actor.organization
        require(" ".join(typed_name.split()) == organization.name, ConfirmationWrong(field="name"))
        dissolve(organization)


@under("kernel.erasure")
def dissolve(organization: Organization) -> None:
    """Remove an organisation and all that hangs on it. Whoever calls has asked who may."""
    organization_id, entity = organization.id, organization.controller
    with transaction.atomic():
        Membership.objects.filter(organization=organization).delete()
        # A department is protected by those below it, until they stand beside it: under names that none of them has.
        departments = Department.objects.filter(organization=organization)
        departments.update(parent=None, name=Cast("id", CharField()))
        departments.delete()
        erasure.prepare("organization", organization_id)
        organization.delete()
        entity.delete()
    organization_deleted(organization=organization_id)


def _rename(actor: Membership, name: str) -> None:
    organization = actor.organization
    if name != organization.name:
        audit.record(organization.id, actor.person_id, RENAMED, before=organization.name, name=name)
        organization.name = name


def _check_rule(rule: str, value: object, *, second_factor: bool) -> None:
    if rule == "attendance_days":
        least, most = ATTENDANCE_DAYS
        fits = isinstance(value, int) and least <= value <= most
        require(fits, AttendanceDaysOutOfRange(field=rule, minimum=least, maximum=most))
    if rule == "requires_second_factor" and value:
        require(second_factor, OwnSecondFactorFirst())


def _word(value: str | int | bool) -> str | int:
    """A rule's value as audit.WORDS knows it."""
    if isinstance(value, bool):
        return "on" if value else "off"
    return value

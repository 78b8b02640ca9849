"""Inviting: people, groups, departments, organisations, numbers, mail addresses; and their answers."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db import transaction

from egret.accounts.phone import parse_phone
from egret.kernel import clock
from egret.kernel.api import Viewer
from egret.kernel.permissions import require
from egret.meetings.scheduling.actions.inputs import parse_mail
from egret.meetings.scheduling.actions.notices import who_heard
from egret.meetings.scheduling.errors import GuestsNotInvited, InviteeUnknown, TooManyInvitees
from egret.meetings.scheduling.models import Answer, Invitee, Schedule
from egret.organizations import policies as organizations
from egret.organizations.errors import SecondFactorNeeded
from egret.organizations.queries import directory, require_second_factor
from egret.organizations.queries.belonging import belongings_of
from egret.organizations.queries.tree import read_tree

# A lecture hall by name; more people are a group.
MAXIMUM_INVITEES = 200

Kind = Literal["person", "group", "department", "organization", "phone", "mail"]


@dataclass(frozen=True)
class Wanted:
    """Whom somebody wants to invite: an id, a number or an address, as they gave it."""

    kind: Kind
    value: str


@dataclass(frozen=True)
class Found:
    """The column that names the invited, and its value."""

    kind: Kind
    key: uuid.UUID | str

    def row(self, schedule: Schedule) -> Invitee:
        column = self.kind if self.kind in ("phone", "mail") else f"{self.kind}_id"
        return Invitee(schedule=schedule, **{column: self.key})


def find(
    viewer: Viewer, organization_id: uuid.UUID | None, wanted: Sequence[Wanted], kept: Iterable[Invitee] = ()
) -> list[Found]:
    """The invited, each once, as far as a directory shows them to who invites, or as they were invited before.

    Raises InviteeUnknown, GuestsNotInvited, TooManyInvitees, PhoneMalformed, MailMalformed.
    """
    require(len(wanted) <= MAXIMUM_INVITEES, TooManyInvitees(maximum=MAXIMUM_INVITEES))
    memberships = list(_memberships(viewer))
    known = {_found_of(each) for each in kept}
    found: dict[Found, None] = {}
    for each in wanted:
        one = _read(each)
        if one not in known:
            if each.kind in ("phone", "mail"):
                _require_guests(memberships, organization_id)
            elif not any(_shows(member, each.kind, one.key) for member in memberships):
                raise InviteeUnknown(field="invitees", value=each.value)
        found[one] = None
    return list(found)


def _read(wanted: Wanted) -> Found:
    if wanted.kind == "phone":
        return Found("phone", parse_phone(wanted.value))
    if wanted.kind == "mail":
        return Found("mail", parse_mail(wanted.value))
    try:
        return Found(wanted.kind, uuid.UUID(wanted.value))
    except ValueError:
        raise InviteeUnknown(field="invitees", value=wanted.value) from None


def _found_of(invitee: Invitee) -> Found:
    keys: dict[Kind, Any] = {
        "person": invitee.person_id,
        "group": invitee.group_id,
        "department": invitee.department_id,
        "organization": invitee.organization_id,
        "phone": invitee.phone,
        "mail": invitee.mail,
    }
    return next(Found(kind, key) for kind, key in keys.items() if key)


def _require_guests(memberships: list[Any], organization_id: uuid.UUID | None) -> None:
    if organization_id is None:
        return
    member = next((each for each in memberships if each.organization_id == organization_id), None)
    require(member is not None and organizations.can_invite_guests(member.organization, member), GuestsNotInvited())


def _memberships(viewer: Viewer) -> Iterable[Any]:
    for member in belongings_of(viewer.person_id).memberships.values():
        try:
            require_second_factor(viewer, member.organization)
        except SecondFactorNeeded:
            continue
        yield member


def _shows(member: Any, kind: Kind, id_: Any) -> bool:
    if kind == "person":
        return directory.visible_to(member).filter(person_id=id_, active=True).exists()
    if kind == "group":
        return directory.groups_visible_to(member).filter(id=id_).exists()
    if not organizations.can_read_directory(member):
        return False
    if kind == "department":
        return id_ in read_tree(member.organization_id).parents
    return bool(member.organization_id == id_)


def replace_invitees(schedule: Schedule, found: list[Found]) -> tuple[list[Invitee], list[Invitee]]:
    """Invite these and nobody else; who was invited before stays the same row.

    Returns the new, and those of the gone who are to be told by a message: guests who heard that they were invited.
    """
    before = {_found_of(each): each for each in schedule.invitees.all()}
    wanted = [one for one in found if one != Found("person", schedule.host_id)]
    gone = [invitee for one, invitee in before.items() if one not in wanted]
    new = [one.row(schedule) for one in wanted if one not in before]
    told = who_heard(gone)
    Invitee.objects.filter(id__in=[each.id for each in gone]).delete()
    Invitee.objects.bulk_create(new)
    return new, told


def do_answer(schedule: Schedule, person_id: uuid.UUID, word: str) -> Answer:
    """Somebody says whether they come; the last word counts."""
    with transaction.atomic():
        Schedule.objects.select_for_update().get(id=schedule.id)
        answer, _ = Answer.objects.update_or_create(
            schedule=schedule, person_id=person_id, defaults={"word": word, "at": clock.now()}
        )
    return answer


def do_answer_as_guest(invitee: Invitee, word: str) -> Answer:
    """The same of a guest, by the link of their invitation."""
    with transaction.atomic():
        Schedule.objects.select_for_update().get(id=invitee.schedule_id)
        answer, _ = Answer.objects.update_or_create(
            invitee=invitee, schedule_id=invitee.schedule_id, defaults={"word": word, "at": clock.now()}
        )
    return answer

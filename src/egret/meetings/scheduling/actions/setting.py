"""Setting a meeting for a time, changing what it is, and a person's own room."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction

from egret.accounts import actions as accounts
from egret.accounts import queries as accounts_queries
from egret.kernel import secret
from egret.kernel.api import Viewer
from egret.kernel.logs import log_event
from egret.kernel.personal import not_personal
from egret.meetings.actions.lifecycle import IDEMPOTENCY_KEY
from egret.meetings.errors import IdempotencyKeyUnusable
from egret.meetings.scheduling import occurrences, queries
from egret.meetings.scheduling.actions import inputs, invitations
from egret.meetings.scheduling.actions.invitations import Wanted
from egret.meetings.scheduling.actions.notices import tell, tell_uninvited
from egret.meetings.scheduling.models import Invitee, NoticeKind, Schedule, Series, WhoMayJoin
from egret.meetings.scheduling.rules import parse_rule
from egret.meetings.scheduling.zones import write_local

PASSCODE_SECRET = "meetings.passcode"  # noqa: S105  # the name of a key, no password

meeting_set = log_event("meetings.set", schedule=not_personal("a random key"))


@dataclass(frozen=True)
class Times:
    """When: the wall clock in a zone, how long, and how it comes again ("", None: once)."""

    zone: str
    start: str
    minutes: int
    rule: str | None = None


@dataclass(frozen=True)
class Facts:
    """What a meeting is, and for whom."""

    title: str = ""
    note: str = ""
    who_may_join: str = WhoMayJoin.INVITED
    lobby: bool = True
    passcode: str = ""
    invitees: list[Wanted] = field(default_factory=list)


def make_series(schedule: Schedule, times: Times) -> Series:
    """An unsaved series. Raises TimeUnusable, RuleUnusable."""
    local = inputs.parse_start(times.start, times.zone)
    series = Series(schedule=schedule, zone=times.zone, start=write_local(local), minutes=times.minutes)
    if times.rule:
        rule, last = parse_rule(times.rule, local, times.zone)
        series.rule, series.last_start = rule.text(), write_local(last) if last else ""
    series.first_at, series.last_at = occurrences.span_of(series)
    return series


def do_schedule(
    viewer: Viewer,
    times: Times,
    facts: Facts,
    *,
    organization_id: uuid.UUID | None = None,
    idempotency_key: str | None = None,
) -> Schedule:
    """Set a meeting and tell who is invited; the first time, the zone becomes the person's own (C27).

    Raises TimeUnusable, RuleUnusable, TitleUnusable, PasscodeUnusable, IdempotencyKeyUnusable, and as `find` does.
    """
    if idempotency_key is not None and not IDEMPOTENCY_KEY.fullmatch(idempotency_key):
        raise IdempotencyKeyUnusable
    schedule = Schedule(
        host_id=viewer.person_id, organization_id=organization_id, idempotency_key=idempotency_key, **_columns(facts)
    )
    series = make_series(schedule, times)
    found = invitations.find(viewer, organization_id, facts.invitees)
    try:
        with transaction.atomic():
            schedule.over_at = series.last_at
            schedule.save()
            series.save()
            invitations.replace_invitees(schedule, found)
            tell(schedule, NoticeKind.INVITED)
            if not accounts_queries.preferences_of(viewer.person_id).time_zone:
                accounts.do_change_preferences(viewer.person_id, time_zone=times.zone)
    except IntegrityError:
        # The request was sent before; a clash of two random numbers raises again here.
        return Schedule.objects.get(
            host_id=viewer.person_id, idempotency_key=idempotency_key, idempotency_key__isnull=False
        )
    meeting_set(schedule=schedule.id)
    return schedule


def do_change(viewer: Viewer, schedule_id: uuid.UUID, changed: dict[str, Any]) -> Schedule:
    """Change what a meeting is, for its host: any of the members of Facts. Raises as do_schedule does."""
    with transaction.atomic():
        schedule = queries.access_own(viewer.person_id, schedule_id, lock=True)
        before = schedule.title, schedule.note
        wanted = changed.pop("invitees", None)
        for name, value in _columns(Facts(**changed), only=changed).items():
            setattr(schedule, name, value)
        schedule.sequence += 1
        schedule.save()
        people = queries.people_invited(schedule)
        new: list[Invitee] = []
        if wanted is not None:
            found = invitations.find(viewer, schedule.organization_id, wanted, kept=schedule.invitees.all())
            new, gone = invitations.replace_invitees(schedule, found)
            now = queries.people_invited(schedule)
            tell(schedule, NoticeKind.INVITED, people=now - people, guests=new)
            schedule.answers.filter(person_id__in=people - now).delete()
            tell_uninvited(schedule, before[0], people - now, gone)
            people &= now
        if (schedule.title, schedule.note) != before:
            stayed = schedule.invitees.exclude(id__in=[each.id for each in new])
            tell(schedule, NoticeKind.CHANGED, people=people, guests=stayed)
        return schedule


def do_make_personal_room(person_id: uuid.UUID) -> Schedule:
    """A person's own room, the same each time: anyone with its link, as soon as they have opened it."""
    room, _ = Schedule.objects.get_or_create(
        host_id=person_id, personal_room=True, defaults={"who_may_join": WhoMayJoin.ANYONE}
    )
    return room


def passcode_of(schedule: Schedule) -> str:
    """The passcode again, "" without one."""
    return secret.decrypt(PASSCODE_SECRET, schedule.passcode_sealed) if schedule.passcode_sealed else ""


def _columns(facts: Facts, only: dict[str, Any] | None = None) -> dict[str, Any]:
    columns: dict[str, Any] = {
        "title": inputs.parse_title(facts.title),
        "note": inputs.parse_note(facts.note),
        "who_may_join": facts.who_may_join,
        "lobby": facts.lobby,
        "passcode_sealed": secret.encrypt(PASSCODE_SECRET, inputs.parse_passcode(facts.passcode))
        if facts.passcode
        else "",
    }
    if only is None:
        return columns
    names = {"passcode_sealed": "passcode"}
    return {name: value for name, value in columns.items() if names.get(name, name) in only}

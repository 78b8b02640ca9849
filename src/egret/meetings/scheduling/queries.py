"""Reads of meetings set for a time; `access_…` begins with who may read."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta

from django.contrib.auth import get_user_model
from django.core import signing
from django.db.models import Q, QuerySet

from egret.accounts import queries as accounts
from egret.kernel import clock
from egret.meetings.models import Meeting
from egret.meetings.scheduling import occurrences
from egret.meetings.scheduling.errors import (
    InvitationUnknown,
    OccurrenceUnknown,
    ScheduleUnknown,
    WindowUnusable,
)
from egret.meetings.scheduling.models import (
    Answer,
    CalendarFeed,
    Change,
    Channel,
    Invitee,
    Notice,
    ReminderChoice,
    Schedule,
    Series,
)
from egret.meetings.scheduling.occurrences import NEXT_HORIZON, ZONE_SLACK, Occurrence
from egret.organizations.queries import belonging

# Six weeks are what a month's page shows; a list goes on by the next window.
MAXIMUM_DAYS = 62
# A day with more is no day; the answer says that there are more.
MAXIMUM_SHOWN = 2000
NOTICES_SHOWN = 50
GUEST_SALT = "meetings.invitee"


def invitations_of(person_id: uuid.UUID) -> QuerySet[Invitee]:
    """Every invitation that reaches a person: by name, by number, or through what they belong to."""
    found = belonging.belongings_of(person_id)
    phones = get_user_model().objects.filter(id=person_id, phone__isnull=False).values("phone")
    return Invitee.objects.filter(
        Q(person_id=person_id)
        | Q(phone__in=phones)
        | Q(group_id__in=found.groups)
        | Q(department_id__in=found.departments)
        | Q(organization_id__in=found.organizations)
    )


def is_invited(schedule: Schedule, person_id: uuid.UUID | None) -> bool:
    """The host, and who was invited in any way."""
    if person_id is None:
        return False
    return schedule.host_id == person_id or invitations_of(person_id).filter(schedule=schedule).exists()


def access_schedule(person_id: uuid.UUID, schedule_id: uuid.UUID, *, lock: bool = False) -> Schedule:
    """A meeting, for its host and who is invited. Raises ScheduleUnknown."""
    rows = Schedule.objects.select_for_update() if lock else Schedule.objects
    schedule = rows.filter(id=schedule_id).first()
    if schedule is None or not is_invited(schedule, person_id):
        raise ScheduleUnknown
    return schedule


def access_own(person_id: uuid.UUID, schedule_id: uuid.UUID, *, lock: bool = False) -> Schedule:
    """A meeting, for its host alone. Raises ScheduleUnknown."""
    rows = Schedule.objects.select_for_update() if lock else Schedule.objects
    schedule = rows.filter(id=schedule_id, host_id=person_id).first()
    if schedule is None:
        raise ScheduleUnknown
    return schedule


def access_invitation(token: str) -> Invitee:
    """The invitation of a guest, who shows the token of their message. Raises InvitationUnknown."""
    try:
        id_ = uuid.UUID(signing.loads(token, salt=GUEST_SALT))
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        raise InvitationUnknown from None
    invitee = Invitee.objects.select_related("schedule").filter(id=id_).first()
    if invitee is None:
        raise InvitationUnknown
    return invitee


def guest_token(invitee: Invitee) -> str:
    """What a guest shows to answer and to join; it is signed, and ends with the invitation."""
    return signing.dumps(str(invitee.id), salt=GUEST_SALT)


def changes_of(series: Iterable[Series]) -> dict[uuid.UUID, list[Change]]:
    found: dict[uuid.UUID, list[Change]] = defaultdict(list)
    for change in Change.objects.filter(series__in=list(series)):
        found[change.series_id].append(change)
    return found


def agenda(
    person_id: uuid.UUID, low: datetime, high: datetime, *, organization_id: uuid.UUID | None = None
) -> tuple[list[Occurrence], bool]:
    """What somebody has in a window, in one space or (None) in all, by time; and whether there is more.

    Raises WindowUnusable.
    """
    # Zones move the calendar's first and last days out of it.
    outside = low.year == MINYEAR or high.year == MAXYEAR
    if outside or not timedelta(0) < high - low <= timedelta(days=MAXIMUM_DAYS):
        raise WindowUnusable(maximum_days=MAXIMUM_DAYS)
    low, high = low.astimezone(UTC), high.astimezone(UTC)
    wanted = _mine(person_id)
    if organization_id is not None:
        wanted &= Q(schedule__organization_id=organization_id)
    within = _within(wanted, low, high)
    # By a condition, not by their keys: thousands of them take the database longer to be told than to find.
    changed: dict[uuid.UUID, list[Change]] = defaultdict(list)
    for change in Change.objects.filter(series__in=within.values("id")):
        changed[change.series_id].append(change)
    shown = occurrences.all_between(within, changed, low, high)
    return shown[:MAXIMUM_SHOWN], len(shown) > MAXIMUM_SHOWN


def _mine(person_id: uuid.UUID) -> Q:
    invited = invitations_of(person_id).values("schedule_id")
    return Q(schedule__host_id=person_id) | Q(schedule_id__in=invited)


def _within(wanted: Q, low: datetime, high: datetime) -> QuerySet[Series]:
    return (
        Series.objects.filter(wanted, schedule__cancelled_at=None, first_at__lt=high)
        .filter(Q(last_at=None) | Q(last_at__gt=low))
        .select_related("schedule")
        # What an agenda does not show: moments are texts in SQLite, and reading thousands of them takes its time.
        .defer(
            "first_at",
            "last_at",
            "schedule__created_at",
            "schedule__over_at",
            "schedule__note",
            "schedule__passcode_sealed",
            "schedule__idempotency_key",
        )
    )


def starting_between(low: datetime, high: datetime) -> list[Occurrence]:
    """Of everybody: what begins in [low, high)."""
    series = list(_within(Q(), low, high))
    found = occurrences.all_between(series, changes_of(series), low, high)
    return [one for one in found if low <= one.at < high]


def next_occurrences(schedule: Schedule, count: int, *, after: datetime | None = None) -> list[Occurrence]:
    """The next ones that end after a moment (now), at most `count`."""
    moment = after or clock.now()
    series = list(schedule.series.all())
    changes = changes_of(series)
    found: list[Occurrence] = []
    low, span = moment, timedelta(days=40)
    while len(found) < count and low < moment + NEXT_HORIZON:
        window = occurrences.all_between(series, changes, low, low + span)
        known = {(one.series.id, one.key) for one in found}
        found += [one for one in window if (one.series.id, one.key) not in known]
        low, span = low + span, span * 2
    return found[:count]


def occurrence(schedule: Schedule, series_id: uuid.UUID, key: str) -> Occurrence:
    """One of a meeting's own, cancelled ones too. Raises OccurrenceUnknown."""
    series = schedule.series.filter(id=series_id).first()
    if series is not None:
        series.schedule = schedule
        found = occurrences.occurrence_of(series, key, series.changes.filter(occurrence=key).first())
        if found is not None:
            return found
    raise OccurrenceUnknown


def nearest(schedule: Schedule, moment: datetime, early: timedelta) -> Occurrence | None:
    """The occurrence somebody means who comes now: the latest that has begun or begins soon, else the next."""
    series = list(schedule.series.all())
    window = occurrences.all_between(series, changes_of(series), moment - timedelta(days=2), moment + early)
    begun = [one for one in window if one.at <= moment + early]
    if begun:
        return begun[-1]
    return next(iter(next_occurrences(schedule, 1, after=moment)), None)


def planned_end(schedule: Schedule, starts_at: datetime) -> datetime | None:
    """When the occurrence that begins at this moment was to end; None when its times were changed since."""
    series = list(schedule.series.all())
    around = occurrences.all_between(
        series, changes_of(series), starts_at, starts_at + timedelta(minutes=1), with_cancelled=True
    )
    return next((one.ends_at for one in around if one.at == starts_at), None)


def cancelled_alone(schedule: Schedule, starts_at: datetime) -> Occurrence | None:
    """The occurrence that was to begin at this moment and is cancelled by itself, not with others."""
    series = list(schedule.series.all())
    changes = changes_of(series)
    alone = {(key, change.occurrence) for key, found in changes.items() for change in found if change.cancelled}
    around = occurrences.all_between(series, changes, starts_at, starts_at + timedelta(minutes=1), with_cancelled=True)
    return next((one for one in around if one.at == starts_at and (one.series.id, one.key) in alone), None)


def open_meeting(schedule: Schedule) -> Meeting | None:
    """The one that is held now."""
    return Meeting.objects.filter(schedule=schedule, ended_at=None).first()


@dataclass(frozen=True)
class Invited:
    """An invitation and what is known of it. `answer` is None for groups, whose people answer each for themselves."""

    invitee: Invitee
    kind: str
    name: str
    answer: str | None


def invited(schedule: Schedule) -> list[Invited]:
    """Everybody and everything that is invited, people first, each with their answer."""
    rows = list(schedule.invitees.order_by("id"))
    cards = accounts.people_by_id([row.person_id for row in rows if row.person_id])
    places = belonging.names_of_places(
        groups=[row.group_id for row in rows if row.group_id],
        departments=[row.department_id for row in rows if row.department_id],
        organizations=[row.organization_id for row in rows if row.organization_id],
    )
    of_people = dict(Answer.objects.filter(schedule=schedule, person__isnull=False).values_list("person_id", "word"))
    of_guests = dict(Answer.objects.filter(schedule=schedule, invitee__isnull=False).values_list("invitee_id", "word"))
    found = []
    for row in rows:
        if row.person_id:
            card = cards.get(row.person_id)
            found.append(Invited(row, "person", card.name if card else "", of_people.get(row.person_id)))
            continue
        kind, place = next(
            (
                (kind, key)
                for kind, key in (
                    ("group", row.group_id),
                    ("department", row.department_id),
                    ("organization", row.organization_id),
                )
                if key
            ),
            (("phone" if row.phone else "mail"), None),
        )
        name = places.get(place, "") if place else row.phone or row.mail or ""
        found.append(Invited(row, kind, name, of_guests.get(row.id)))
    return found


def answers_count(schedule: Schedule) -> dict[str, int]:
    counts = {"yes": 0, "no": 0, "maybe": 0}
    for word in Answer.objects.filter(schedule=schedule).values_list("word", flat=True):
        counts[word] += 1
    return counts


def people_invited(schedule: Schedule) -> set[uuid.UUID]:
    """Everybody with an account whom the invitations reach now, the host not among them."""
    rows = list(schedule.invitees.all())
    phones = [row.phone for row in rows if row.phone]
    found = {row.person_id for row in rows if row.person_id} | belonging.people_in(
        groups=[row.group_id for row in rows if row.group_id],
        departments=[row.department_id for row in rows if row.department_id],
        organizations=[row.organization_id for row in rows if row.organization_id],
    )
    found |= set(get_user_model().objects.filter(phone__in=phones).values_list("id", flat=True))
    return found - {schedule.host_id}


def own_answer(schedule: Schedule, person_id: uuid.UUID) -> str | None:
    return Answer.objects.filter(schedule=schedule, person_id=person_id).values_list("word", flat=True).first()


def own_answers(schedules: Sequence[uuid.UUID], person_id: uuid.UUID) -> dict[uuid.UUID, str]:
    """What somebody answered, by meeting."""
    rows = Answer.objects.filter(person_id=person_id, schedule_id__in=schedules)
    return dict(rows.values_list("schedule_id", "word"))


def notices_of(person_id: uuid.UUID) -> tuple[list[Notice], int]:
    """The latest notices in the app, newest first, and how many were not read."""
    rows = Notice.objects.filter(person_id=person_id, channel=Channel.APP).select_related("schedule")
    return list(rows.order_by("-id")[:NOTICES_SHOWN]), rows.filter(read_at=None).count()


def reminder_choice(person_id: uuid.UUID) -> ReminderChoice:
    """What somebody chose, an unsaved row of the usual where they chose nothing."""
    return ReminderChoice.objects.filter(person_id=person_id).first() or ReminderChoice(person_id=person_id)


def feed_of(person_id: uuid.UUID) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(person_id=person_id).first()


def schedules_for_feed(person_id: uuid.UUID, since: datetime) -> list[Schedule]:
    """What somebody's calendar app shows: all that is still held after a moment."""
    ids = (
        Series.objects.filter(_mine(person_id), schedule__cancelled_at=None)
        .filter(Q(last_at=None) | Q(last_at__gt=since - ZONE_SLACK))
        .values("schedule_id")
    )
    return list(Schedule.objects.filter(id__in=ids).prefetch_related("series__changes").order_by("id"))


def past_meetings(schedule: Schedule, count: int = 20) -> list[Meeting]:
    """Its latest ones that were held."""
    return list(Meeting.objects.filter(schedule=schedule).order_by("-id")[:count])

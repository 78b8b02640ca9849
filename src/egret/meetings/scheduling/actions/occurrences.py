"""Moving and cancelling one occurrence, this and all following, or all."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from django.db import transaction

from egret.kernel import clock
from egret.meetings.scheduling import queries
from egret.meetings.scheduling.actions import inputs
from egret.meetings.scheduling.actions.notices import tell
from egret.meetings.scheduling.actions.setting import Times, make_series
from egret.meetings.scheduling.models import Change, NoticeKind, Schedule, Series
from egret.meetings.scheduling.occurrences import MAXIMUM_MINUTES, ZONE_SLACK, Occurrence, occurrence_of, span_of
from egret.meetings.scheduling.rules import moved_rule, read_rule
from egret.meetings.scheduling.zones import local_of, moment_of, read_local, write_local

Scope = Literal["this", "following", "all"]


def do_move(
    person_id: uuid.UUID, schedule_id: uuid.UUID, series_id: uuid.UUID, key: str, scope: Scope, times: Times
) -> Schedule:
    """Hold one occurrence, or it and all following, or all, at other times; for the host.

    One alone keeps its zone, and a time given in another is carried over. `times.rule` counts for more than one; None
    keeps the rule, moved as far as the occurrence is.
    Raises ScheduleUnknown, OccurrenceUnknown, TimeUnusable, RuleUnusable.
    """

    def move(schedule: Schedule, one: Occurrence) -> None:
        if scope == "this" or not (one.series.rule or times.rule):
            _move_one(one, times)
        elif scope == "following":
            _split(schedule, one, times)
        else:
            _move_all(schedule, one, times)

    return _change(person_id, schedule_id, series_id, key, move, NoticeKind.CHANGED)


def do_cancel(person_id: uuid.UUID, schedule_id: uuid.UUID, series_id: uuid.UUID, key: str, scope: Scope) -> Schedule:
    """Do not hold one, it and all following, or any; for the host. Nothing is lost: do_restore undoes it.

    Raises ScheduleUnknown, OccurrenceUnknown.
    """

    def cancel(schedule: Schedule, one: Occurrence) -> None:
        if scope == "all" or (not one.series.rule and schedule.series.count() == 1):
            schedule.cancelled_at = clock.now()
        elif scope == "following":
            Series.objects.filter(id=one.series.id).update(cancelled_from=key)
            for later in _later(schedule, one.series):
                Series.objects.filter(id=later.id).update(cancelled_from=later.start)
        else:
            Change.objects.update_or_create(series=one.series, occurrence=key, defaults={"cancelled": True})

    return _change(person_id, schedule_id, series_id, key, cancel, NoticeKind.CANCELLED)


def do_restore(person_id: uuid.UUID, schedule_id: uuid.UUID, series_id: uuid.UUID, key: str, scope: Scope) -> Schedule:
    """Hold again what was cancelled; for the host. Raises ScheduleUnknown, OccurrenceUnknown."""

    def restore(schedule: Schedule, one: Occurrence) -> None:
        schedule.cancelled_at = None
        if scope == "following":
            ids = [one.series.id, *(later.id for later in _later(schedule, one.series))]
            Series.objects.filter(id__in=ids).update(cancelled_from="")
        elif scope == "this":
            changed = Change.objects.filter(series=one.series, occurrence=key)
            changed.filter(start="", minutes=None).delete()
            changed.update(cancelled=False)

    return _change(person_id, schedule_id, series_id, key, restore, NoticeKind.CHANGED)


def _change(
    person_id: uuid.UUID,
    schedule_id: uuid.UUID,
    series_id: uuid.UUID,
    key: str,
    act: Callable[[Schedule, Occurrence], None],
    kind: NoticeKind,
) -> Schedule:
    with transaction.atomic():
        schedule = queries.access_own(person_id, schedule_id, lock=True)
        one = queries.occurrence(schedule, series_id, key)
        act(schedule, one)
        schedule.sequence += 1
        _set_end(schedule)
        schedule.save()
        tell(schedule, kind, about_at=one.at)
    return schedule


def _set_end(schedule: Schedule) -> None:
    """When it is over, for its retention: cancelled at once, or with its last series."""
    if schedule.cancelled_at is not None:
        schedule.over_at = schedule.cancelled_at
        return
    ends = [_end_of(series) for series in schedule.series.all()]
    known = [end for end in ends if end is not None]
    schedule.over_at = max(known) if known and len(known) == len(ends) else None


def _end_of(series: Series) -> datetime | None:
    """What was cancelled from some start on has its end there."""
    if not series.cancelled_from:
        return series.last_at
    bound = moment_of(series.zone, read_local(series.cancelled_from)) + ZONE_SLACK
    return bound if series.last_at is None else min(series.last_at, bound)


def _later(schedule: Schedule, series: Series) -> list[Series]:
    """The series that began when "this and all following" were moved, after this one."""
    found = [each for each in schedule.series.all() if each.start > series.start and each.id != series.id]
    return sorted(found, key=lambda each: each.start)


def _save(series: Series) -> None:
    """With the span it lies in: what it is bounded by, and what was moved out of it."""
    series.first_at, series.last_at = span_of(series)
    if series.ends_before:
        bound = moment_of(series.zone, read_local(series.ends_before)) + ZONE_SLACK
        series.last_at = bound if series.last_at is None else min(series.last_at, bound)
    for change in series.changes.exclude(start=""):
        at = moment_of(series.zone, read_local(change.start))
        series.first_at = min(series.first_at, at)
        if series.last_at is not None:
            series.last_at = max(series.last_at, at + timedelta(minutes=MAXIMUM_MINUTES))
    series.save()


def _move_one(one: Occurrence, times: Times) -> None:
    series = one.series
    local = inputs.parse_start(times.start, times.zone)
    if not series.rule:
        # Once is once: its own start is what changes.
        series.zone, series.start, series.minutes = times.zone, write_local(local), times.minutes
        series.changes.all().delete()
        _save(series)
        return
    if times.zone != series.zone:
        local = local_of(series.zone, moment_of(times.zone, local))
    start = write_local(local)
    Change.objects.update_or_create(
        series=series,
        occurrence=one.key,
        defaults={
            "start": "" if start == one.key else start,
            "minutes": None if times.minutes == series.minutes else times.minutes,
            "cancelled": False,
        },
    )
    _save(series)


def _move_all(schedule: Schedule, one: Occurrence, times: Times) -> None:
    """All that are still to come: those that were held, were held when they were."""
    local = inputs.parse_start(times.start, times.zone)
    coming = next((each for each in queries.next_occurrences(schedule, 2) if each.at > clock.now()), one)
    # As far as the one that was shown is moved, all are.
    start = read_local(coming.key) + (local - read_local(one.start))
    _split(schedule, coming, replace(times, start=write_local(start)))


def _split(schedule: Schedule, one: Occurrence, times: Times) -> None:
    """From this occurrence on, other times hold."""
    old, later = one.series, _later(schedule, one.series)
    new = _following(schedule, one, times, later[-1] if later else old)
    for each in later:
        each.delete()
    replaced = list(old.changes.filter(occurrence__gte=one.key))
    old.changes.filter(occurrence__gte=one.key).delete()
    if one.key == old.start:
        new.id = old.id
    else:
        old.ends_before = one.key
        _save(old)
    new.save()
    shift = read_local(new.start) - read_local(one.key)
    for change in replaced:
        key = write_local(read_local(change.occurrence) + shift)
        # What was moved by hand moves with the others; what was cancelled stays cancelled where there is still one.
        if change.cancelled and occurrence_of(new, key, None) is not None:
            Change.objects.create(series=new, occurrence=key, cancelled=True)
    _save(new)


def _following(schedule: Schedule, one: Occurrence, times: Times, ending: Series) -> Series:
    """The series that holds from this occurrence on. Without a rule given, the old one is moved as far as it is."""
    if times.rule is not None or not one.series.rule:
        return make_series(schedule, times)
    new = make_series(schedule, replace(times, rule=None))
    start = read_local(new.start)
    rule = moved_rule(read_rule(one.series.rule), read_local(one.key), start)
    new.rule = rule.text()
    if ending.last_start:
        last = read_local(ending.last_start) + (start - read_local(one.key))
        new.last_start = write_local(max(rule.between(start, start, last), default=start))
    return new

"""What a copy calls what meetings keep, and which of it another installation takes: the person's own plans."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.db import transaction

from egret.kernel import clock, copying, correcting
from egret.kernel.copying import Archive, Progress, Report
from egret.kernel.errors import EgretError
from egret.kernel.text import Text
from egret.meetings.models import Change, ReminderChoice, Schedule, Series
from egret.meetings.scheduling.actions import do_choose_reminders, inputs
from egret.meetings.scheduling.models import WhoMayJoin
from egret.meetings.scheduling.occurrences import span_of
from egret.meetings.scheduling.rules import parse_rule
from egret.meetings.scheduling.zones import known_zones, read_local

copying.name("meetings.Meeting", Text("Meetings you held", "您主持的会议"))
copying.name("meetings.Participant", Text("Meetings you were in", "您参加的会议"))
copying.name("meetings.Spell", Text("When you were in meetings", "您的参会时间"))
copying.name("meetings.Schedule", Text("Meetings you set", "您安排的会议"))
copying.name("meetings.Series", Text("Their times", "会议时间"))
copying.name("meetings.Change", Text("Changed times", "更改的会议时间"))
copying.name("meetings.Invitee", Text("Invitations to meetings", "会议邀请"))
copying.name("meetings.Answer", Text("Your answers to invitations", "您对邀请的回复"))
copying.name("meetings.CalendarFeed", Text("Your calendar's address", "您的日历地址"))
copying.name("meetings.ReminderChoice", Text("How you are reminded", "您的提醒方式"))
copying.name("meetings.Notice", Text("What you were told of meetings", "会议通知"))
copying.hide("meetings.Schedule", "passcode_sealed")

correcting.place("meetings.Schedule", "/meetings")
correcting.place("meetings.Series", "/meetings")
correcting.place("meetings.Change", "/meetings")
correcting.place("meetings.Answer", "/meetings")
correcting.place("meetings.ReminderChoice", "/settings/preferences")

SET = Text("Meetings you set", "您安排的会议")
OVER = Text("are over, were cancelled, or belong to an organisation", "已结束、已取消或属于组织")
RESTORED = Text("with a new link, and without passcode and invitations", "使用新链接，不含密码和邀请")
UNUSABLE = Text("could not be used here", "无法在此使用")
LONGEST = 24 * 60


@copying.restorer("meetings")
def restore(person_id: uuid.UUID, archive: Archive, report: Report, progress: Progress) -> None:
    """Plans that are the person's alone and not over yet; and how they are reminded."""
    report.cover("meetings.Schedule", "meetings.Series", "meetings.Change", "meetings.ReminderChoice")
    series, changes = _by(archive.rows("meetings.Series"), "schedule"), _by(archive.rows("meetings.Change"), "series")
    restored = left = failed = 0
    for row in archive.rows("meetings.Schedule"):
        times = series.get(str(row.get("id")), [])
        if row.get("cancelled_at") or row.get("organization") or row.get("personal_room") is True or not times:
            left += 1
            continue
        try:
            if _restore(person_id, row, times, changes):
                restored += 1
            else:
                left += 1
        except (EgretError, ValueError, TypeError, OverflowError):
            failed += 1
    report.add(SET, "restored", restored, RESTORED)
    report.add(SET, "left", left, OVER)
    report.add(SET, "failed", failed, UNUSABLE)
    _restore_reminders(person_id, archive, report)
    progress(0)


def _by(rows: list[dict[str, Any]], name: str) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(str(row.get(name)), []).append(row)
    return found


def _restore(
    person_id: uuid.UUID,
    row: dict[str, Any],
    times: list[dict[str, Any]],
    changes: dict[str, list[dict[str, Any]]],
) -> bool:
    """One plan, once however often it is restored; False when it is over."""
    schedule = Schedule(
        host_id=person_id,
        title=inputs.parse_title(str(row.get("title") or "")),
        note=inputs.parse_note(str(row.get("note") or "")),
        who_may_join=WhoMayJoin.ANYONE if row.get("who_may_join") == WhoMayJoin.ANYONE else WhoMayJoin.INVITED,
        lobby=row.get("lobby") is not False,
        idempotency_key=f"copy-{uuid.UUID(str(row['id']))}",
    )
    made = [(_series(schedule, each), each) for each in times]
    ends = [each.last_at for each, _ in made]
    schedule.over_at = None if None in ends else max(each for each in ends if each is not None)
    if schedule.over_at is not None and schedule.over_at < clock.now():
        return False
    with transaction.atomic():
        same = Schedule.objects.filter(host_id=person_id, idempotency_key=schedule.idempotency_key)
        if same.exists():
            return True
        schedule.save()
        for series, each in made:
            series.save()
            Change.objects.bulk_create(_changes(series, changes.get(str(each.get("id")), [])))
    return True


def _series(schedule: Schedule, row: dict[str, Any]) -> Series:
    """Unsaved. Raises ValueError, RuleUnusable."""
    zone, minutes = str(row.get("zone")), row.get("minutes")
    if zone not in known_zones() or not isinstance(minutes, int) or not 1 <= minutes <= LONGEST:
        raise ValueError("no such zone or length")
    start = read_local(str(row.get("start")))
    series = Series(schedule=schedule, zone=zone, start=str(row["start"]), minutes=minutes)
    if row.get("rule"):
        rule, _ = parse_rule(str(row["rule"]), start, zone)
        series.rule = rule.text()
    series.last_start = _local(row, "last_start")
    series.ends_before = _local(row, "ends_before")
    series.cancelled_from = _local(row, "cancelled_from")
    series.first_at, series.last_at = span_of(series)
    return series


def _changes(series: Series, rows: list[dict[str, Any]]) -> Iterator[Change]:
    seen = set()
    for row in rows:
        with suppress(ValueError):
            occurrence, minutes = _local(row, "occurrence"), row.get("minutes")
            if not occurrence or occurrence in seen:
                continue
            seen.add(occurrence)
            usable = isinstance(minutes, int) and 1 <= minutes <= LONGEST
            yield Change(
                series=series,
                occurrence=occurrence,
                start=_local(row, "start"),
                minutes=minutes if usable else None,
                cancelled=row.get("cancelled") is True,
            )


def _local(row: dict[str, Any], name: str) -> str:
    """A wall-clock time as it is kept, or "". Raises ValueError."""
    value = str(row.get(name) or "")
    if value:
        read_local(value)
    return value


def _restore_reminders(person_id: uuid.UUID, archive: Archive, report: Report) -> None:
    what = copying.NAMES["meetings.reminderchoice"]
    for row in archive.rows("meetings.ReminderChoice")[:1]:
        if ReminderChoice.objects.filter(person_id=person_id).exists():
            report.add(what, "kept")
            continue
        minutes = row.get("minutes")
        if not isinstance(minutes, int) or not 0 <= minutes <= LONGEST:
            report.add(what, "failed", 1, UNUSABLE)
            continue
        in_app, by_sms = row.get("in_app") is not False, row.get("by_sms") is True
        do_choose_reminders(person_id, minutes=minutes, in_app=in_app, by_sms=by_sms)
        report.add(what, "restored")

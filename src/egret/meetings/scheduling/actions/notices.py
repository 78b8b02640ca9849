"""Telling people of their meetings: each notice a row that exists once, whatever runs twice."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from datetime import datetime

from egret.kernel import clock
from egret.meetings.scheduling.models import Channel, Invitee, Notice, NoticeKind, ReminderChoice, Schedule
from egret.meetings.scheduling.queries import people_invited


def tell(
    schedule: Schedule,
    kind: NoticeKind,
    *,
    people: Iterable[uuid.UUID] | None = None,
    guests: Iterable[Invitee] | None = None,
    about_at: datetime | None = None,
) -> None:
    """Write the notices that the invited get: people in the app, guests by their message. Within a transaction."""
    rows = [
        notice(schedule, kind, Channel.APP, person_id=person_id, about_at=about_at)
        for person_id in (people_invited(schedule) if people is None else people)
    ]
    for guest in schedule.invitees.all() if guests is None else guests:
        if guest.phone or guest.mail:
            channel = Channel.SMS if guest.phone else Channel.MAIL
            rows.append(notice(schedule, kind, channel, invitee=guest, about_at=about_at))
    Notice.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


def tell_uninvited(schedule: Schedule, title: str, people: Iterable[uuid.UUID], guests: Iterable[Invitee]) -> None:
    """Write what tells those who were taken off the list; within the transaction that does it.

    `guests` are those who heard of their invitation, their rows deleted already. What people were told before goes: it
    would show them what the meeting becomes. Of a meeting that is over or cancelled there is nothing more to tell.
    """
    gone = list(people)
    Notice.objects.filter(schedule=schedule, person_id__in=gone).delete()
    if schedule.cancelled_at is not None or (schedule.over_at is not None and schedule.over_at < clock.now()):
        return
    rows = [notice(schedule, NoticeKind.UNINVITED, Channel.APP, person_id=person_id) for person_id in gone]
    for guest in guests:
        row = notice(schedule, NoticeKind.UNINVITED, Channel.SMS if guest.phone else Channel.MAIL, invitee=guest)
        row.address, row.invitee = row.goes_to, None
        rows.append(row)
    for row in rows:
        row.title = title
    Notice.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


def who_heard(guests: Iterable[Invitee]) -> list[Invitee]:
    """Those of the guests whose invitation was handed over, or is just being. Within the transaction that deletes the
    others': no worker takes one meanwhile."""
    asked = [guest for guest in guests if guest.phone or guest.mail]
    unsent = Notice.objects.select_for_update().filter(
        invitee__in=asked, kind=NoticeKind.INVITED, state=Notice.State.DUE
    )
    unheard = set(unsent.values_list("invitee_id", flat=True))
    return [guest for guest in asked if guest.id not in unheard]


def notice(
    schedule: Schedule,
    kind: NoticeKind,
    channel: Channel,
    *,
    person_id: uuid.UUID | None = None,
    invitee: Invitee | None = None,
    about_at: datetime | None = None,
) -> Notice:
    """One notice. A reminder is of one start and does not come again for a later change of the meeting's text."""
    sequence = 0 if kind is NoticeKind.REMINDER else schedule.sequence
    parts = (schedule.id, kind.value, channel.value, person_id, invitee and invitee.id, about_at, sequence)
    return Notice(
        key=hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest(),
        schedule=schedule,
        person_id=person_id,
        invitee=invitee,
        kind=kind,
        channel=channel,
        about_at=about_at,
        sequence=sequence,
        state=Notice.State.SENT if channel is Channel.APP else Notice.State.DUE,
    )


def do_read_notices(person_id: uuid.UUID) -> int:
    """Mark all as read; returns how many were new."""
    return Notice.objects.filter(person_id=person_id, read_at=None).update(read_at=clock.now())


def do_choose_reminders(person_id: uuid.UUID, **chosen: int | bool) -> ReminderChoice:
    """How somebody is reminded from now on."""
    choice, _ = ReminderChoice.objects.update_or_create(person_id=person_id, defaults=chosen)
    return choice

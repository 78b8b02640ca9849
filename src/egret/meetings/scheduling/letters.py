"""What invitations, changes and reminders say outside Egret."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from egret.accounts import queries as accounts
from egret.kernel.mail import Attachment
from egret.kernel.text import Language, Text
from egret.meetings.scheduling import queries
from egret.meetings.scheduling.calendar import Method, Place, calendar_of, cancellation_of, uninvitation_of
from egret.meetings.scheduling.models import Channel, Notice, NoticeKind, Schedule

UNTITLED = Text("Meeting", "会议")
SOMEBODY = Text("Somebody", "有人")
SUBJECTS = {
    NoticeKind.INVITED: Text("Invitation: {title}", "会议邀请：{title}"),
    NoticeKind.CHANGED: Text("Changed: {title}", "会议更改：{title}"),
    NoticeKind.CANCELLED: Text("Cancelled: {title}", "会议取消：{title}"),
    NoticeKind.UNINVITED: Text("No longer invited: {title}", "邀请已撤回：{title}"),
    NoticeKind.REMINDER: Text("Soon: {title}", "即将开始：{title}"),
}
SENTENCES = {
    NoticeKind.INVITED: Text(
        "{host} invites you to “{title}”, {when}. Answer and join: {link}",
        "{host} 邀请您参加“{title}”，{when}。回复或加入：{link}",
    ),
    NoticeKind.CHANGED: Text("“{title}” was changed: {when}. Details: {link}", "“{title}”已更改：{when}。详情：{link}"),
    NoticeKind.CANCELLED: Text("“{title}”, {when}, was cancelled. {link}", "“{title}”（{when}）已取消。{link}"),
    NoticeKind.UNINVITED: Text(
        "You are no longer invited to “{title}”, {when}. There is nothing you need to do.",
        "您不再受邀参加“{title}”（{when}）。您无需进行任何操作。",
    ),
    NoticeKind.REMINDER: Text("“{title}” begins {when}. Join: {link}", "“{title}”将于 {when} 开始。加入：{link}"),
}
NOT_SET = Text("no further time", "暂无后续时间")


@dataclass(frozen=True)
class Letter:
    """One message: `short` for SMS, the rest for mail."""

    short: str
    subject: str
    text: str
    attachment: Attachment | None


def letter_of(row: Notice, language: Language) -> Letter:
    """What this notice says, in a language."""
    schedule, kind = row.schedule, NoticeKind(row.kind)
    title = (row.title if kind is NoticeKind.UNINVITED else schedule.title) or UNTITLED.say(language)
    facts = {
        "title": title,
        "host": accounts.name_of(schedule.host_id) or SOMEBODY.say(language),
        "when": _when(schedule, row.about_at, language),
        "link": _link(row),
    }
    sentence = SENTENCES[kind].say(language, **facts)
    attachment = _attachment(row, title, language) if row.channel == Channel.MAIL else None
    note = "" if kind is NoticeKind.UNINVITED else schedule.note
    text = "\n\n".join(filter(None, (sentence, note)))
    return Letter(sentence, SUBJECTS[kind].say(language, title=title), text, attachment)


def _attachment(row: Notice, title: str, language: Language) -> Attachment:
    """What the reader's calendar is told: of one cancelled occurrence, of being taken off the list, or the meeting."""
    schedule, place = row.schedule, Place(settings.EGRET_ORIGIN, UNTITLED.say(language))
    if row.kind == NoticeKind.UNINVITED:
        return _file("CANCEL", uninvitation_of(schedule, title, row.sequence, place, row.goes_to))
    if row.kind == NoticeKind.CANCELLED and schedule.cancelled_at is None and row.about_at is not None:
        one = queries.cancelled_alone(schedule, row.about_at)
        if one is not None:
            return _file("CANCEL", cancellation_of(one, place, row.goes_to))
    return calendar_file(schedule, language, attendee=row.goes_to)


def calendar_file(schedule: Schedule, language: Language, *, attendee: str | None = None) -> Attachment:
    """The meeting for a calendar app: a request, or that it is cancelled."""
    method: Method = "REQUEST" if schedule.cancelled_at is None else "CANCEL"
    place = Place(settings.EGRET_ORIGIN, UNTITLED.say(language))
    return _file(method, calendar_of([schedule], place, method, attendee=attendee))


def _file(method: Method, content: bytes) -> Attachment:
    return Attachment("meeting.ics", content, "calendar", (("method", method), ("charset", "utf-8")))


def _link(row: Notice) -> str:
    if row.invitee is not None:
        return f"{settings.EGRET_ORIGIN}/invited/{queries.guest_token(row.invitee)}"
    if row.kind == NoticeKind.REMINDER:
        return f"{settings.EGRET_ORIGIN}/m/{row.schedule.code}"
    return f"{settings.EGRET_ORIGIN}/meetings/set/{row.schedule_id}"


def _when(schedule: Schedule, about: datetime | None, language: Language) -> str:
    """In the meeting's own zone, which stands beside it: a message does not know where it is read."""
    series = schedule.series.order_by("first_at").last()
    if about is None:
        coming = queries.next_occurrences(schedule, 1)
        about, series = (coming[0].at, coming[0].series) if coming else (None, series)
    if about is None or series is None:
        return NOT_SET.say(language)
    local = about.astimezone(ZoneInfo(series.zone))
    return f"{local:%Y-%m-%d %H:%M} ({series.zone})"

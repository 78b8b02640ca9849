"""Reminding, and handing messages over: each once, though a worker may be killed at any moment."""

from __future__ import annotations

from datetime import timedelta

from egret.accounts.actions.messages import do_send_message
from egret.accounts.errors.messages import MessageNotSent, TooManyMessages
from egret.accounts.queries import preferences_of
from egret.kernel import clock, mail
from egret.kernel.logs import Personal, log_event
from egret.kernel.personal import Category, not_personal
from egret.kernel.text import Language, Text
from egret.meetings.scheduling import queries
from egret.meetings.scheduling.actions.notices import notice
from egret.meetings.scheduling.letters import Letter, letter_of
from egret.meetings.scheduling.models import Channel, Notice, NoticeKind, ReminderChoice

# The longest that can be chosen; further ahead nothing is looked for.
LONGEST_REMINDER = timedelta(days=1)
USUAL = ReminderChoice()
MESSAGE = Text("{message}", "{message}")
# A job's share: what is left goes with the next run, seconds later.
AT_ONCE = 50

mail_not_sent = log_event("meetings.mail_not_sent", address=Category.CONTACT, why=not_personal("a kind of failure"))


def do_remind() -> int:
    """Write the reminders that are due now; returns how many are new. What runs twice writes nothing twice."""
    moment = clock.now()
    rows: list[Notice] = []
    for one in queries.starting_between(moment, moment + LONGEST_REMINDER):
        schedule = one.series.schedule
        people = queries.people_invited(schedule) | {schedule.host_id}
        answered_no = set(schedule.answers.filter(word="no").values_list("person_id", flat=True))
        choices = ReminderChoice.objects.in_bulk(people)
        for person_id in people - answered_no:
            choice = choices.get(person_id, USUAL)
            if one.at - moment > timedelta(minutes=choice.minutes):
                continue
            channels = [(Channel.APP, choice.in_app), (Channel.SMS, choice.by_sms)]
            rows += [
                notice(schedule, NoticeKind.REMINDER, channel, person_id=person_id, about_at=one.at)
                for channel, wanted in channels
                if wanted
            ]
    known = set(Notice.objects.filter(key__in=[row.key for row in rows]).values_list("key", flat=True))
    new = [row for row in rows if row.key not in known]
    Notice.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
    return len(new)


def do_send_due() -> int:
    """Hand over what is due; returns how many went out."""
    sent = 0
    due = Notice.objects.filter(state=Notice.State.DUE).exclude(channel=Channel.APP)
    for row in due.select_related("schedule__host", "invitee", "person").order_by("id")[:AT_ONCE]:
        # Taken before it goes: whoever dies now leaves it untold, and nobody is told twice. An address that is kept for
        # this alone goes with it.
        taken = Notice.objects.filter(id=row.id, state=Notice.State.DUE).update(state=Notice.State.SENDING, address="")
        if not taken:
            continue
        good = _send(row)
        state = Notice.State.SENT if good else Notice.State.FAILED
        Notice.objects.filter(id=row.id).update(state=state)
        sent += good
    return sent


def _send(row: Notice) -> bool:
    language: Language = "en"
    reader = row.person_id or row.schedule.host_id
    chosen = preferences_of(reader).language
    if chosen == "zh-Hans":
        language = "zh-Hans"
    letter = letter_of(row, language)
    if row.channel == Channel.MAIL:
        return _send_mail(row, letter)
    if not row.goes_to:
        return False
    try:
        # The caps count by who asked: the host who invited.
        do_send_message(row.goes_to, MESSAGE, language, address=f"host {row.schedule.host_id}", message=letter.short)
    except (MessageNotSent, TooManyMessages):
        return False
    return True


def _send_mail(row: Notice, letter: Letter) -> bool:
    if not row.goes_to:
        return False
    address = Personal("mail", row.goes_to)
    try:
        mail.port().send(address, letter.subject, letter.text, letter.attachment)
    except mail.MailFailed as error:
        mail_not_sent(address=address, why=str(error))
        return False
    return True

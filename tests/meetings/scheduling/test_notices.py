"""What people are told: invitations, changes, reminders, each once, whatever dies in between."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes
from typing import Any

import pytest
from icalendar import Calendar

from egret.accounts.sms.memory import MemorySms
from egret.kernel import clock, mail
from egret.kernel.logs import Personal
from egret.kernel.mail import Attachment
from egret.kernel.mail.memory import MemoryMail
from egret.kernel.mail.smtp import compose
from egret.meetings.models import Notice
from egret.meetings.scheduling import actions
from egret.meetings.scheduling.actions import sending
from egret.meetings.scheduling.models import NoticeKind
from tests import factories
from tests.meetings.scheduling.support import Caller, agenda, set_meeting, somebody, which

pytestmark = pytest.mark.django_db(transaction=True)

MAIL = {"kind": "mail", "value": "bo@reed.example"}


def reminders(**which_ones: Any) -> int:
    return Notice.objects.filter(kind=NoticeKind.REMINDER, **which_ones).count()


def test_a_guest_gets_a_mail_with_a_calendar_file_and_each_change() -> None:
    host = somebody()
    made = set_meeting(host, title="{Reed} & water", invitees=[MAIL], rule="FREQ=WEEKLY;COUNT=2")
    assert actions.do_send_due() == 1 and actions.do_send_due() == 0
    (kept,) = MemoryMail.outbox
    assert (kept.address, kept.subject) == ("bo@reed.example", "Invitation: {Reed} & water")
    assert "/invited/" in kept.text and "(Europe/London)" in kept.text
    assert kept.attachment is not None and ("method", "REQUEST") in kept.attachment.parameters
    event: Any = Calendar.from_ical(kept.attachment.content)
    assert str(event.walk("VEVENT")[0]["ATTENDEE"]) == "mailto:bo@reed.example"
    one = agenda(host)[0]
    host.post(f"/schedules/{made['id']}/cancel", which(one, "all"))
    actions.do_send_due()
    last = MemoryMail.outbox[-1]
    assert last.subject.startswith("Cancelled") and last.attachment is not None
    assert b"METHOD:CANCEL" in last.attachment.content and b"SEQUENCE:1" in last.attachment.content


def test_a_number_gets_one_message() -> None:
    set_meeting(somebody(), title="{braces}", invitees=[{"kind": "phone", "value": "+44 7700 900123"}])
    before = len(MemorySms.outbox)
    actions.do_send_due()
    actions.do_send_due()
    ((phone, text),) = MemorySms.outbox[before:]
    assert phone == "+447700900123" and "“{braces}”" in text


def test_whoever_dies_while_sending_tells_nobody_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    set_meeting(somebody(), invitees=[MAIL])

    class Killed(BaseException):
        pass

    class Dying:
        def send(self, address: Personal[str], subject: str, text: str, attachment: Attachment | None = None) -> None:
            MemoryMail().send(address, subject, text, attachment)
            raise Killed

    monkeypatch.setattr(mail, "port", Dying)
    with pytest.raises(Killed):
        actions.do_send_due()
    monkeypatch.undo()
    assert actions.do_send_due() == 0
    assert len(MemoryMail.outbox) == 1 and Notice.objects.get().state == Notice.State.SENDING


def test_a_failure_is_written_down(monkeypatch: pytest.MonkeyPatch) -> None:
    set_meeting(somebody(), invitees=[MAIL])

    class Broken:
        def send(self, *_: object) -> None:
            raise mail.MailFailed("TimeoutError")

    monkeypatch.setattr(mail, "port", Broken)
    assert actions.do_send_due() == 0
    assert Notice.objects.get().state == Notice.State.FAILED


def test_reminders_come_once_each_time_and_not_to_who_said_no() -> None:
    host, friend = somebody(), somebody()
    assert friend.person is not None
    made = set_meeting(host, rule="FREQ=DAILY", invitees=[{"kind": "phone", "value": friend.person.phone}])
    assert actions.do_remind() == 0
    start = agenda(host)[0]["starts_at"]
    from datetime import datetime

    ahead = datetime.fromisoformat(start) - clock.now() - timedelta(minutes=8)
    with clock.travel(ahead):
        assert (actions.do_remind(), actions.do_remind()) == (2, 0)
        host.patch(f"/schedules/{made['id']}", {"title": "Another"})
        assert actions.do_remind() == 0
    assert [each["kind"] for each in friend.get("/notices")["items"]].count("reminder") == 1
    friend.put(f"/schedules/{made['id']}/answer", {"answer": "no"})
    with clock.travel(ahead + timedelta(days=1)):
        assert actions.do_remind() == 1
    assert (reminders(), reminders(channel="sms")) == (3, 0)
    assert host.post("/notices/read")["unread"] == 0


def test_messages_remind_only_whoever_asked_for_it() -> None:
    host = somebody()
    set_meeting(host)
    assert host.get("/reminders") == {"minutes": 10, "in_app": True, "by_sms": False}
    host.patch("/reminders", {"by_sms": True, "minutes": 1440, "in_app": False})
    from datetime import datetime

    ahead = datetime.fromisoformat(agenda(host)[0]["starts_at"]) - clock.now() - timedelta(hours=20)
    before = len(MemorySms.outbox)
    with clock.travel(ahead):
        actions.do_remind()
        actions.do_send_due()
        actions.do_send_due()
    assert (reminders(channel="sms"), reminders(channel="app")) == (1, 0)
    assert len(MemorySms.outbox) == before + 1
    host.patch("/reminders", {"minutes": 1441}, 422)


def test_mail_is_written_as_mail() -> None:
    file = Attachment("meeting.ics", b"BEGIN:VCALENDAR\r\n", "calendar", (("method", "REQUEST"),))
    message = message_from_bytes(compose("bo@reed.example", "日程\u2028x", "你好", file).as_bytes())
    _, text, attached = message.walk()
    assert attached.get_content_type() == "text/calendar"
    assert attached.get_param("method") == "REQUEST"
    assert text.get_content_type() == "text/plain" and message["To"] == "bo@reed.example"


def test_notices_of_others_are_not_shown() -> None:
    host = somebody()
    set_meeting(host, invitees=[{"kind": "phone", "value": factories.person().phone}])
    assert somebody().get("/notices") == {"items": [], "unread": 0}
    Caller().get("/notices", 401)
    assert timedelta(days=1) == sending.LONGEST_REMINDER

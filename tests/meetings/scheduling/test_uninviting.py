"""Who is taken off the list is told, in the words of their calendar app, whatever dies in between."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from icalendar import Calendar

from egret.accounts.sms.memory import MemorySms
from egret.kernel import clock, mail
from egret.kernel.mail.memory import MemoryMail
from egret.meetings.models import Answer, Invitee, Notice
from egret.meetings.scheduling import actions
from egret.meetings.scheduling.models import NoticeKind
from tests.meetings.scheduling.support import Caller, agenda, set_meeting, somebody, which

pytestmark = pytest.mark.django_db(transaction=True)

BO = {"kind": "mail", "value": "bo@reed.example"}
CLEO = {"kind": "mail", "value": "cleo@reed.example"}
TELEPHONE = {"kind": "phone", "value": "+44 7700 900123"}


def invite(host: Caller, made: dict[str, Any], *wanted: dict[str, str], **facts: str) -> None:
    host.patch(f"/schedules/{made['id']}", {"invitees": list(wanted), **facts})


def calendar_of(sent: Any) -> Any:
    assert sent.attachment is not None
    calendar: Any = Calendar.from_ical(sent.attachment.content)
    assert calendar.errors == [] and ("method", str(calendar["METHOD"])) in sent.attachment.parameters
    return calendar


def test_a_guest_is_told_and_their_calendar_takes_it_off() -> None:
    host = somebody()
    made = set_meeting(host, rule="FREQ=WEEKLY;COUNT=3", note="Bring boots", invitees=[BO, CLEO])
    actions.do_send_due()
    (invited,) = [sent for sent in MemoryMail.outbox if sent.address == BO["value"]]
    asked = calendar_of(invited).walk("VEVENT")[0]
    MemoryMail.outbox.clear()

    invite(host, made, CLEO)
    assert Notice.objects.get(kind=NoticeKind.UNINVITED).address == BO["value"]
    # What it becomes before the message goes is not theirs to know.
    host.patch(f"/schedules/{made['id']}", {"title": "Without Bo", "note": "Secret"})
    actions.do_send_due()
    ((told,), _) = ([s for s in MemoryMail.outbox if s.address == address["value"]] for address in (BO, CLEO))
    assert told.subject == "No longer invited: Marsh survey" and "/invited/" not in told.text
    calendar = calendar_of(told)
    (event,) = calendar.walk("VEVENT")
    assert (calendar["METHOD"], event["UID"], str(event["ATTENDEE"])) == (
        "CANCEL",
        asked["UID"],
        "mailto:bo@reed.example",
    )
    assert event["ORGANIZER"] == asked["ORGANIZER"] and event["DTSTART"].dt == asked["DTSTART"].dt
    assert (asked["SEQUENCE"], event["SEQUENCE"]) == (0, 1)
    # RFC 5546 §3.2.5: a meeting that others go to has no STATUS here; and no rule nor RECURRENCE-ID, it is all of it.
    assert {"STATUS", "RRULE", "RECURRENCE-ID", "URL"}.isdisjoint(event)
    content = told.attachment.content + told.text.encode()  # type: ignore[union-attr]  # calendar_of looked
    assert b"Without Bo" not in content and b"Secret" not in content and b"boots" not in content
    assert not Notice.objects.exclude(address="").exists(), "an address is kept until it was used"


def test_a_number_and_a_person_are_told() -> None:
    host, friend = somebody(), somebody()
    assert friend.person is not None
    theirs = {"kind": "phone", "value": friend.person.phone}
    made = set_meeting(host, invitees=[TELEPHONE, theirs])
    friend.put(f"/schedules/{made['id']}/answer", {"answer": "yes"})
    actions.do_send_due()
    before = len(MemorySms.outbox)
    invite(host, made)
    host.patch(f"/schedules/{made['id']}", {"title": "Without them"})
    actions.do_send_due()
    texts = dict(MemorySms.outbox[before:])
    assert texts.keys() == {"+447700900123", friend.person.phone}
    assert all("no longer invited to “Marsh survey”" in text for text in texts.values())
    (shown,) = friend.get("/notices")["items"]
    assert (shown["kind"], shown["title"]) == ("uninvited", "Marsh survey")
    assert agenda(friend) == [] and not Answer.objects.exists()
    friend.get(f"/schedules/{made['id']}", 404)


def test_invited_again_the_last_word_counts() -> None:
    host = somebody()
    made = set_meeting(host, invitees=[BO])
    actions.do_send_due()
    invite(host, made)
    invite(host, made, BO)
    actions.do_send_due()
    calendars = [calendar_of(sent) for sent in MemoryMail.outbox]
    said = [(str(each["METHOD"]), each.walk("VEVENT")[0]["SEQUENCE"]) for each in calendars]
    assert said == [("REQUEST", 0), ("CANCEL", 1), ("REQUEST", 2)]
    link = MemoryMail.outbox[-1].text.split("/invited/")[1].split()[0]
    assert Caller().put(f"/invited/{link}/answer", {"answer": "yes"})["answer"] == "yes"
    # Taken off once more before the last of them went: what was not said needs no taking back.
    invite(host, made)
    invite(host, made, BO)
    invite(host, made)
    actions.do_send_due()
    assert calendar_of(MemoryMail.outbox[-1])["METHOD"] == "CANCEL" and len(MemoryMail.outbox) == 4
    assert not Invitee.objects.exists()


def test_whose_invitation_was_not_sent_yet_hears_of_neither() -> None:
    host = somebody()
    made = set_meeting(host, invitees=[BO])
    invite(host, made)
    assert actions.do_send_due() == 0 and not Notice.objects.exists()


def test_of_a_meeting_that_is_cancelled_or_over_nobody_is_told_again() -> None:
    host = somebody()
    cancelled, over = (set_meeting(host, title=title, invitees=[BO]) for title in ("Cancelled", "Over"))
    one = next(each for each in agenda(host) if each["title"] == "Cancelled")
    host.post(f"/schedules/{cancelled['id']}/cancel", which(one, "all"))
    actions.do_send_due()
    invite(host, cancelled)
    with clock.travel(timedelta(days=7)):
        invite(host, over)
    assert not Notice.objects.filter(kind=NoticeKind.UNINVITED).exists()


def test_whoever_dies_between_the_change_and_the_message_tells_later(monkeypatch: pytest.MonkeyPatch) -> None:
    host = somebody()
    made = set_meeting(host, invitees=[BO])
    actions.do_send_due()
    invite(host, made)

    class Broken:
        def send(self, *_: object) -> None:
            raise mail.MailFailed("TimeoutError")

    row = Notice.objects.get(kind=NoticeKind.UNINVITED)
    assert (row.state, row.invitee_id) == (Notice.State.DUE, None), "nothing but the row is needed"
    monkeypatch.setattr(mail, "port", Broken)
    actions.do_send_due()
    row.refresh_from_db()
    assert (row.state, row.address) == (Notice.State.FAILED, "")


def test_one_cancelled_occurrence_is_named_and_comes_back() -> None:
    host = somebody()
    made = set_meeting(host, rule="FREQ=WEEKLY;COUNT=4", invitees=[BO])
    actions.do_send_due()
    items = agenda(host)
    host.post(f"/schedules/{made['id']}/cancel", which(items[1]))
    actions.do_send_due()
    cancelled = calendar_of(MemoryMail.outbox[-1])
    (event,) = cancelled.walk("VEVENT")
    asked = calendar_of(MemoryMail.outbox[0]).walk("VEVENT")[0]
    assert (cancelled["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
    assert event["UID"] == asked["UID"] and "RRULE" not in event
    assert event["RECURRENCE-ID"].dt == asked["DTSTART"].dt + timedelta(weeks=1)
    host.post(f"/schedules/{made['id']}/restore", which(items[1]))
    actions.do_send_due()
    again = calendar_of(MemoryMail.outbox[-1])
    assert (again["METHOD"], again.walk("VEVENT")[0]["SEQUENCE"]) == ("REQUEST", 2)
    # All from the third on: the rest goes on, with its new end.
    host.post(f"/schedules/{made['id']}/cancel", which(items[2], "following"))
    actions.do_send_due()
    shorter = calendar_of(MemoryMail.outbox[-1])
    assert (shorter["METHOD"], shorter.walk("VEVENT")[0]["STATUS"]) == ("REQUEST", "CONFIRMED")


def test_who_stays_is_told_of_a_new_title_though_the_list_came_with_it() -> None:
    host = somebody()
    made = set_meeting(host, invitees=[BO])
    actions.do_send_due()
    invite(host, made, BO, CLEO, title="Marsh survey", note="")
    actions.do_send_due()
    assert [(sent.address, sent.subject) for sent in MemoryMail.outbox[1:]] == [
        (CLEO["value"], "Invitation: Marsh survey")
    ]
    invite(host, made, BO, CLEO, title="Reed survey")
    actions.do_send_due()
    assert [sent.subject for sent in MemoryMail.outbox[2:]] == ["Changed: Reed survey"] * 2

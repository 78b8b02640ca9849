"""Makes what tests need, by the product's own actions."""

from __future__ import annotations

import itertools
from datetime import date

from egret.accounts import actions as accounts
from egret.accounts.models import Person, SignInFlow
from egret.accounts.sms.memory import MemorySms
from egret.kernel import policy
from egret.meetings import actions as meetings
from egret.meetings.models import Meeting, Participant

ADULT = date(1990, 5, 17)
_numbers = itertools.count(1)


def new_phone() -> str:
    """A number that nobody had in this run (Ofcom's numbers for fiction, then on)."""
    return f"+4477009{next(_numbers):05}"


def sent_code(phone: str | None = None) -> tuple[SignInFlow, str]:
    """A sign-in under way and its code."""
    flow = accounts.do_send_code(
        phone or new_phone(), accepted_policy=policy.version(), language="en", address="198.51.100.1"
    )
    return flow, MemorySms.outbox[-1][1].split()[0]


def person(phone: str | None = None) -> Person:
    """Somebody who signed up."""
    flow, code = sent_code(phone)
    accounts.do_confirm_code(flow.id, code)
    return accounts.do_register(flow.id, ADULT)


def meeting(host: Person | None = None) -> Meeting:
    return meetings.do_start((host or person()).id)


def participant(of: Meeting, nickname: str = "Guest", who: Person | None = None) -> Participant:
    """A participant, without asking an engine for a room."""
    return Participant.objects.create(meeting=of, nickname=nickname, person=who)

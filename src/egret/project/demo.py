"""Believable people and meetings, made by the product's own actions."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password

from egret.accounts import actions as accounts
from egret.accounts import queries as people
from egret.accounts.actions.password import do_set_password
from egret.accounts.actions.tokens import do_make_token, do_revoke_token
from egret.accounts.models import AccessToken, Person, TokenKind
from egret.accounts.scopes import scopes_of
from egret.accounts.sms.memory import MemorySms
from egret.kernel import clock, policy
from egret.kernel.ids import new_code
from egret.media.webhooks import Joined, Left
from egret.meetings import actions as meetings
from egret.meetings import queries as meeting_queries
from egret.meetings.actions.lifecycle import admit
from egret.meetings.models import Meeting

# Ofcom keeps +44 7700 900000 to 900999 free for fiction: no message can reach anybody.
PHONES = tuple(f"+44770090010{number}" for number in range(1, 6))
BORN = date(1988, 4, 2)


@dataclass(frozen=True)
class Visit:
    """Somebody's stays in a meeting, in minutes after its start; a second pair is a reconnection."""

    nickname: str
    stays: tuple[tuple[float, float], ...]


# Days ago, hour, and who came: a team's stand-up, a lesson, a family's call.
PAST: tuple[tuple[int, int, tuple[Visit, ...]], ...] = (
    (1, 9, (Visit("Maya Okafor", ((0, 31),)), Visit("Tomás", ((1, 30.5),)), Visit("林晓雨", ((2.5, 14), (15, 31))))),
    (
        2,
        14,
        (
            Visit("Maya Okafor", ((0, 52),)),
            Visit("Noor", ((0.5, 48),)),
            Visit("דניאל", ((3, 52),)),
            Visit("Jun", ((6, 21), (22.5, 50))),
            Visit("Sofia B.", ((8, 51.5),)),
        ),
    ),
    (6, 18, (Visit("Maya Okafor", ((0, 23),)), Visit("奶奶", ((1.5, 23),)))),
)


# What a second call finds of the first one's secrets, and revokes.
LABEL = "egret demo"


@dataclass(frozen=True)
class Keys:
    """The first person's ways in without a telephone, new with each call: none of them is known before."""

    password: str
    app_password: str
    api_token: str


@dataclass(frozen=True)
class Demo:
    phones: tuple[str, ...]
    keys: Keys
    open_meeting: Meeting
    ended_meetings: list[Meeting]


def fill() -> Demo:
    """Fill the instance; a second call finds what the first one made."""
    hosts = [_person(phone) for phone in PHONES]
    host = hosts[0]
    known = [summary.meeting for summary in meeting_queries.hosted_meetings(host, None)[0]]
    ended = [meeting for meeting in known if meeting.ended]
    if not ended:
        for days, hour, visits in reversed(PAST):
            start = clock.now().replace(hour=hour, minute=0, second=0, microsecond=0) - timedelta(days=days)
            with clock.travel(start - clock.now()):
                ended.insert(0, _meeting(host, visits))
    still_open = next((meeting for meeting in known if not meeting.ended), None)
    return Demo(PHONES, _keys(host), still_open or meetings.do_start(host), ended)


def _keys(person_id: uuid.UUID) -> Keys:
    password = new_code(groups=4)
    # Nobody knows the one of the call before: only without it can another be set.
    Person.objects.filter(id=person_id).update(password=make_password(None))
    do_set_password(person_id, current=None, password=password, language="en", keep_session=None)
    for token in AccessToken.objects.filter(person_id=person_id, label=LABEL):
        do_revoke_token(person_id, token.id)
    app_password, api_token = (
        do_make_token(person_id, kind, label=LABEL, scopes=scopes_of(kind)).secret
        for kind in (TokenKind.APP_PASSWORD, TokenKind.API_TOKEN)
    )
    return Keys(password, app_password, api_token)


def _person(phone: str) -> uuid.UUID:
    person = people.person_by_phone(phone)
    if person is None:
        flow = accounts.do_send_code(
            phone, accepted_policy=policy.version(), language="en", address="demo", port=MemorySms()
        )
        accounts.do_confirm_code(flow.id, MemorySms.outbox.pop()[1].split()[0])
        person = accounts.do_register(flow.id, BORN)
    return person.id


def _meeting(host: uuid.UUID, visits: tuple[Visit, ...]) -> Meeting:
    meeting = meetings.do_start(host)
    start = clock.now()
    for visit in visits:
        hosts = visit is visits[0]
        seated = admit(
            meeting,
            meetings.Comer(host if hosts else None, None),
            nickname=visit.nickname,
            accepted_policy="" if hosts else policy.version(),
            address="demo",
        )
        assert seated is not None
        participant, _ = seated
        for number, (joined, left) in enumerate(visit.stays):
            where = (
                str(meeting.id),
                f"RM_demo_{meeting.id}",
                str(participant.id),
                f"PA_demo_{participant.id}_{number}",
            )
            joined_at, left_at = start + timedelta(minutes=joined), start + timedelta(minutes=left)
            meetings.do_record_presence(Joined(*where, joined_at))
            meetings.do_record_presence(Left(*where, joined_at, left_at))
    with clock.travel(timedelta(minutes=max(left for visit in visits for _, left in visit.stays))):
        return meetings.do_end(meeting, host)

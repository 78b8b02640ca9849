"""Who may do what in a meeting, by role."""

from __future__ import annotations

import enum

from egret.media.tokens import CAMERA, EVERYTHING, MICROPHONE, SCREEN_SHARE, SCREEN_SHARE_AUDIO, Grants
from egret.meetings.hosting.models import Conduct, Seat, Standing, Whom
from egret.meetings.models import Meeting, Participant


class Role(enum.StrEnum):
    """What somebody is in a meeting; shown as a mark that no name can imitate."""

    HOST = "host"
    COHOST = "cohost"
    PARTICIPANT = "participant"
    GUEST = "guest"


LEADING = (Role.HOST, Role.COHOST)


def role_of(meeting: Meeting, conduct: Conduct, participant: Participant, seat: Seat | None) -> Role:
    """The host, whoever stands in for them, those who help; else by whether there is an account."""
    if participant.person_id is not None and participant.person_id == meeting.host_id:
        return Role.HOST
    if conduct.acting_host_id == participant.id:
        return Role.HOST
    if seat is not None and seat.cohost:
        return Role.COHOST
    return Role.PARTICIPANT if participant.person_id is not None else Role.GUEST


def grants_for(role: Role, conduct: Conduct, seat: Seat | None) -> Grants:
    """What the engine lets somebody send: everything for those who lead, for others as the rules say."""
    if role in LEADING:
        return EVERYTHING
    sources = [CAMERA]
    if conduct.unmute == Whom.ALL or (seat is not None and seat.may_unmute):
        sources.append(MICROPHONE)
    if conduct.share == Whom.ALL:
        sources += [SCREEN_SHARE, SCREEN_SHARE_AUDIO]
    return Grants(tuple(sources), conduct.chat == Whom.ALL)


def can_lead(role: Role | None) -> bool:
    """Host and co-hosts let in, mute, remove, lock, and set the rules."""
    return role in LEADING


def can_appoint(role: Role | None) -> bool:
    """The host makes co-hosts, and ends the meeting for all."""
    return role is Role.HOST


def can_be_managed(role: Role, target: Role) -> bool:
    """Nobody silences or removes the host; a co-host no other co-host either."""
    return target is not Role.HOST and (role is Role.HOST or target is not Role.COHOST)


def stays_in(seat: Seat | None) -> bool:
    """Whether somebody may be in the room; whoever came before there were seats has none."""
    return seat is None or seat.standing == Standing.ADMITTED

"""Who may join a meeting that was set for a time."""

from __future__ import annotations

from dataclasses import dataclass

from egret.meetings.scheduling.models import Schedule, WhoMayJoin


@dataclass(frozen=True)
class Comer:
    """Who wants to join: what is known of them for this meeting."""

    is_host: bool = False
    invited: bool = False
    member: bool = False  # of the meeting's organisation, and no external guest of it


def can_join(schedule: Schedule, comer: Comer) -> bool:
    """The host and the invited always; members and everybody with the link as far as the meeting says."""
    if comer.is_host or comer.invited:
        return True
    if schedule.who_may_join == WhoMayJoin.ANYONE:
        return True
    return schedule.who_may_join == WhoMayJoin.ORGANIZATION and comer.member


def needs_passcode(schedule: Schedule, comer: Comer) -> bool:
    """Whoever was not invited by name, where the meeting has a passcode."""
    return bool(schedule.passcode_sealed) and not (comer.is_host or comer.invited)

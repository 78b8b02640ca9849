"""What is said of attendance beside its facts: who came late or left early, and all of it as a table (sans-IO)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from egret.kernel import sheets
from egret.kernel.text import Language, Text

if TYPE_CHECKING:
    from egret.meetings.queries import Attendance

# Who comes within it came in time: doors are opened by the minute, and the device check takes its seconds.
GRACE = timedelta(minutes=1)

HEADINGS = (
    Text("Name", "姓名"),
    Text("Guest", "访客"),
    Text("Joined ({zone})", "加入时间（{zone}）"),
    Text("Left ({zone})", "离开时间（{zone}）"),
    Text("Seconds there", "在场秒数"),
    Text("Stays", "进出次数"),
    Text("Seconds late", "迟到秒数"),
    Text("Seconds left early", "早退秒数"),
)
YES, NO = Text("yes", "是"), Text("no", "否")


@dataclass(frozen=True)
class Plan:
    """The time a meeting was set for; `ends_at` None: its times were changed since."""

    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True)
class Punctuality:
    """None: in time, or nobody said what in time is."""

    late_seconds: int | None = None
    left_early_seconds: int | None = None


def punctuality(
    plan: Plan | None, joined_at: datetime, left_at: datetime | None, ended_at: datetime | None
) -> Punctuality:
    """How late somebody came and how early they left. A meeting that ended early let everybody go then."""
    if plan is None:
        return Punctuality()
    end = min((moment for moment in (plan.ends_at, ended_at) if moment is not None), default=None)
    return Punctuality(
        _beyond_grace(joined_at - plan.starts_at),
        _beyond_grace(end - left_at) if end is not None and left_at is not None else None,
    )


def _beyond_grace(by: timedelta) -> int | None:
    return round(by.total_seconds()) if by > GRACE else None


def as_csv(rows: Iterable[Attendance], zone: str, language: Language) -> Iterator[str]:
    """A line for each participant. Whoever is still there left at no time; their seconds are those so far."""

    def local(moment: datetime | None) -> str:
        return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M:%S}" if moment else ""

    return sheets.lines(
        [heading.say(language, zone=zone) for heading in HEADINGS],
        (
            (
                row.participant.nickname,
                (YES if row.participant.person_id is None else NO).say(language),
                local(row.joined_at),
                local(row.left_at),
                str(row.duration_seconds),
                str(len(row.spells)),
                str(row.punctuality.late_seconds or ""),
                str(row.punctuality.left_early_seconds or ""),
            )
            for row in rows
        ),
    )

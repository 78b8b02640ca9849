"""Reads of samples; `access_…` authorises."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, Min, Q

from egret.kernel import restrictions
from egret.kernel.permissions import require
from egret.meetings.errors import MeetingUnknown
from egret.meetings.models import Meeting, Participant
from egret.meetings.quality.beacon import ALLOWED
from egret.meetings.quality.charts import Point, Row, p95, points
from egret.meetings.quality.models import Objection, Sample
from egret.meetings.quality.personal import PAGES_SEND_EVERY

NUMBERS = tuple(name for name in ALLOWED if name != "codec")
# As wide as a chart; a day's call has thirty times as many.
POINTS_SHOWN = 240
SAMPLES_A_MINUTE = timedelta(minutes=1) / PAGES_SEND_EVERY


def objects(participant: Participant) -> bool:
    """Whether the person behind a participant, or this guest, is not to be measured: by their objection, or because
    their data is restricted."""
    if restrictions.is_restricted(participant.person_id):
        return True
    found = Q(participant_id=participant.id)
    if participant.person_id is not None:
        found |= Q(person_id=participant.person_id)
    return Objection.objects.filter(found).exists()


def person_objects(person_id: uuid.UUID) -> bool:
    return Objection.objects.filter(person_id=person_id).exists()


@dataclass(frozen=True)
class Chart:
    participant: Participant
    points: list[Point]
    codec: str  # the latest; empty: none was told


def access_charts(meeting: Meeting, own: Participant | None, *, everybody: bool) -> list[Chart]:
    """How the call went: of everybody (see `attending.reads_of_everybody`), or one's own. Raises MeetingUnknown for
    whoever was not there."""
    require(everybody or own is not None, MeetingUnknown())
    samples = Sample.objects.filter(participant__meeting=meeting)
    if not everybody and own is not None:
        samples = samples.filter(participant=own)
    # What was measured of whoever is restricted is theirs alone to see.
    samples = samples.exclude(participant__person_id__in=restrictions.everybody() - {own and own.person_id})
    span = samples.aggregate(first=Min("at"), last=Max("at"))
    if span["first"] is None:
        return []
    by_participant: dict[uuid.UUID, list[Row]] = defaultdict(list)
    codecs: dict[uuid.UUID, str] = {}
    for participant_id, at, codec, *values in samples.order_by("at").values_list(
        "participant_id", "at", "codec", *NUMBERS
    ):
        by_participant[participant_id].append(Row(at, dict(zip(NUMBERS, values, strict=True))))
        codecs[participant_id] = codec or codecs.get(participant_id, "")
    people = Participant.objects.in_bulk(list(by_participant))
    return [
        Chart(people[key], points(rows, span["first"], span["last"], POINTS_SHOWN), codecs[key])
        for key, rows in sorted(by_participant.items(), key=lambda item: item[1][0].at)
    ]


@dataclass(frozen=True)
class MeetingQuality:
    """Of one meeting, or (None) of all that the engine carried."""

    meeting_id: uuid.UUID | None
    people: int
    samples: int
    loss_permille: int | None  # 95th percentiles
    jitter_ms: int | None
    round_trip_ms: int | None
    freezes_a_minute: float


def quality_since(since: datetime) -> list[MeetingQuality]:
    """For whoever runs the installation: the engine as a whole first, then each meeting; nobody's name."""
    rows = list(
        Sample.objects.filter(at__gte=since)
        .exclude(participant__person_id__in=restrictions.everybody())
        .values_list(
            "participant__meeting_id",
            "participant_id",
            "received_lost_permille",
            "jitter_ms",
            "round_trip_ms",
            "freezes",
        )
    )
    meetings: dict[uuid.UUID | None, list[tuple[uuid.UUID, int | None, int | None, int | None, int | None]]]
    meetings = defaultdict(list)
    for meeting_id, *measured in rows:
        meetings[meeting_id].append(tuple(measured))  # type: ignore[arg-type]  # five values, as selected
        meetings[None].append(tuple(measured))  # type: ignore[arg-type]  # the same
    found = [
        MeetingQuality(
            key,
            len({row[0] for row in measured}),
            len(measured),
            p95(row[1] for row in measured),
            p95(row[2] for row in measured),
            p95(row[3] for row in measured),
            sum(row[4] or 0 for row in measured) / len(measured) * SAMPLES_A_MINUTE,
        )
        for key, measured in meetings.items()
    ]
    return sorted(found, key=lambda each: (each.meeting_id is not None, str(each.meeting_id)))

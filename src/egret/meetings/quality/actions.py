"""Writes: keeping a sample, objecting, allowing again."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.db.models import F

from egret.kernel import clock, erasure, ratelimit
from egret.kernel.logs import log_event
from egret.kernel.permissions import require
from egret.kernel.personal import not_personal
from egret.kernel.ratelimit import Limit
from egret.meetings.errors import MeetingEnded
from egret.meetings.models import Participant
from egret.meetings.quality import queries
from egret.meetings.quality.beacon import Beacon
from egret.meetings.quality.models import Dropped, Objection, Sample
from egret.meetings.quality.personal import LEAST_BETWEEN

# A window begins with the sample in it, so two are never closer than this (C33).
SAMPLES = Limit("call quality samples of a participant", 1, LEAST_BETWEEN)

values_dropped = log_event("quality.values_dropped", values=not_personal("a count"))


def do_sample(participant: Participant, beacon: Beacon) -> bool:
    """Keep one sample; False where the person objects, and nothing is kept then.

    Raises MeetingEnded, TooManyRequests.
    """
    require(not participant.meeting.ended, MeetingEnded())
    if queries.objects(participant):
        return False
    ratelimit.spend(SAMPLES, str(participant.id))
    with transaction.atomic():
        # Locked: whoever objects at this moment deletes what is here, and nothing may come after it.
        Participant.objects.select_for_update().get(id=participant.id)
        if queries.objects(participant):
            return False
        if beacon.dropped:
            _count(beacon.dropped)
        if beacon.values:
            Sample.objects.create(participant=participant, **beacon.values)
    return True


def _count(values: int) -> None:
    day, _ = Dropped.objects.get_or_create(day=clock.today())
    Dropped.objects.filter(day=day.day).update(count=F("count") + values)
    values_dropped(values=values)


def do_object(person_id: uuid.UUID) -> None:
    """Measure this person in no meeting any more, and forget what was measured. Twice is once."""
    with transaction.atomic():
        list(Participant.objects.select_for_update().filter(person_id=person_id).values_list("id"))
        Objection.objects.get_or_create(person_id=person_id)
        Sample.objects.filter(participant__person_id=person_id).delete()
        erasure.flush_deleted()


def do_object_in_meeting(participant: Participant) -> None:
    """The same; a guest objects for this meeting, since nobody knows them in another."""
    if participant.person_id is not None:
        do_object(participant.person_id)
        return
    with transaction.atomic():
        Participant.objects.select_for_update().get(id=participant.id)
        Objection.objects.get_or_create(participant=participant)
        Sample.objects.filter(participant=participant).delete()
        erasure.flush_deleted()


def do_allow(person_id: uuid.UUID) -> None:
    """Take the objection back."""
    Objection.objects.filter(person_id=person_id).delete()


def do_allow_in_meeting(participant: Participant) -> None:
    """Take the objection back."""
    if participant.person_id is not None:
        do_allow(participant.person_id)
        return
    Objection.objects.filter(participant=participant).delete()

"""Hosting's periodic jobs."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta

from django_tasks import task

from egret.kernel import jobs
from egret.kernel.purpose import under
from egret.media import rooms
from egret.media.errors import EngineUnavailable
from egret.meetings import room_state
from egret.meetings.hosting import actions, engine
from egret.meetings.models import Meeting


@jobs.periodic(timedelta(seconds=10))
@task()
@under("meetings.hold")
def keep_hosts() -> None:
    """Hand over what a host left, and mend rooms that did not hear of a change; an engine that is away is asked again
    at the next run."""
    actions.hand_over()
    actions.close_due()
    try:
        told = rooms.list_told()
        for meeting in Meeting.objects.filter(id__in=_ids(told), ended_at=None):
            if told[str(meeting.id)] != room_state.assemble(meeting.id):
                room_state.tell(meeting.id)
            engine.enforce(meeting)
    except EngineUnavailable:
        return


def _ids(names: Iterable[str]) -> list[uuid.UUID]:
    """Rooms that somebody else's program made in the same engine have other names."""
    found = []
    for name in names:
        with suppress(ValueError):
            found.append(uuid.UUID(name))
    return found


@jobs.periodic(timedelta(minutes=5))
@task()
@under("meetings.hold")
def forget_gone() -> None:
    """Forget guests who waited in vain."""
    actions.forget_gone()

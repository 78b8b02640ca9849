"""The recordings' jobs."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from egret.kernel import clock, jobs, retention
from egret.kernel.personal import DECLARATIONS
from egret.kernel.purpose import under
from egret.meetings.recordings import actions, saving
from egret.meetings.recordings.models import Recording
from egret.meetings.recordings.personal import KEPT, REMINDED_BEFORE


@jobs.periodic(timedelta(hours=1))
@task()
@under("kernel.retention")
def expire() -> None:
    """Recordings past their period go with their contents."""
    retention.delete_past(DECLARATIONS["recordings.recording"])
    actions.forget_unused_keys()


@jobs.periodic(timedelta(hours=1))
@task()
@under("recordings.record")
def remind() -> None:
    """Hosts hear of recordings that go within REMINDED_BEFORE."""
    going = Recording.objects.filter(stopped_at__lt=clock.now() - KEPT + REMINDED_BEFORE, begun_at__isnull=False)
    for recording in going.filter(reminders=None).select_related("meeting"):
        actions.do_remind(recording.meeting.host_id, recording)


@task()
@under("recordings.record")
def save_films() -> None:
    """Copies that are wanted go into drives."""
    saving.save_wanted()


@jobs.periodic(timedelta(minutes=5))
@task()
@under("recordings.record")
def save_unfinished() -> None:
    """What a killed worker left: found here."""
    saving.save_wanted()

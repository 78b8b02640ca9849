"""Keeps a process running for each recording, and one for the next film: the worker looks at each of its beats."""

from __future__ import annotations

import logging
import os
import subprocess
import sys

from django.db.models import Q

from egret.kernel import clock, jobs
from egret.kernel.purpose import running
from egret.media.recorder import native
from egret.meetings.recordings import actions
from egret.meetings.recordings.models import ACTIVE, SILENT_AFTER, Composition, Progress, Recording, State

logger = logging.getLogger(__name__)

# Composing is slower than anything else that a person waits for.
NICE = 15
_children: dict[str, subprocess.Popen[bytes]] = {}


@jobs.every_beat
def watch() -> None:
    """Start what is missing; whatever ends before its work is done is started again at the next beat."""
    for key, process in list(_children.items()):
        if process.poll() is not None:
            if process.returncode != 0:
                logger.error("%s ended with %d and is started again", key, process.returncode)
            del _children[key]
    with running("recordings.record"):
        silent = Q(recorder_seen_at=None) | Q(recorder_seen_at__lt=clock.now() - SILENT_AFTER)
        if native.is_there():
            for recording_id in Recording.objects.filter(silent, state__in=ACTIVE).values_list("id", flat=True):
                _start(f"record {recording_id}", "record", str(recording_id))
        # A recorder that died while it was stopping left the film to nobody.
        orphaned = Recording.objects.filter(silent, state=State.STOPPED, composition=None, tracks__isnull=False)
        for recording in orphaned.distinct():
            actions.finish(recording)
        if not any(key.startswith("compose") for key in _children):
            idle = Q(worker_seen_at=None) | Q(worker_seen_at__lt=clock.now() - SILENT_AFTER)
            wanted = Composition.objects.filter(idle, progress__in=(Progress.WAITING, Progress.RUNNING))
            following = wanted.order_by("id").values_list("id", flat=True).first()
            if following is not None:
                _start(f"compose {following}", "compose", str(following), nice=NICE)


def stop() -> None:
    """Ask the children to end; for tests and for a worker that ends."""
    for process in _children.values():
        process.terminate()
    for process in _children.values():
        process.wait(10)
    _children.clear()


def _start(key: str, *arguments: str, nice: int = 0) -> None:
    if key in _children:
        return
    # In the worker's process group: what ends the worker's group ends it too.
    prefix = ["nice", "-n", str(nice)] if nice else []
    command = [*prefix, sys.executable, "-m", "egret.cli", "manage", *arguments]
    _children[key] = subprocess.Popen(command, env=os.environ, stdin=subprocess.DEVNULL)

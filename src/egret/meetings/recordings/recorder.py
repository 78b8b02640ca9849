"""The recorder's process: holds one recording, connects until it is stopped, begins a new segment after each loss."""

from __future__ import annotations

import logging
import os
import secrets
import threading
import time

from django.conf import settings
from django.db import close_old_connections
from django.db.models import Q

from egret.kernel import clock
from egret.media import tokens
from egret.media.errors import EngineUnavailable
from egret.media.recorder.capture import Capture
from egret.meetings.hosting import queries as hosting
from egret.meetings.recordings import actions, sink
from egret.meetings.recordings.models import ACTIVE, SILENT_AFTER, Recording, State

logger = logging.getLogger(__name__)

# How often the recorder says that it lives, and asks whether to go on.
BEAT_SECONDS = 1.0
# Between two tries to get into the room: the engine may be restarting.
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 2.0
# Seconds without a room, and without breakout rooms from which people would come back: nobody is left to be recorded.
GONE_AFTER = 60.0


class Recorder:
    """Of one recording, in a process of its own."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._name = secrets.token_hex(16)
        self._parent = os.getppid()
        self._asked = 0.0
        self._going = True
        self._gone_since: float | None = None  # the engine closed the room
        self.stopping = threading.Event()

    def run(self) -> None:
        """Until it is stopped. Does nothing when another recorder has it."""
        if not self._claim():
            return
        sink.seal_abandoned(self._recording)
        pause = FIRST_PAUSE
        while self._wait_until_told() and self._go_on():
            try:
                capture = Capture(settings.EGRET_ENGINE_URL, self._token(), sink.VaultSink(self._recording))
            except EngineUnavailable:
                if self._is_over():
                    actions.stop(self._recording)
                time.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
                continue
            pause = FIRST_PAUSE
            try:
                capture.run(self._go_on)
            finally:
                capture.close()
            self._gone_since = time.monotonic() if capture.ended else None
        Recording.objects.filter(id=self._recording.id, recorder=self._name).update(recorder_seen_at=None)
        self._recording.refresh_from_db()
        if not self._recording.active:
            actions.finish(self._recording)

    def _is_over(self) -> bool:
        """Whether the room stays gone. While everybody is in breakout rooms it may be: they come back."""
        if self._gone_since is None:
            return False
        if hosting.breakouts_of(self._recording.meeting_id):
            self._gone_since = time.monotonic()
        return time.monotonic() - self._gone_since > GONE_AFTER

    def _token(self) -> str:
        identity = f"recorder-{self._recording.id}-{self._name[:8]}"
        return tokens.recorder_token(room=str(self._recording.meeting_id), identity=identity)

    def _claim(self) -> bool:
        moment = clock.now()
        free = Q(recorder_seen_at=None) | Q(recorder_seen_at__lt=moment - SILENT_AFTER)
        mine = Recording.objects.filter(free, id=self._recording.id, state__in=ACTIVE)
        return bool(mine.update(recorder=self._name, recorder_seen_at=moment))

    def _wait_until_told(self) -> bool:
        """Nothing is received before everybody was told. False when it was stopped before."""
        while self._go_on():
            actions.begin_if_told(self._recording)
            self._recording.refresh_from_db(fields=["state"])
            if self._recording.state == State.RECORDING:
                return True
            time.sleep(0.2)
        return False

    def _go_on(self) -> bool:
        """Asked often; the database is asked once a second."""
        # Whoever started us is gone: its successor starts a recorder that it can end.
        if self.stopping.is_set() or os.getppid() != self._parent:
            return False
        if time.monotonic() - self._asked >= BEAT_SECONDS:
            self._asked = time.monotonic()
            close_old_connections()
            mine = Recording.objects.filter(id=self._recording.id, recorder=self._name, state__in=ACTIVE)
            self._going = bool(mine.update(recorder_seen_at=clock.now()))
        return self._going

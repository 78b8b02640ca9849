"""`egret manage record ID`: the process of one recording; the worker starts it."""

from __future__ import annotations

import signal
import uuid
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from egret.kernel.purpose import under
from egret.meetings.recordings.models import Recording


class Command(BaseCommand):
    help = "Record until the recording is stopped; the worker starts this by itself."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("recording", type=uuid.UUID)

    @under("recordings.record")
    def handle(self, *args: Any, **options: Any) -> None:
        # Every process reads its commands at its start; the media engine's protocol belongs in this one alone.
        from egret.meetings.recordings.recorder import Recorder

        recording = Recording.objects.filter(id=options["recording"]).first()
        if recording is None:
            return
        recorder = Recorder(recording)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: recorder.stopping.set())
        recorder.run()

"""One connection of the recorder: from joining the room until it is told to stop, or the engine is lost."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from egret.kernel.blobs import StoreFull, StoreUnavailable
from egret.media.recorder.signalling import Signalling
from egret.media.recorder.tracks import Published, TrackFile

if TYPE_CHECKING:
    from egret_media import Counts, Frame, Report

logger = logging.getLogger(__name__)

# A killed recorder loses what it had not stored: at most a second, the time of storing included.
FLUSH_SECONDS = 0.7
# How often frames are fetched: each time costs a wake-up.
TAKE_SECONDS = 0.2
# What may wait in the native module while the store is slow or away: minutes of a small meeting.
QUEUE_BYTES = 64 * 1024 * 1024
# And here, once fetched; then nothing more is fetched.
BACKLOG_BYTES = 32 * 1024 * 1024
# How soon a track that may not be stored yet is offered again.
AGAIN_SECONDS = 1.0
# Frames may come before the engine has said whose they are.
WAITING_FRAMES = 600
# The engine may be restarting; a connection that was established gets this long to come back by itself.
DISCONNECTED_SECONDS = 8.0


class Sink(Protocol):
    """Where tracks are stored. Handles are the sink's own."""

    def begin(self, published: Published, codec: str, began: int) -> object | None:
        """A new file; None when this one may not be stored, or not yet. Raises StoreFull, StoreUnavailable."""

    def store(self, pieces: list[tuple[object, bytes]]) -> list[object]:
        """Store pieces; they are durable on return, or none is. Returns the files that may not be stored any more.

        Raises StoreFull, StoreUnavailable.
        """

    def finish(self, handle: object) -> None:
        """The file is complete."""


@dataclass
class _Open:
    file: TrackFile
    handle: object | None = None
    refused_at: float | None = None
    waiting: list[bytes] = field(default_factory=list)


class Capture:
    """Joined until `close`."""

    def __init__(self, engine_url: str, token: str, sink: Sink) -> None:
        """Raises EngineUnavailable."""
        # Loaded late: an installation without the module says so before it gets here (`native.is_there`).
        from egret_media import Receiver

        self._sink = sink
        self._receiver = Receiver(QUEUE_BYTES)
        self._open: dict[int, _Open] = {}
        self._unknown: dict[int, list[Frame | Report]] = {}
        self._backlog = 0
        self._flushed = time.monotonic()
        self._disconnected: float | None = None
        self.connected = False
        try:
            self._signalling = Signalling(engine_url, token, self._receiver)
        except BaseException:
            self._receiver.close()
            raise

    def run(self, go_on: Callable[[], bool]) -> bool:
        """Record while `go_on()`; asked about five times a second. False when the engine was lost."""
        while go_on():
            time.sleep(TAKE_SECONDS)
            self.step()
            if self._signalling.lost.is_set() or self._gone():
                return False
        return True

    def step(self) -> None:
        """Fetch what came, and store it when it is time."""
        if self._backlog < BACKLOG_BYTES:
            self._fetch()
        if time.monotonic() - self._flushed >= FLUSH_SECONDS:
            self.flush()

    def flush(self) -> bool:
        """Store all that was fetched. False when the store did not take it: it is kept for the next time."""
        self._flushed = time.monotonic()
        try:
            self._store()
        except (StoreFull, StoreUnavailable) as refusal:
            self._backlog = sum(len(piece) for opened in self._open.values() for piece in opened.waiting)
            logger.warning("The store takes nothing at the moment (%s); %d bytes wait", refusal.slug, self._backlog)
            return False
        self._backlog = 0
        self._finish_ended()
        return True

    def close(self) -> Counts:
        """Leave, store what came before, finish every file."""
        self._signalling.close()
        self._receiver.close()
        self._fetch()
        if self.flush():
            for number in list(self._open):
                self._finish(number)
        counts = self._receiver.counts()
        if counts.dropped:
            logger.error("%d frames were dropped: the store was too slow", counts.dropped)
        return counts

    @property
    def ended(self) -> bool:
        """Whether the engine sent us away."""
        return self._signalling.ended

    @property
    def counts(self) -> Counts:
        return self._receiver.counts()

    def _gone(self) -> bool:
        return self._disconnected is not None and time.monotonic() - self._disconnected > DISCONNECTED_SECONDS

    def _fetch(self) -> None:
        from egret_media import State

        for item in self._receiver.take(0):
            if isinstance(item, State):
                self.connected = item.name == "connected"
                self._disconnected = None if self.connected else self._disconnected or time.monotonic()
                continue
            published = self._signalling.published(item.track)
            if published is None:
                self._unknown.setdefault(item.track, []).append(item)
                del self._unknown[item.track][:-WAITING_FRAMES]
                continue
            for each in [*self._unknown.pop(item.track, ()), item]:
                self._take(published, each)

    def _take(self, published: Published, item: Frame | Report) -> None:
        from egret_media import Report

        if not published.source:
            return
        opened = self._open.get(item.track)
        if isinstance(item, Report):
            if opened is not None:
                opened.file.report(item)
            return
        if opened is not None and opened.file.codec != item.codec:
            self.flush()
            self._finish(item.track)
            opened = None
        if opened is None and item.track not in self._signalling.active():
            return  # the last frames of a track that is finished
        if opened is not None and opened.refused_at is not None:
            if time.monotonic() - opened.refused_at < AGAIN_SECONDS:
                return
            opened = None
        if opened is None:
            opened = self._open[item.track] = _Open(TrackFile(published, item.codec))
        if not opened.file.add(item):
            self._receiver.request_key_frame(item.track)

    def _store(self) -> None:
        pieces: list[tuple[object, bytes]] = []
        for opened in self._open.values():
            if opened.refused_at is not None or opened.file.began is None:
                continue
            if opened.handle is None:
                opened.handle = self._sink.begin(opened.file.published, opened.file.codec, opened.file.began)
                if opened.handle is None:
                    opened.refused_at = time.monotonic()
                    continue
            data = opened.file.take()
            if data:
                opened.waiting.append(data)
            if opened.waiting:
                pieces.append((opened.handle, b"".join(opened.waiting)))
        closed = self._sink.store(pieces) if pieces else []
        for opened in self._open.values():
            opened.waiting.clear()
            if opened.handle is not None and opened.handle in closed:
                # Taken out of it, or stays unseen from now on: offered anew, which is refused while that holds.
                opened.handle, opened.refused_at = None, time.monotonic()

    def _finish_ended(self) -> None:
        active = self._signalling.active()
        for number in [number for number in self._open if number not in active]:
            self._finish(number)

    def _finish(self, number: int) -> None:
        opened = self._open.pop(number)
        if opened.handle is not None:
            self._sink.finish(opened.handle)

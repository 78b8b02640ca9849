"""A client of the LiveKit protocol without any media, for probes: what the engine itself lets somebody do.

Imported where it is used: a server that probes nothing has no need of the protocol's messages.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from livekit.protocol import models, rtc
from websockets.exceptions import ConnectionClosed

from egret.media.errors import EngineUnavailable
from egret.media.recorder.signalling import SOURCES, open_socket
from egret.media.tokens import CAMERA, MICROPHONE, SCREEN_SHARE_AUDIO

NUMBERS = {name: number for number, name in SOURCES.items()}
SOUNDS = (MICROPHONE, SCREEN_SHARE_AUDIO)
# Seconds. The engine is a neighbour; the rest is for a busy machine.
PATIENCE = 10.0


class Client:
    """In a room until `with` ends, or until the engine sends it away."""

    def __init__(self, engine_url: str, token: str) -> None:
        """Raises EngineUnavailable."""
        self.sent_away = False
        self._identity = ""
        self._sent_by: dict[str, frozenset[str]] = {}
        self._leaving = ExitStack()
        self._socket = open_socket(engine_url, token, self._leaving)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._leaving.close()

    def may_send(self, source: str) -> bool:
        """Whether the engine takes a track of this source (in the words of tokens) from us.

        It answers such requests in order, and some refusals not at all: what it has not agreed to when it agrees to the
        camera after it, which everybody may send, it refused. Raises EngineUnavailable where it does not answer.
        """
        asked, after = self._offer(source), self._offer(CAMERA)
        for response in self._answers(PATIENCE):
            if response.HasField("track_published") and response.track_published.cid in (asked, after):
                return response.track_published.cid == asked
        raise EngineUnavailable

    def _offer(self, source: str) -> str:
        track = f"probe {secrets.token_hex(8)}"
        kind = models.TrackType.AUDIO if source in SOUNDS else models.TrackType.VIDEO
        self._send(rtc.SignalRequest(add_track=rtc.AddTrackRequest(cid=track, type=kind, source=NUMBERS[source])))
        return track

    def others_send(self, wanted: set[str], seconds: float = PATIENCE) -> set[str]:
        """The sources that others in the room send, as soon as they are the wanted ones, or when the time is over."""
        for _ in self._answers(seconds):
            if self._others == wanted:
                break
        return self._others

    def is_sent_away(self, seconds: float = PATIENCE) -> bool:
        """Whether the engine ends our stay within this time."""
        for _ in self._answers(seconds):
            if self.sent_away:
                break
        return self.sent_away

    @property
    def _others(self) -> set[str]:
        return {source for identity, sent in self._sent_by.items() if identity != self._identity for source in sent}

    def _answers(self, seconds: float) -> Iterator[rtc.SignalResponse]:
        deadline = time.monotonic() + seconds
        while not self.sent_away:
            try:
                message = self._socket.recv(timeout=max(0.0, deadline - time.monotonic()))
            except TimeoutError:
                return
            except ConnectionClosed:
                self.sent_away = True
                return
            if isinstance(message, bytes):
                response = rtc.SignalResponse.FromString(message)
                self._learn(response)
                yield response

    def _learn(self, response: rtc.SignalResponse) -> None:
        told = list(response.update.participants)
        if response.HasField("join"):
            self._identity = response.join.participant.identity
            told += response.join.other_participants
        self.sent_away = self.sent_away or response.HasField("leave")
        for each in told:
            self._sent_by[each.identity] = frozenset(SOURCES.get(track.source, "") for track in each.tracks)

    def _send(self, request: rtc.SignalRequest) -> None:
        try:
            self._socket.send(request.SerializeToString())
        except ConnectionClosed as error:
            self.sent_away = True
            raise EngineUnavailable from error

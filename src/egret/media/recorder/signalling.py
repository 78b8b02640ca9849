"""The LiveKit protocol's signalling for somebody who only listens: one WebSocket, on a thread of its own.

Offers are answered at once, whatever the disk does. Source: livekit_rtc.proto and livekit_models.proto of
`livekit-protocol`; docs/recording.md tells what was learned beyond them.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from livekit.protocol import models, rtc
from websockets.exceptions import InvalidStatus, WebSocketException
from websockets.sync.client import ClientConnection, connect

from egret.kernel import egress
from egret.media.errors import EngineUnavailable
from egret.media.recorder.tracks import Published

if TYPE_CHECKING:
    from egret_media import Receiver

PROTOCOL_VERSION = 16
CONNECT_SECONDS = 5.0
# The engine tells its own interval; until then.
PING_SECONDS = 5.0
# Offers carry a section for each track of a large meeting.
MAXIMUM_MESSAGE = 8 * 1024 * 1024
SOURCES = {
    models.TrackSource.CAMERA: "camera",
    models.TrackSource.MICROPHONE: "microphone",
    models.TrackSource.SCREEN_SHARE: "screen_share",
    models.TrackSource.SCREEN_SHARE_AUDIO: "screen_share_audio",
}
# Asked for of each picture: the best there is.
BEST = (3840, 2160)


class Signalling:
    """Joined to a room from its making until `close`, or until `lost` is set."""

    def __init__(self, engine_url: str, token: str, receiver: Receiver) -> None:
        """Raises EngineUnavailable."""
        self.lost = threading.Event()
        self.ended = False  # the engine sent us away: the room is gone, or we were removed
        self._receiver = receiver
        self._published: dict[str, Published] = {}
        self._sids: dict[int, str] = {}
        self._active: frozenset[int] = frozenset()
        self._lock = threading.Lock()
        self._pinged = time.monotonic()
        self._ping_every = PING_SECONDS
        self._leaving = ExitStack()
        self._socket = open_socket(engine_url, token, self._leaving)
        self._thread = threading.Thread(target=self._run, name="signalling", daemon=True)
        self._thread.start()

    def published(self, number: int) -> Published | None:
        """What the receiver's track is; None until the engine said it."""
        with self._lock:
            return self._published.get(self._sids.get(number, ""))

    def active(self) -> frozenset[int]:
        """The receiver's tracks that the engine sends at present; a muted one is among them."""
        return self._active

    def close(self) -> None:
        """Leave the room. Safe twice."""
        if not self.lost.is_set():
            self.lost.set()
            with suppress(WebSocketException):
                self._send(rtc.SignalRequest(leave=rtc.LeaveRequest(reason=models.DisconnectReason.CLIENT_INITIATED)))
        self._leaving.close()
        self._thread.join(CONNECT_SECONDS)

    def _run(self) -> None:
        try:
            while not self.lost.is_set():
                try:
                    message = self._socket.recv(timeout=1.0)
                except TimeoutError:
                    message = None
                if isinstance(message, bytes):
                    self._take(rtc.SignalResponse.FromString(message))
                if time.monotonic() - self._pinged >= self._ping_every:
                    self._pinged = time.monotonic()
                    moment = int(self._pinged * 1000)
                    self._send(rtc.SignalRequest(ping_req=rtc.Ping(timestamp=moment)))
        except (WebSocketException, OSError, ValueError):
            # ValueError: the receiver refused an offer or is closed. A new connection begins anew.
            pass
        finally:
            self.lost.set()

    def _take(self, response: rtc.SignalResponse) -> None:
        kind = response.WhichOneof("message")
        if kind == "join":
            self._ping_every = response.join.ping_interval or PING_SECONDS
            self._learn(response.join.other_participants)
        elif kind == "update":
            self._learn(response.update.participants)
        elif kind == "offer":
            self._answer(response.offer)
        elif kind == "trickle":
            if response.trickle.target == rtc.SignalTarget.SUBSCRIBER:
                candidate = str(json.loads(response.trickle.candidateInit).get("candidate", ""))
                if candidate:
                    self._receiver.add_candidate(candidate)
        elif kind == "leave":
            self.ended = response.leave.action == rtc.LeaveRequest.Action.DISCONNECT
            self.lost.set()

    def _answer(self, offer: rtc.SessionDescription) -> None:
        answer, tracks = self._receiver.answer(offer.sdp)
        with self._lock:
            for track in tracks:
                self._sids[track.number] = offer.mid_to_track_id.get(track.mid) or track.track
        self._active = frozenset(track.number for track in tracks)
        self._send(rtc.SignalRequest(answer=rtc.SessionDescription(type="answer", sdp=answer, id=offer.id)))

    def _learn(self, participants: Iterable[models.ParticipantInfo]) -> None:
        fresh = []
        with self._lock:
            for participant in participants:
                for track in participant.tracks:
                    if track.sid not in self._published and track.type == models.TrackType.VIDEO:
                        fresh.append(track.sid)
                    self._published[track.sid] = Published(
                        sid=track.sid,
                        identity=participant.identity,
                        connection=participant.sid,
                        # What is encrypted from page to page is nobody's to keep, and nobody could read it.
                        source="" if track.encryption else SOURCES.get(track.source, ""),
                        width=track.width,
                        height=track.height,
                    )
        if fresh:
            wanted = rtc.UpdateTrackSettings(
                track_sids=fresh, quality=models.VideoQuality.HIGH, width=BEST[0], height=BEST[1]
            )
            self._send(rtc.SignalRequest(track_setting=wanted))

    def _send(self, request: rtc.SignalRequest) -> None:
        self._socket.send(request.SerializeToString())


def open_socket(engine_url: str, token: str, leaving: ExitStack) -> ClientConnection:
    """The connection that signalling goes over, closed with `leaving`. Raises EngineUnavailable."""
    parts = urlsplit(engine_url)
    egress.require_registered(engine_url)
    scheme = "wss" if parts.scheme in ("https", "wss") else "ws"
    query = urlencode(
        {
            "protocol": PROTOCOL_VERSION,
            "auto_subscribe": 1,
            "adaptive_stream": 0,
            "subscriber_allow_pause": 0,
            "access_token": token,
        }
    )
    try:
        opening = connect(
            f"{scheme}://{parts.netloc}{parts.path.rstrip('/')}/rtc?{query}",
            open_timeout=CONNECT_SECONDS,
            close_timeout=1.0,
            max_size=MAXIMUM_MESSAGE,
            compression=None,
            proxy=None,
            ping_interval=None,
            user_agent_header=None,
        )
        return leaving.enter_context(opening)
    except InvalidStatus as refusal:
        raise EngineUnavailable(status_of_engine=refusal.response.status_code) from refusal
    except (WebSocketException, OSError) as error:
        raise EngineUnavailable from error

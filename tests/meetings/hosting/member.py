"""A client of the engine that is not our page: LiveKit's Python SDK."""

from __future__ import annotations

import asyncio
import json
from threading import Thread
from typing import Any

from livekit import rtc


class Member:
    """One client in the room; its calls run in a loop of their own, so that the test itself stays synchronous."""

    def __init__(self, engine: str, token: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.room = self.run(self._room())
        self.heard: list[tuple[str | None, str, bytes]] = []
        self.room.on("data_received", self._hear)
        self.run(self.room.connect(engine.replace("http", "ws"), token))

    async def _room(self) -> rtc.Room:
        return rtc.Room()

    def run(self, coroutine: Any, seconds: float = 15) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(seconds)

    def _hear(self, packet: rtc.DataPacket) -> None:
        sender = packet.participant.identity if packet.participant else None
        self.heard.append((sender, packet.topic or "", packet.data))

    def publish(self, source: rtc.TrackSource.ValueType) -> str:
        """The sid of a track of this kind that is published now."""

        async def go() -> str:
            if source == rtc.TrackSource.SOURCE_MICROPHONE:
                track: Any = rtc.LocalAudioTrack.create_audio_track("sound", rtc.AudioSource(48_000, 1))
            else:
                track = rtc.LocalVideoTrack.create_video_track("picture", rtc.VideoSource(64, 64))
            options = rtc.TrackPublishOptions(source=source)
            sent = await asyncio.wait_for(self.room.local_participant.publish_track(track, options), 3)
            return str(sent.sid)

        sid: str = self.run(go())
        return sid

    def say(self, text: str) -> None:
        self.run(self.room.local_participant.publish_data(text, topic="chat"))

    @property
    def told(self) -> dict[str, Any]:
        state: dict[str, Any] = json.loads(self.room.metadata or "{}")
        return state

    def leave(self) -> None:
        self.run(self.room.disconnect())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

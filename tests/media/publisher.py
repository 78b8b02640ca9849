"""Somebody in a meeting, through LiveKit's own SDK: an independent client that sends what a test can recognise.

Pictures carry their number as sixteen bars. Sound beeps at the beginning of each second, when the picture's number is a
multiple of the frame rate. As a program: `python -m tests.media.publisher URL TOKEN '{"frequency": 440}'`.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import numpy as np
from livekit import rtc

RATE = 48_000
BARS = 16
BEEP_SECONDS = 0.1
CODECS = {"vp8": rtc.VideoCodec.VP8, "vp9": rtc.VideoCodec.VP9, "h264": rtc.VideoCodec.H264, "av1": rtc.VideoCodec.AV1}


@dataclass(frozen=True)
class Act:
    """What is published, and what happens meanwhile, in seconds after the connection."""

    codec: str = "vp8"
    width: int = 640
    height: int = 360
    fps: int = 15
    frequency: float | None = 440.0
    video: bool = True
    screen: bool = False
    simulcast: bool = False
    mute_at: float | None = None
    unmute_at: float | None = None
    republish_at: float | None = None  # camera taken back and published anew
    key: str | None = None  # of end-to-end encryption


def picture(number: int, width: int, height: int) -> rtc.VideoFrame:
    """I420: the number's bits from left to right, the lowest first, in Gray's code: one bar changes at a time."""
    code = number ^ number >> 1
    luma = np.full((height, width), 40, np.uint8)
    bar = width // BARS
    for bit in range(BARS):
        if code >> bit & 1:
            luma[:, bit * bar : (bit + 1) * bar] = 210
    chroma = np.full(width * height // 2, 128, np.uint8)
    return rtc.VideoFrame(width, height, rtc.VideoBufferType.I420, luma.tobytes() + chroma.tobytes())


def number_of(luma: np.ndarray) -> int:
    """The number in a decoded picture."""
    height, width = luma.shape
    bar = width / BARS
    row = luma[height // 2 - 4 : height // 2 + 4].mean(axis=0)
    bright = [row[int((bit + 0.3) * bar) : int((bit + 0.7) * bar)].mean() > 120 for bit in range(BARS)]
    number = 0
    for bit in reversed(range(BARS)):
        number |= (bright[bit] ^ (number >> bit + 1 & 1)) << bit
    return number


async def _publish(url: str, token: str, act: Act) -> None:
    room = rtc.Room()
    keys = rtc.KeyProviderOptions(shared_key=act.key.encode()) if act.key else None
    encryption = rtc.E2EEOptions(key_provider_options=keys) if keys else None
    await room.connect(url.replace("http", "ws"), token, rtc.RoomOptions(auto_subscribe=False, encryption=encryption))
    video = rtc.VideoSource(act.width, act.height, is_screencast=act.screen)
    audio = rtc.AudioSource(RATE, 1, queue_size_ms=100)
    microphone = rtc.LocalAudioTrack.create_audio_track("microphone", audio)
    if act.frequency is not None:
        options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE)
        options.dtx = False
        await room.local_participant.publish_track(microphone, options)
    published = await _publish_video(room, video, act) if act.video else None
    print("published", flush=True)
    began = time.monotonic()
    tasks = [asyncio.create_task(_show(video, act, began))]
    if act.frequency is not None:
        tasks.append(asyncio.create_task(_sound(audio, act, began)))
    done = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, done.set)
    for at, what in sorted(
        (at, what)
        for at, what in ((act.mute_at, "mute"), (act.unmute_at, "unmute"), (act.republish_at, "republish"))
        if at is not None
    ):
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(done.wait(), max(0.0, began + at - time.monotonic()))
        if what == "republish" and published is not None:
            await room.local_participant.unpublish_track(published)
            await asyncio.sleep(0.5)
            published = await _publish_video(room, video, act)
        elif what == "mute":
            microphone.mute()
        elif what == "unmute":
            microphone.unmute()
    await done.wait()
    for task in tasks:
        task.cancel()
    await room.disconnect()


async def _publish_video(room: rtc.Room, source: rtc.VideoSource, act: Act) -> str:
    name = "screen" if act.screen else "camera"
    options = rtc.TrackPublishOptions(
        source=rtc.TrackSource.SOURCE_SCREENSHARE if act.screen else rtc.TrackSource.SOURCE_CAMERA,
        video_codec=CODECS[act.codec],
        simulcast=act.simulcast,
    )
    track = rtc.LocalVideoTrack.create_video_track(name, source)
    return (await room.local_participant.publish_track(track, options)).sid


async def _show(source: rtc.VideoSource, act: Act, began: float) -> None:
    number = 0
    while True:
        source.capture_frame(picture(number % 65536, act.width, act.height))
        number += 1
        await asyncio.sleep(max(0.0, began + number / act.fps - time.monotonic()))


async def _sound(source: rtc.AudioSource, act: Act, began: float) -> None:
    count = RATE // 100
    chunk = 0
    assert act.frequency is not None
    while True:
        at = (chunk * count + np.arange(count)) / RATE
        wave = np.sin(2 * np.pi * act.frequency * at) * np.where(at % 1.0 < BEEP_SECONDS, 12_000, 0)
        await source.capture_frame(rtc.AudioFrame(wave.astype(np.int16).tobytes(), RATE, 1, count))
        chunk += 1
        await asyncio.sleep(max(0.0, began + chunk / 100 - time.monotonic()))


@contextlib.contextmanager
def publishing(url: str, token: str, act: Act) -> Iterator[subprocess.Popen[str]]:
    """Somebody who sends from now on until the block ends."""
    process = start(url, token, act)
    try:
        yield process
    finally:
        stop(process)


def start(url: str, token: str, act: Act) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.media.publisher", url, token, json.dumps(asdict(act))]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "published\n"
    return process


def stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    assert process.stdout is not None
    process.stdout.close()


if __name__ == "__main__":
    asyncio.run(_publish(sys.argv[1], sys.argv[2], Act(**json.loads(sys.argv[3]))))

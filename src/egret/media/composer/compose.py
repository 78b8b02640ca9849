"""The film, moment by moment: who is there, who speaks, what is shared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import av
import numpy as np
from av.audio.frame import AudioFrame

from egret.media.composer import layout, timeline
from egret.media.composer.canvas import Canvas
from egret.media.composer.files import Input, Output
from egret.media.composer.tracks import RATE, Pictures, Sound

FRAMES = 25
SAMPLES = RATE // FRAMES
# Constant quality; 23 is the encoder's own idea of good, and still pictures cost next to nothing.
VIDEO = {"preset": "veryfast", "crf": "24", "tune": "zerolatency"}
AUDIO_BITS = 96_000
# Somebody else becomes the large picture when they are louder for a while, not with a cough.
SPEAKER_HOLD = int(2.0 * FRAMES)
LOUD = 0.01
FORGETTING = 0.9  # of loudness, from one frame to the next
# A camera that sends nothing for longer is switched off: a face that does not move is nobody's presence.
CAMERA_OFF = 2.5
KEY_FRAMES = 2 * FRAMES  # a player seeks to these

LayoutName = Literal["speaker", "gallery"]


class Cancelled(Exception):
    """Whoever was told how far it is does not want it any more."""


@dataclass(frozen=True)
class Source:
    """One recorded track."""

    participant: str
    name: str
    source: str  # the LiveKit protocol's word
    began: float  # Unix time of its first frame's arrival
    open: Callable[[], Input]


class _Track:
    def __init__(self, source: Source, heard: timeline.Heard, mapping: timeline.Mapping) -> None:
        self.source = source
        self.start = mapping.time(0)
        self.stop = mapping.time(heard.seconds)
        self.mapping = mapping
        self.pictures: Pictures | None = None
        self.sound: Sound | None = None

    @property
    def is_picture(self) -> bool:
        return self.source.source in ("camera", "screen_share")

    def here(self, moment: float) -> bool:
        # A still screen sends little: it is there until its track ends.
        return self.start <= moment <= self.stop + 1.0

    def open(self, film_start: float) -> None:
        if self.is_picture and self.pictures is None:
            self.pictures = Pictures(self.source.open(), self.mapping)
        elif not self.is_picture and self.sound is None:
            self.sound = Sound(self.source.open(), self.mapping, film_start)

    def close(self) -> None:
        for part in (self.pictures, self.sound):
            if part is not None:
                part.close()
        self.pictures = self.sound = None


def compose(sources: list[Source], target: Output, chosen: LayoutName, tell: Callable[[int], bool]) -> float:
    """Write an MP4 of H.264 and AAC; returns its seconds. `tell` hears percents; False from it cancels.

    Raises Cancelled.
    """
    tracks = _aligned(sources, tell)
    start = min(track.start for track in tracks)
    seconds = max(track.stop for track in tracks) - start
    frames = max(1, round(seconds * FRAMES))
    with av.open(target, "w", format="mp4") as film:
        video = film.add_stream("libx264", rate=FRAMES, options=VIDEO)
        video.width, video.height, video.pix_fmt = layout.WIDTH, layout.HEIGHT, "yuv420p"
        video.codec_context.gop_size = KEY_FRAMES
        video.codec_context.thread_count = 1
        audio = film.add_stream("aac", rate=RATE, layout="stereo", bit_rate=AUDIO_BITS)
        scene = _Scene(tracks, chosen)
        said = -1
        for index in range(frames):
            percent = index * 100 // frames
            if percent != said:
                said = percent
                if not tell(percent):
                    raise Cancelled
            moment = start + index / FRAMES
            for track in tracks:
                if track.start <= moment + 1 and moment <= track.stop + 2:
                    track.open(start)
                else:
                    track.close()
            mix = np.zeros((2, SAMPLES), np.float32)
            for track in tracks:
                if track.sound is not None:
                    track.sound.add(index * SAMPLES, mix)
            film.mux(audio.encode(_sound_frame(mix, index)))
            picture = scene.paint(moment)
            picture.pts, picture.time_base = index, Fraction(1, FRAMES)
            film.mux(video.encode(picture))
        film.mux(video.encode(None))
        film.mux(audio.encode(None))
    for track in tracks:
        track.close()
    return frames / FRAMES


def _aligned(sources: list[Source], tell: Callable[[int], bool]) -> list[_Track]:
    heard = []
    for source in sources:
        if not tell(0):
            raise Cancelled
        heard.append(timeline.read_reports(source.open()))
    differences = timeline.differences(heard)
    return [
        _Track(source, each, timeline.mapping(each, source.began, differences.get(each.connection)))
        for source, each in zip(sources, heard, strict=True)
    ]


def _sound_frame(mix: np.ndarray, index: int) -> AudioFrame:
    frame = AudioFrame.from_ndarray(np.clip(mix, -1.0, 1.0), format="fltp", layout="stereo")
    frame.sample_rate, frame.pts, frame.time_base = RATE, index * SAMPLES, Fraction(1, RATE)
    return frame


class _Scene:
    """What is painted; only what changed is painted again."""

    def __init__(self, tracks: list[_Track], chosen: LayoutName) -> None:
        self._tracks = tracks
        self._chosen = chosen
        self._canvas = Canvas()
        self._painted: list[tuple[layout.Box, str, bool]] = []
        self._loudness: dict[str, float] = {}
        self._off: set[int] = set()  # tracks that are shown by their name alone
        self._speaker = ""
        self._held = 0

    def paint(self, moment: float) -> av.VideoFrame:
        people: dict[str, _Track] = {}  # by participant, in order of arrival: a track to show or to name
        screen: _Track | None = None
        for track in sorted(self._tracks, key=lambda track: track.start):
            if not track.here(moment):
                continue
            if track.source.source == "screen_share":
                screen = track
            elif track.source.participant not in people or track.is_picture:
                people[track.source.participant] = track
        self._listen(people)
        shown = self._order(people)
        placed = ([screen] if screen else []) + [people[each] for each in shown]
        if screen or (self._chosen == "speaker" and len(placed) > 1):
            boxes = layout.beside(len(placed) - 1)
        else:
            boxes = layout.gallery(len(placed))
        self._paint(list(zip(placed, boxes, strict=False)), moment)
        return self._canvas.frame()

    def _paint(self, tiles: list[tuple[_Track, layout.Box]], moment: float) -> None:
        wanted = [(box, track.source.participant, track.pictures is not None) for track, box in tiles]
        anew = wanted != self._painted
        if anew:
            self._canvas.clear()
            self._painted = wanted
        visible = set()
        for track, box in tiles:
            visible.add(id(track))
            picture = track.pictures.at(moment) if track.pictures is not None else None
            changed = track.pictures is not None and track.pictures.changed
            if track.pictures is not None:
                track.pictures.changed = False
                if track.source.source == "camera" and moment - track.pictures.since > CAMERA_OFF:
                    picture = None
            if anew or changed or (picture is None) != (id(track) in self._off):
                self._canvas.paint(box, picture, track.source.name)
                (self._off.add if picture is None else self._off.discard)(id(track))
        for track in self._tracks:
            if track.pictures is not None and id(track) not in visible:
                track.pictures.at(moment)

    def _listen(self, people: dict[str, _Track]) -> None:
        for track in self._tracks:
            if track.sound is not None and track.source.source == "microphone":
                key = track.source.participant
                self._loudness[key] = max(track.sound.loudness, self._loudness.get(key, 0.0) * FORGETTING)
        self._held += 1
        loudest = max(people, key=lambda key: self._loudness.get(key, 0.0), default="")
        due = self._held > SPEAKER_HOLD and self._loudness.get(loudest, 0.0) > LOUD
        if self._speaker not in people or (due and loudest != self._speaker):
            self._speaker, self._held = loudest, 0

    def _order(self, people: dict[str, _Track]) -> list[str]:
        """The speaker first where that one is large; else by arrival, so that nobody jumps."""
        if self._chosen == "speaker" and self._speaker in people:
            return [self._speaker, *(key for key in people if key != self._speaker)]
        return list(people)

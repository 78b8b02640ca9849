"""The film, moment by moment: who is there, who speaks, what is shared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.packet import Packet

from egret.media.composer import layout, timeline
from egret.media.composer.canvas import Canvas
from egret.media.composer.files import Input, Output
from egret.media.composer.pieces import AAC_FRAME, FRAMES, PIECE_FRAMES, SAMPLES, add_streams, join, written
from egret.media.composer.tracks import RATE, Pictures, Sound

# Whoever goes on behind a piece looks and listens for so long before it: who speaks, and what sounds before, is known.
RUN_UP = 48
# Somebody else becomes the large picture when they are louder for a while, not with a cough.
SPEAKER_HOLD = int(2.0 * FRAMES)
LOUD = 0.01
FORGETTING = 0.9  # of loudness, from one frame to the next
# A camera that sends nothing for longer is switched off: a face that does not move is nobody's presence.
CAMERA_OFF = 2.5

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

    def open(self, film_start: float, moment: float) -> None:
        if self.is_picture and self.pictures is None:
            self.pictures = Pictures(self.source.open(), self.mapping, moment)
        elif not self.is_picture and self.sound is None:
            self.sound = Sound(self.source.open(), self.mapping, film_start, moment)

    def close(self) -> None:
        for part in (self.pictures, self.sound):
            if part is not None:
                part.close()
        self.pictures = self.sound = None


def compose(sources: list[Source], target: Output, chosen: LayoutName, tell: Callable[[int], bool]) -> None:
    """Write an MP4 of H.264 and AAC in one go. Raises Cancelled."""
    made: list[bytes] = []
    compose_pieces(sources, chosen, tell, 0, lambda number, piece: made.append(piece))
    join([_Held(piece) for piece in made], target)


def compose_pieces(
    sources: list[Source],
    chosen: LayoutName,
    tell: Callable[[int], bool],
    first: int,
    keep: Callable[[int, bytes], None],
) -> None:
    """Make the film's pieces from number `first` on, whatever process made those before; `keep` gets each once whole.

    `tell` hears percents; False from it cancels. The same sources make the same film. Raises Cancelled.
    """
    tracks = _aligned(sources, tell)
    start = min(track.start for track in tracks)
    seconds = max(track.stop for track in tracks) - start
    frames = max(1, round(seconds * FRAMES))
    begin = first * PIECE_FRAMES
    if begin >= frames:
        return
    pieces = _Pieces(first, keep)
    with av.open(_Nowhere(), "w", format="mp4") as encoders:
        video, audio = add_streams(encoders)
        scene = _Scene(tracks, chosen)
        said = -1
        for index in range(max(0, begin - RUN_UP), frames):
            percent = index * 100 // frames
            if percent != said:
                said = percent
                if not tell(percent):
                    raise Cancelled
            moment = start + index / FRAMES
            for track in tracks:
                if track.start <= moment + 1 and moment <= track.stop + 2:
                    track.open(start, moment)
                else:
                    track.close()
            mix = np.zeros((2, SAMPLES), np.float32)
            for track in tracks:
                if track.sound is not None:
                    track.sound.add(index * SAMPLES, mix)
            pieces.add(audio.encode(_sound_frame(mix, index)))
            picture = scene.paint(moment)
            if index >= begin:
                picture.pts, picture.time_base = index, Fraction(1, FRAMES)
                pieces.add(video.encode(picture))
        pieces.add(video.encode(None))
        pieces.add(audio.encode(None))
    pieces.finish()
    for track in tracks:
        track.close()


class _Pieces:
    """Sorts packets into pieces by their time: the sound of a stretch comes a little later than its pictures."""

    def __init__(self, first: int, keep: Callable[[int, bytes], None]) -> None:
        self._next = first
        self._keep = keep
        self._open: dict[int, list[bytes]] = {}

    def add(self, packets: list[Packet[Any]]) -> None:
        for packet in packets:
            assert packet.pts is not None and packet.time_base is not None
            if packet.stream.type == "video":
                number = round(packet.pts * packet.time_base * FRAMES) // PIECE_FRAMES
            else:
                # The encoder's first frame comes before the first sample.
                samples = round(packet.pts * packet.time_base * RATE) + AAC_FRAME
                number = samples // (PIECE_FRAMES * SAMPLES)
                if number > self._next and self._next in self._open:
                    self._give()
            if number >= self._next:
                self._open.setdefault(number, []).append(written(packet))

    def finish(self) -> None:
        while self._open:
            self._give()

    def _give(self) -> None:
        self._keep(self._next, b"".join(self._open.pop(self._next)))
        self._next += 1


class _Held:
    """A piece in memory."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    @property
    def size(self) -> int:
        return len(self._data)

    def read(self, start: int, stop: int) -> bytes:
        return self._data[start:stop]


class _Nowhere:
    """The encoders want a container; what goes into it comes with `join`."""

    def write(self, data: bytes) -> int:
        return len(data)


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

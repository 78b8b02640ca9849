"""Receives what the participants of a meeting send, as encoded frames, over WebRTC; never decodes.

Times are nanoseconds of Unix time by this machine's clock, unless they say otherwise.
"""

from typing import final

class Refused(ValueError):
    """An offer or candidate that cannot be taken, or the connection is closed."""

@final
class Track:
    """What the engine sends in one section of its offer, until it sends something else there."""

    @property
    def number(self) -> int:
        """Tells it from all others of this connection, those before it in the same section too."""
    @property
    def mid(self) -> str: ...
    @property
    def kind(self) -> str:
        """`audio` or `video`."""
    @property
    def stream(self) -> str:
        """First word of `a=msid`."""
    @property
    def track(self) -> str:
        """Second word of `a=msid`."""

@final
class Frame:
    """One encoded frame, complete."""

    @property
    def track(self) -> int:
        """The `number` of its track."""
    @property
    def codec(self) -> str:
        """`opus`, `vp8`, `vp9`, `h264` (Annex B) or `av1` (a temporal unit whose OBUs have sizes)."""
    @property
    def rate(self) -> int:
        """Ticks of `time` in a second."""
    @property
    def time(self) -> int:
        """RTP time, which does not wrap around."""
    @property
    def received(self) -> int:
        """When its first packet came."""
    @property
    def key(self) -> bool:
        """Whether a decoder can begin here; false for sound."""
    @property
    def contiguous(self) -> bool:
        """Whether no packet between the frame before and this one was lost."""
    @property
    def width(self) -> int:
        """Of a key frame of VP8 or H.264; else 0."""
    @property
    def height(self) -> int: ...
    @property
    def data(self) -> bytes: ...

@final
class Report:
    """A sender report: the media's `time` was `sent` by the publisher's own clock."""

    @property
    def track(self) -> int: ...
    @property
    def rate(self) -> int: ...
    @property
    def time(self) -> int: ...
    @property
    def sent(self) -> int: ...
    @property
    def received(self) -> int: ...

@final
class State:
    """`connected`, `disconnected` (it may connect again) or `closed`."""

    @property
    def name(self) -> str: ...

@final
class Counts:
    """Since the beginning."""

    @property
    def packets(self) -> int: ...
    @property
    def bytes(self) -> int: ...
    @property
    def gaps(self) -> int:
        """Frames before which something was lost for good."""
    @property
    def fillers(self) -> int:
        """Tiny key frames that the engine makes itself when a track closes; they are left out."""
    @property
    def requests(self) -> int:
        """Key frames asked for."""
    @property
    def dropped(self) -> int:
        """Frames that had no room because `take` was not called in time."""

@final
class Receiver:
    """One connection that only receives, on a thread of its own."""

    def __new__(cls, capacity: int) -> Receiver:
        """`capacity` in bytes: what may wait for `take`. More is dropped, counted, and begun anew at a key frame."""
    def answer(self, offer: str) -> tuple[str, list[Track]]:
        """The answer to the engine's offer, and what it sends from now on. Raises Refused."""
    def add_candidate(self, candidate: str) -> None:
        """One of the engine's ICE candidates, `candidate:…`. Only UDP is used. Raises Refused."""
    def request_key_frame(self, track: int) -> None: ...
    def take(self, timeout: float) -> list[Frame | Report | State]:
        """All that came, in order, without waiting for more; else the first that comes within `timeout` seconds."""
    def counts(self) -> Counts: ...
    def close(self) -> None:
        """Say goodbye and end the thread. Safe twice."""

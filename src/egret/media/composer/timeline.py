"""When each moment of each track was, by one clock: this machine's.

A publisher's sender reports say when its media times were by its own clock, and that clock's difference from ours is at
most what a report took to arrive; the fastest of many reports took next to nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

import av

from egret.media.composer.files import Input

# A clock's rate is fitted where there is enough to fit: within a minute no sound card is off by a picture.
FITTED_SECONDS = 60.0
FITTED_REPORTS = 8
# A publisher whose reports say something else than the packets' arrival has set its clock meanwhile.
BELIEVED_SECONDS = 1.5
NANO = 1e9


@dataclass(frozen=True)
class Report:
    at: float  # media time, in seconds
    sent: float  # Unix time by the publisher's clock
    received: float  # Unix time by ours


@dataclass(frozen=True)
class Mapping:
    """Unix time = `start` + media time × `rate`."""

    start: float
    rate: float = 1.0

    def time(self, media: float) -> float:
        return self.start + media * self.rate


@dataclass(frozen=True)
class Heard:
    """What a file says of itself."""

    connection: str
    reports: list[Report]
    seconds: float


def read_reports(file: Input) -> Heard:
    """Reads the whole file, decoding nothing."""
    reports: list[Report] = []
    longest = 0.0
    with av.open(file, "r") as container:
        clock = container.streams[1]
        for packet in container.demux():
            if packet.pts is None or packet.time_base is None:
                continue
            if packet.stream.index == clock.index:
                told = json.loads(bytes(packet))
                reports.append(Report(told["at"] / 1000, told["sent"] / NANO, told["received"] / NANO))
            else:
                longest = max(longest, float(packet.pts * packet.time_base))
        return Heard(clock.metadata.get("title", ""), reports, longest)


def differences(files: Iterable[Heard]) -> dict[str, float]:
    """Of each publisher's connection: our clock minus its own."""
    found: dict[str, float] = {}
    for file in files:
        for report in file.reports:
            difference = report.received - report.sent
            found[file.connection] = min(difference, found.get(file.connection, difference))
    return found


def mapping(heard: Heard, began: float, difference: float | None) -> Mapping:
    """How this file's media times lie on our clock; `began`: when its first frame arrived."""
    if difference is None or not heard.reports:
        return Mapping(began)
    rate = _rate(heard.reports)
    start = median(report.sent - report.at * rate for report in heard.reports) + difference
    if abs(start - began) > BELIEVED_SECONDS:
        return Mapping(began)
    return Mapping(start, rate)


def _rate(reports: list[Report]) -> float:
    """Least squares; the publisher's clock ticks for one second of its media as this says."""
    if len(reports) < FITTED_REPORTS or reports[-1].at - reports[0].at < FITTED_SECONDS:
        return 1.0
    mean_at = sum(report.at for report in reports) / len(reports)
    mean_sent = sum(report.sent - reports[0].sent for report in reports) / len(reports)
    spread = sum((report.at - mean_at) ** 2 for report in reports)
    together = sum((report.at - mean_at) * (report.sent - reports[0].sent - mean_sent) for report in reports)
    rate = together / spread
    # No sound card is off by more than a thousandth; a step of the clock would look like it.
    return rate if abs(rate - 1) < 0.001 else 1.0

"""A child that runs but no longer answers is ended, so that the supervisor starts it anew."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

# A question every ten seconds is nothing to the one asked.
INTERVAL_SECONDS = 10.0
# A machine under load answers late, and ending the engine ends every call: only a long silence counts.
SILENCES = 3


class Watchdog:
    """Asks each part in turn whether it answers; `tick` is called often and names those to end."""

    def __init__(self, parts: Mapping[str, Callable[[], bool]], clock: Callable[[], float] = time.monotonic) -> None:
        self._parts = parts
        self._clock = clock
        self._asked = clock()
        self._silences = dict.fromkeys(parts, 0)

    def tick(self) -> list[str]:
        """The parts that were silent SILENCES times in a row; they are given a fresh start."""
        if self._clock() - self._asked < INTERVAL_SECONDS:
            return []
        silent = []
        for name, answers in self._parts.items():
            self._silences[name] = 0 if answers() else self._silences[name] + 1
            if self._silences[name] >= SILENCES:
                self._silences[name] = 0
                silent.append(name)
        self._asked = self._clock()
        return silent

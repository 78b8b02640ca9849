"""Only a long silence ends a child."""

from __future__ import annotations

from egret.cli.watchdog import INTERVAL_SECONDS, SILENCES, Watchdog


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def rounds(watchdog: Watchdog, clock: Clock, number: int) -> list[str]:
    said = []
    for _ in range(number):
        clock.now += INTERVAL_SECONDS
        said += watchdog.tick()
    return said


def test_a_long_silence_is_told_once_and_then_counted_anew() -> None:
    clock = Clock()
    watchdog = Watchdog({"engine": lambda: False, "web": lambda: True}, clock)
    assert rounds(watchdog, clock, SILENCES - 1) == []
    assert rounds(watchdog, clock, 1) == ["engine"]
    assert rounds(watchdog, clock, SILENCES) == ["engine"]


def test_one_answer_forgives_the_silences_before_it() -> None:
    clock = Clock()
    answers = iter([False] * (SILENCES - 1) + [True] + [False] * (SILENCES - 1))
    watchdog = Watchdog({"web": lambda: next(answers)}, clock)
    assert rounds(watchdog, clock, 2 * SILENCES - 1) == []


def test_nobody_is_asked_more_often_than_agreed() -> None:
    clock, asked = Clock(), list[float]()

    def answers() -> bool:
        asked.append(clock.now)
        return True

    watchdog = Watchdog({"web": answers}, clock)
    for _ in range(int(INTERVAL_SECONDS) * 3):
        clock.now += 1
        watchdog.tick()
    assert len(asked) == 3

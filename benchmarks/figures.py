"""A measured figure, its goal, and how a program shows its own."""

from __future__ import annotations

import argparse
import json
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True)
class Figure:
    """One measurement. Without a goal it is told for comparison."""

    name: str
    value: float
    unit: str
    goal: float | None = None
    direction: Literal["at most", "at least"] = "at most"
    note: str = ""

    @property
    def met(self) -> bool | None:
        if self.goal is None:
            return None
        return self.value <= self.goal if self.direction == "at most" else self.value >= self.goal

    @property
    def ratio(self) -> float | None:
        """The figure over its goal."""
        return self.value / self.goal if self.goal else None


def number(value: float) -> str:
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def table(figures: Sequence[Figure]) -> str:
    """Figure, what was measured, goal, ratio of the two, met or missed."""
    sign = {"at most": "≤", "at least": "≥"}
    rows = [("figure", "measured", "goal", "ratio", "", "")]
    for each in figures:
        goal = "" if each.goal is None else f"{sign[each.direction]} {number(each.goal)} {each.unit}"
        ratio = "" if each.ratio is None else f"{each.ratio:.2f}"
        met = {None: "", True: "met", False: "missed"}[each.met]
        rows.append((each.name, f"{number(each.value)} {each.unit}", goal, ratio, met, each.note))
    widths = [max(len(row[column]) for row in rows) for column in range(6)]
    align = ("<", ">", ">", ">", "<", "<")
    return "\n".join(
        "  ".join(f"{cell:{side}{width}}" for cell, side, width in zip(row, align, widths, strict=True)).rstrip()
        for row in rows
    )


def program(
    measure: Callable[[argparse.Namespace], list[Figure]],
    add_options: Callable[[argparse.ArgumentParser], object] = lambda parser: None,
) -> int:
    """Measure and show. A missed goal is a result; only a failure to measure makes the exit code 1."""
    # Run by -m, the module calls itself __main__; its file tells its name.
    parser = argparse.ArgumentParser(prog=f"python -m benchmarks.{Path(sys.argv[0]).stem}")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    add_options(parser)
    options = parser.parse_args()
    try:
        figures = measure(options)
    except Exception:
        traceback.print_exc()
        return 1
    if options.json:
        print(json.dumps([{**asdict(each), "ratio": each.ratio, "met": each.met} for each in figures], indent=2))
    else:
        print(table(figures))
    return 0


def say(line: str) -> None:
    """How far it is: on standard error, so that --json stays JSON."""
    print(line, file=sys.stderr, flush=True)

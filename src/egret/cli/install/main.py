"""`bootstrap.py up|dev|install|check|test|benchmark`: bring this clone to where the goal can start, then start it."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence

from egret.cli.install import engine, goals, native, packages, s3, system, toolchain, web
from egret.cli.install.paths import PYTHON
from egret.cli.install.steps import Step, run_steps
from egret.cli.process import signal_on_parents_end
from egret.cli.terminal import Problem, explain, say, speak_utf8
from egret.kernel.text import Text
from egret.media.engine.errors import EngineUnusable

PREPARING = Text("Preparing Egret (the first time this takes a few minutes):", "正在准备 Egret（首次需要几分钟）：")
UNKNOWN_GOAL = Text("bootstrap.py does not know `{goal}`.", "bootstrap.py 不认识 `{goal}`。")
GOALS = Text("one of: up, dev, install, check, test, benchmark.", "可用：up、dev、install、check、test、benchmark。")


def main(arguments: Sequence[str]) -> int:
    speak_utf8()
    goal, *rest = arguments or ["up"]
    try:
        if goal not in ("up", "dev", "install", "check", "test", "benchmark"):
            raise Problem(UNKNOWN_GOAL, GOALS, goal=goal)
        steps = needed_steps(goal)
        if steps:
            say(PREPARING)
            run_steps(steps)
    except (Problem, EngineUnusable) as problem:
        explain(problem)
        return 2
    except KeyboardInterrupt:
        return 130
    if goal in ("up", "dev"):
        _end_with_make()
        start = ["up", "--dev"] if goal == "dev" else ["up"]
        os.execve(PYTHON, [str(PYTHON), "-m", "egret.cli", *start, *rest], toolchain.NODE.environment())  # noqa: S606
    if goal == "check":
        return goals.check()
    if goal == "test":
        return goals.test(rest)
    return goals.benchmark(rest) if goal == "benchmark" else 0


def needed_steps(goal: str) -> list[Step]:
    """Only what is not done yet; on a prepared clone this is a matter of hashing files."""
    packages.require_venv()
    developing = goal in ("check", "test", "benchmark")
    testing = goal in ("test", "benchmark")
    engine_step = engine.engine_step() if goal != "check" else None
    s3_step = s3.s3_step() if goal == "test" else None
    web_packages = web.packages_step()
    web_build = web.build_step() if goal not in ("dev", "check") else None
    candidates = [
        system.system_packages_step() if testing else None,
        packages.venv_step(),
        packages.packages_step(development=False),
        packages.packages_step(development=True) if developing else None,
        toolchain.NODE.step() if web_packages or web_build or developing or goal == "dev" else None,
        toolchain.GO.step() if engine_step or s3_step else None,
        web_packages,
        web.oidc_packages_step() if testing else None,
        web_build,
        engine_step,
        native.native_step(goal) if goal != "check" else None,
        s3_step,
    ]
    return [step for step in candidates if step is not None]


def _end_with_make() -> None:
    """`make up` is what was started, so what ends `make` — SIGKILL too — ends Egret."""
    if "MAKELEVEL" in os.environ:
        signal_on_parents_end(signal.SIGTERM)

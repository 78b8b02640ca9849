"""Runs steps side by side, each as soon as what it needs is done, and shows how far they are."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path

from egret.cli.install.paths import LOGS, ROOT
from egret.cli.terminal import Problem, explain, language
from egret.kernel.text import Text

# A pipe has no line to redraw: it is told now and then that a long step is alive.
HEARTBEAT_SECONDS = 15.0
SHOWN_LOG_LINES = 12

DONE = Text("  {title} … {seconds:.0f} s", "  {title} …… {seconds:.0f} 秒")
WORKING = Text("{title} {seconds:.0f} s{detail}", "{title} {seconds:.0f} 秒{detail}")
FAILED = Text("{title}: `{command}` failed (exit code {code}).", "{title}：`{command}` 失败（退出码 {code}）。")
READ_LOG = Text(
    "its output is above, all of it in {log}. If a package registry is out of reach, run it again later: "
    "it continues where it stopped.",
    "主要输出见上文，完整日志见 {log}。若软件源无法访问，请稍后重新运行，将从中断处继续。",
)


@dataclass
class Step:
    """One piece of work. `run` gets the step, so that it can say how far it is."""

    name: str
    title: Text
    run: Callable[[Step], None]
    needs: Sequence[str] = ()
    remedy: Text = READ_LOG
    detail: str = ""
    started: float | None = None
    cancelled: bool = False
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def log(self) -> Path:
        return LOGS / f"{self.name}.log"

    def cancel(self) -> None:
        """End its programs because another step failed or somebody pressed Ctrl-C."""
        self.cancelled = True
        for process in self.processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)

    def command(
        self, arguments: Sequence[str | Path], directory: Path = ROOT, environment: Mapping[str, str] | None = None
    ) -> None:
        """Run a program, its output into the step's log. Raises a Problem with the log's end when it fails."""
        if self.cancelled:
            raise KeyboardInterrupt
        LOGS.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                arguments,
                cwd=directory,
                env={**(environment or os.environ), "NO_COLOR": "1"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
            self.processes.append(process)
            code = process.wait()
        if code != 0 and not self.cancelled:
            lines = telling_lines(self.log.read_text(errors="replace").splitlines())
            print("\n".join(["", *("    " + line for line in lines)]), file=sys.stderr)
            shown = " ".join(str(argument) for argument in arguments[:6])
            title = self.title.say(language())
            raise Problem(FAILED, self.remedy, title=title, command=shown, code=code, log=self.log)
        if self.cancelled:
            raise KeyboardInterrupt


def telling_lines(log: Sequence[str]) -> list[str]:
    """What a failed program says of the reason: npm says it first, before pages of help; others say it last."""
    errors = [index for index, line in enumerate(log) if "error" in line.lower()][:SHOWN_LOG_LINES]
    last = range(max(0, len(log) - SHOWN_LOG_LINES), len(log))
    return [log[index] for index in sorted({*errors, *last})]


class Progress:
    """One line per finished step; on a terminal also a line of those at work."""

    def __init__(self) -> None:
        self._live = sys.stdout.isatty()
        self._said = time.monotonic()
        self._lock = threading.Lock()

    def finished(self, step: Step, seconds: float) -> None:
        self._line(DONE.say(language(), title=step.title.say(language()), seconds=seconds))

    def working(self, steps: Sequence[Step]) -> None:
        now = time.monotonic()
        texts = [
            WORKING.say(language(), title=step.title.say(language()), seconds=now - (step.started or now),
                        detail=f" ({step.detail})" if step.detail else "")
            for step in steps
        ]  # fmt: skip
        if self._live:
            width = os.get_terminal_size().columns if sys.stdout.isatty() else 80
            # A Chinese character takes two columns; half the width never wraps.
            line = " · ".join(texts)
            cut = width - 4 if line.isascii() else width // 2
            print(f"\r\033[K  {line[:cut]}", end="", flush=True)
        elif now - self._said >= HEARTBEAT_SECONDS:
            self._line("  … " + " · ".join(texts))

    def _line(self, text: str) -> None:
        with self._lock:
            self._said = time.monotonic()
            print(("\r\033[K" if self._live else "") + text, flush=True)


def run_steps(steps: Sequence[Step], stop_at_first: bool = True) -> bool:
    """Run all steps. The first failure ends the others and is raised; or each is explained, and the answer is false."""
    succeeded = True
    progress = Progress()
    waiting = {step.name: step for step in steps}
    working: dict[Future[None], Step] = {}
    done = {name for step in steps for name in step.needs} - waiting.keys()  # not part of this run: nothing to do
    with ThreadPoolExecutor(max_workers=max(1, len(steps))) as pool:
        try:
            while waiting or working:
                for name in [name for name, step in waiting.items() if done.issuperset(step.needs)]:
                    step = waiting.pop(name)
                    step.started = time.monotonic()
                    step.log.unlink(missing_ok=True)
                    working[pool.submit(step.run, step)] = step
                ended, _ = wait(working, timeout=0.2, return_when=FIRST_COMPLETED)
                for future in ended:
                    step = working.pop(future)
                    try:
                        future.result()
                    except Problem as problem:
                        if stop_at_first:
                            raise
                        explain(problem)
                        succeeded = False
                        continue
                    done.add(step.name)
                    progress.finished(step, time.monotonic() - (step.started or 0))
                if working:
                    progress.working(list(working.values()))
        except BaseException:
            for step in working.values():
                step.cancel()
            raise
    return succeeded

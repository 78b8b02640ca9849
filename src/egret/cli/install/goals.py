"""`make check`, `make test`, `make benchmark`: which programs, in which order."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from egret.cli.install.paths import PYTHON, ROOT, VENV, WEB
from egret.cli.install.steps import Step, run_steps
from egret.cli.install.toolchain import NODE
from egret.cli.terminal import language, say
from egret.kernel.text import Text

CHECKING = Text("Checking:", "检查：")
MEND = Text(
    "put right what it names (all of it is in {log}); `ruff format` and `ruff check --fix` do some by themselves.",
    "请修复所列问题（完整内容见 {log}）；`ruff format` 和 `ruff check --fix` 可自动修复一部分。",
)
RUNNING = Text("\n── {name} ──", "\n── {name} ──")
SUMMARY = Text("\nAll together:", "\n汇总：")
SECONDS = Text("{mark} {name:<24} {seconds:6.0f} s", "{mark} {name:<24} {seconds:6.0f} 秒")

SOURCES = ("src", "tests", "benchmarks")
NO_TESTS = 5  # pytest's exit code when nothing was selected


def environment() -> dict[str, str]:
    """The clone's programs first, and no data directory of a real installation within reach."""
    found = NODE.environment()
    found["PATH"] = f"{VENV / 'bin'}:{found.get('PATH', '')}"
    found["EGRET_DATA"] = str(VENV / "egret" / "check-data")
    return found


def check() -> int:
    """All checks side by side: they read different things, and types take longest."""
    tools = environment()
    programs: Mapping[str, tuple[Text, Path, list[str]]] = {
        "types": (Text("types (mypy)", "类型（mypy）"), ROOT, ["mypy"]),
        "format": (Text("format (ruff)", "格式（ruff）"), ROOT, ["ruff", "format", "--check", *SOURCES]),
        "lint": (Text("lint (ruff)", "静态检查（ruff）"), ROOT, ["ruff", "check", *SOURCES]),
        "imports": (Text("import contracts", "导入约束"), ROOT, ["lint-imports"]),
        "migrations": (
            Text("migrations are written", "迁移文件齐全"),
            ROOT,
            [str(PYTHON), "-m", "egret.cli", "manage", "makemigrations", "--check", "--dry-run"],
        ),
        "web-check": (Text("web (Biome, tsc)", "网页（Biome、tsc）"), WEB, ["npm", "run", "check"]),
    }

    def step(name: str, title: Text, directory: Path, command: list[str]) -> Step:
        return Step(name, title, lambda self: self.command(command, directory, tools), remedy=MEND)

    say(CHECKING)
    return 0 if run_steps([step(name, *program) for name, program in programs.items()], stop_at_first=False) else 1


def test(arguments: Sequence[str]) -> int:
    """Everything, each part to its end, so that one run tells all that is broken."""
    pytest = [str(PYTHON), "-m", "pytest"]
    parallel = [*pytest, "-n", "2", "-m", "not e2e and not nightly", *arguments]
    parts: Mapping[str, tuple[Path, list[str]]] = {
        "web (vitest)": (WEB, ["npm", "test"]),
        "SQLite": (ROOT, parallel),
        "PostgreSQL": (ROOT, [str(PYTHON), "tests/with_postgres.py", *parallel, "--ignore=tests/cli"]),
        "browser (e2e)": (ROOT, [*pytest, "-m", "e2e and not nightly", *arguments]),
    }
    results: list[tuple[str, int, float]] = []
    started = time.monotonic()
    results.append(("check", check(), time.monotonic() - started))
    for name, (directory, command) in parts.items():
        say(RUNNING, name=name)
        started = time.monotonic()
        code = subprocess.run(command, cwd=directory, env=environment()).returncode
        if arguments and code == NO_TESTS:
            code = 0  # what was asked for lies in another part
        results.append((name, code, time.monotonic() - started))
    say(SUMMARY)
    for name, code, seconds in results:
        print("  " + SECONDS.say(language(), mark="✗" if code else "✓", name=name, seconds=seconds))
    return 1 if any(code for _, code, _ in results) else 0


def benchmark(arguments: Sequence[str]) -> int:
    return subprocess.run([PYTHON, "-m", "benchmarks", *arguments], cwd=ROOT, env=environment()).returncode

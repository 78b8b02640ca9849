"""The Python packages, in .venv."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path

from egret.cli.install import stamps
from egret.cli.install.paths import PYTHON, ROOT, SOURCE, VENV
from egret.cli.install.steps import Step
from egret.cli.terminal import Problem
from egret.kernel.text import Text

NO_VENV = Text(
    "This Python ({python}) cannot make virtual environments.",
    "此 Python（{python}）无法创建虚拟环境。",
)
INSTALL_VENV = Text(
    "install them: `apt install python3-venv` (Debian, Ubuntu), `dnf install python3` (Fedora), then run it again.",
    "请安装所需组件：`apt install python3-venv`（Debian、Ubuntu）或 `dnf install python3`（Fedora），然后重试。",
)
ENTRY_POINT = """#!{python}
import sys

from egret.cli.main import main

sys.exit(main())
"""


def require_venv() -> None:
    """Debian splits `ensurepip` off; without it `python3 -m venv` fails half-way."""
    if not PYTHON.exists() and not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        raise Problem(NO_VENV, INSTALL_VENV, python=sys.executable)


def venv_step() -> Step | None:
    if _works():
        return None

    def create(step: Step) -> None:
        shutil.rmtree(VENV, ignore_errors=True)
        step.command([sys.executable, "-m", "venv", VENV])

    return Step("venv", Text("virtual environment", "虚拟环境"), create)


def packages_step(development: bool) -> Step | None:
    """Everything pinned with its digest, and Egret itself from this clone.

    The pins are the whole closure, so nothing is resolved: Debian 12's pip would otherwise look for the newest release
    of whatever one package asks for with an extra, and refuse it for having no digest.
    """
    name = "development-packages" if development else "packages"
    pins = ROOT / ("requirements-dev.txt" if development else "requirements.txt")
    wanted = stamps.digest([pins], SOURCE, f"{sys.version_info[:2]}")
    if stamps.is_current(name, wanted) and _works():
        return None

    def install(step: Step) -> None:
        stamps.forget(name)
        step.command(
            [
                PYTHON,
                "-m",
                "pip",
                "install",
                "--disable-pip-version-check",
                "--no-compile",
                "--no-deps",
                "--require-hashes",
                "-r",
                pins,
            ]
        )
        _link_clone()
        stamps.put(name, wanted)

    if development:
        return Step(name, Text("development packages", "开发用 Python 包"), install, needs=["venv", "packages"])
    return Step(name, Text("Python packages", "Python 包"), install, needs=["venv"])


def _link_clone() -> None:
    """What `pip install --editable` would do, without fetching a build backend."""
    for site_packages in VENV.glob("lib/python3*/site-packages"):
        (site_packages / "egret.pth").write_text(f"{SOURCE}\n")
    script = VENV / "bin" / "egret"
    script.write_text(ENTRY_POINT.format(python=PYTHON))
    script.chmod(0o755)


def _works() -> bool:
    """Whether .venv is whole; a moved clone or a removed Python leaves a link to nothing."""
    return PYTHON.exists() and Path(VENV / "bin" / "pip").exists() and (VENV / "pyvenv.cfg").is_file()

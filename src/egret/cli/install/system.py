"""What only the operating system can give: programs the tests need beside our own packages."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from egret.cli.install.steps import Step
from egret.cli.terminal import Problem
from egret.kernel.text import Text

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
POSTGRESQL_FOLDERS = ("/usr/lib/postgresql", "/usr/local/pgsql/bin", "/opt/homebrew/opt/postgresql@15/bin")
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts")

MISSING = Text(
    "The tests need programs this machine does not have: {packages}.", "测试需要本机尚未安装的程序：{packages}。"
)
INSTALL = Text(
    "as an administrator: `apt-get install --no-install-recommends {packages}`",
    "请以管理员身份运行：`apt-get install --no-install-recommends {packages}`",
)


def missing_packages() -> list[str]:
    """The Debian packages of what is missing, all at once."""
    missing = []
    if not any(shutil.which(name) for name in CHROMIUM_NAMES):
        missing.append("chromium")
    if not any(Path(folder).is_dir() for folder in POSTGRESQL_FOLDERS) and shutil.which("initdb") is None:
        missing.append("postgresql")
    if not any(True for folder in FONT_FOLDERS for _ in Path(folder).rglob("NotoSansCJK*")):
        missing.append("fonts-noto-cjk")
    if shutil.which("wrk") is None:
        missing.append("wrk")
    missing += [name for name in ("litmus", "rclone", "cadaver") if shutil.which(name) is None]
    if os.geteuid() == 0 and shutil.which("mount.davfs") is None:
        missing.append("davfs2")  # only an administrator may mount
    return missing


def system_packages_step() -> Step | None:
    packages = missing_packages()
    if not packages:
        return None
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise Problem(MISSING, INSTALL, packages=" ".join(packages))

    def install(step: Step) -> None:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        # An installation that was cut off, by Ctrl-C here or by anything before, is brought to its end first.
        step.command(["dpkg", "--configure", "-a"], environment=environment)
        # A machine image often carries package lists that name files which are gone by now.
        step.command(["apt-get", "update"], environment=environment)
        step.command(["apt-get", "install", "-y", "--no-install-recommends", *packages], environment=environment)

    # The logs lie inside .venv, which is made anew before anything else may write there.
    return Step("system-packages", Text("system packages", "系统软件包"), install, needs=["venv"])

"""The `egret` command. `up`, `doctor`, `backup`, `restore` and `verify` run without loading
Django; the rest are Django commands."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from egret import __version__
from egret.cli.terminal import Problem, explain, language, say, speak_utf8
from egret.kernel.keyring.errors import MasterKeyUnusable
from egret.kernel.text import Text
from egret.media.engine.errors import EngineUnusable
from egret.project.instance import DATA_VARIABLE, Instance

COMMANDS = {
    "up": Text("start this installation and keep it running", "启动本实例并保持运行"),
    "doctor": Text("check the machine and the installation, and say what to do", "检查本机和本实例，并给出处理建议"),
    "backup": Text("back up rows, contents and keys while it runs", "在运行中备份数据、内容和密钥"),
    "restore": Text("restore a backup; who was erased since stays erased", "恢复备份；此后已删除的人员不会重新出现"),
    "verify": Text("check a certificate of erasure, offline", "离线检验删除证明"),
    "probe": Text("show, live, whether the promises of the privacy policy hold", "实时检验隐私政策的承诺是否兑现"),
    "audit": Text("verify the audit log against its signed heads", "依据签名校验审计日志"),
    "demo": Text("fill an installation with people and meetings to look at", "填入示例人员和会议供浏览"),
    "import": Text(
        "bring files in from a folder, WebDAV (Nextcloud) or a ZIP", "从文件夹、WebDAV（Nextcloud）或 ZIP 导入文件"
    ),
    "migrate": Text("bring the database to this version (`up` does it too)", "将数据库升级到本版本（`up` 会自动执行）"),
    "worker": Text("run queued jobs (`up` starts one)", "运行队列任务（`up` 会自动启动一个）"),
    "openapi": Text("print the description of the API", "输出 API 描述文件"),
    "manage": Text("run any Django command: egret manage COMMAND …", "运行任意 Django 命令：egret manage 命令……"),
}
# A module of Python cannot be called `import`.
DJANGO_NAMES = {"import": "import_files"}
USAGE = Text(
    "egret: meetings on your own machine, with a privacy policy that runs\n\nusage: egret COMMAND [--data DIR] …\n",
    "egret：在您自己的机器上开会，隐私政策由程序兑现\n\n用法：egret 命令 [--data 目录] ……\n",
)
HINT = Text("\n`egret COMMAND --help` says more.", "\n运行 `egret 命令 --help` 查看详情。")
UNKNOWN = Text("There is no command `{command}`.", "没有命令 `{command}`。")
LIST_THEM = Text("`egret --help` lists all commands.", "运行 `egret --help` 列出所有命令。")
NO_DIRECTORY = Text("--data needs a directory after it.", "--data 之后需要一个目录。")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code."""
    speak_utf8()
    name, *rest = (sys.argv[1:] if arguments is None else list(arguments)) or ["--help"]
    try:
        if name in ("--help", "-h", "help"):
            return show_help()
        if name in ("--version", "-V", "version"):
            print(f"egret {__version__}")
            return 0
        if name == "up":
            from egret.cli.up import up

            return up(rest)
        if name == "doctor":
            from egret.cli.doctor import doctor

            return doctor(rest)
        if name in ("backup", "restore"):
            from egret.cli import backup

            return (backup.backup if name == "backup" else backup.restore)(rest)
        if name == "verify":
            from egret.cli.verify import verify

            return verify(rest)
        if name in COMMANDS:
            return run_django(name, rest)
        raise Problem(UNKNOWN, LIST_THEM, command=name)
    except (Problem, EngineUnusable, MasterKeyUnusable) as problem:
        explain(problem)
        return 2
    except KeyboardInterrupt:
        return 130


def show_help() -> int:
    say(USAGE)
    for name, text in COMMANDS.items():
        print(f"  {name:<8} {text.say(language())}")
    say(HINT)
    return 0


def run_django(name: str, arguments: Sequence[str]) -> int:
    """Run a Django command on a data directory, knowing what runs there."""
    rest = take_data_option(arguments)
    instance = Instance.from_environment()
    os.environ[DATA_VARIABLE] = str(instance.data)
    running = instance.running()
    if running is not None:
        os.environ.setdefault("EGRET_ORIGIN", running.origin)
        os.environ.setdefault("EGRET_ENGINE_URL", running.engine_url)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egret.project.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["egret", *([] if name == "manage" else [DJANGO_NAMES.get(name, name)]), *rest])
    return 0


def take_data_option(arguments: Sequence[str]) -> list[str]:
    """Put `--data DIR` into the environment, wherever it stands, and return the other arguments."""
    rest: list[str] = []
    remaining = iter(arguments)
    for argument in remaining:
        if argument == "--data":
            directory = next(remaining, None)
            if directory is None:
                raise Problem(NO_DIRECTORY, LIST_THEM)
        elif argument.startswith("--data="):
            directory = argument.removeprefix("--data=")
        else:
            rest.append(argument)
            continue
        os.environ[DATA_VARIABLE] = str(Path(directory).resolve())
    return rest

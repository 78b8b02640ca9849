"""Prepare this clone and start it: `python3 src/egret/cli/bootstrap.py up`. Run by the system's Python, by `make`.

This file alone must be readable by Pythons that are too old to run the rest.
"""

import os
import shutil
import signal
import sys

NEWER_PYTHONS = ("python3.14", "python3.13", "python3.12", "python3.11")


def main():  # type: () -> int
    if sys.version_info < (3, 11):  # noqa: UP036 - the one file an older Python runs
        for name in NEWER_PYTHONS:
            path = shutil.which(name)
            if path:
                os.execv(path, [path, *sys.argv])  # noqa: S606 - the same file under a newer Python
        _refuse()
        return 2
    # The script's own folder comes first on the path and would hide standard modules of the same name.
    sys.path[0] = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, os.pardir)  # noqa: PTH100, PTH118, PTH120
    # Of what is installed here, compiled files are kept: without them every start takes twice as long.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    from egret.cli.install.main import main as install

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)  # the programs we run end with us, as after Ctrl-C
    return install(sys.argv[1:])


def _refuse():  # type: () -> None
    found = "%d.%d" % sys.version_info[:2]  # noqa: UP031 - read by old Pythons
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    if locale.lower().startswith("zh"):
        text = (
            "✗ Egret 需要 Python 3.11 或更高版本，这里是 " + found + "。\n"
            "  解决办法：安装新版本（例如 `apt install python3.11 python3.11-venv`），"
            "再运行 `make up PYTHON=python3.11`。\n"
        )
    else:
        text = (
            "✗ Egret needs Python 3.11 or newer; this is " + found + ".\n"
            "  What to do: install it (for example `apt install python3.11 python3.11-venv`), "
            "then `make up PYTHON=python3.11`.\n"
        )
    sys.stderr.buffer.write(text.encode("utf-8"))


if __name__ == "__main__":
    sys.exit(main())

"""What must hold before anything is started: each check says what is wrong and what to do, and changes nothing."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from pathlib import Path

import egret
from egret.cli.readiness import http_status
from egret.cli.terminal import Problem
from egret.kernel.keyring import master
from egret.kernel.text import Text
from egret.media.engine.binary import URL_VARIABLE
from egret.project.instance import Instance

# No clock can be right that is before this code was written, or this long after.
WRITTEN = datetime(2026, 1, 1, tzinfo=UTC).timestamp()
PLAUSIBLE_SECONDS = 10 * 365 * 86400.0
# Files are stamped by the same clock; more than this and it was set back since.
TOLERANCE_SECONDS = 120.0
# The hardware clock may keep local time, up to 14 hours from UTC.
HARDWARE_TOLERANCE_SECONDS = 15 * 3600.0

NOT_A_DIRECTORY = Text("{path} is not a directory.", "{path} 不是目录。")
NOT_WRITABLE = Text("{path} cannot be written by this user.", "当前用户无法写入 {path}。")
NOT_MADE = Text("The data directory {path} cannot be made: {error}.", "无法创建数据目录 {path}：{error}。")
OTHER_DATA = Text("give a directory of your own with --data DIR.", "请用 --data DIR 指定您有权写入的目录。")
OTHER_DATA_OR_OWNER = Text(
    "give a directory of your own with --data DIR, or become its owner: `chown -R {user} {data}` as administrator.",
    "请用 --data DIR 指定您有权写入的目录，或以管理员身份更改其所有者：`chown -R {user} {data}`。",
)
CLOCK_OFF = Text(
    "This machine's clock is far off: it says {now}, {reason}.", "本机时钟严重不准：显示 {now}，{reason}。"
)
SET_CLOCK = Text(
    "set it, for example `timedatectl set-ntp true`, or `date -u -s '2026-11-23 12:00'` with the true time.",
    "请校准时钟，例如 `timedatectl set-ntp true`，或用正确时间运行 `date -u -s '2026-11-23 12:00'`。",
)
BEFORE_CODE = Text("which is before this version of Egret was written", "早于本版本 Egret 的编写时间")
FAR_FUTURE = Text("which is many years from now", "在很多年之后")
BEFORE_DATA = Text("yet the data directory was changed at {other}", "但数据目录的修改时间是 {other}")
HARDWARE = Text("and its hardware clock says {other}", "而硬件时钟显示 {other}")
NO_CLUSTER = Text("No LiveKit server answers at {url}.", "{url} 没有 LiveKit 服务器响应。")
CHECK_CLUSTER = Text(
    "see that the cluster runs and that {variable} names it; unset {variable} to use an engine of this machine.",
    "请检查集群是否运行、{variable} 是否正确；取消设置 {variable} 则使用本机引擎。",
)
HALF_RESTORED = Text("A restore into {data} was interrupted.", "恢复到 {data} 的过程被中断。")
RESTORE_AGAIN = Text("run `egret restore` again; it begins anew.", "请重新运行 `egret restore`，将从头开始。")
NO_PAGES = Text("The web pages are not built ({path} is missing).", "网页尚未构建（缺少 {path}）。")
BUILD_PAGES = Text("run `make up`, which builds them.", "请运行 `make up` 自动构建。")


def require_data_directory(data: Path) -> None:
    """The data directory can be used, or made."""
    existing = next(path for path in (data, *data.parents) if path.exists() or path.is_symlink())
    if not existing.is_dir():
        raise Problem(NOT_A_DIRECTORY, OTHER_DATA, path=existing)
    owner = {"user": _user(), "data": data}
    if not os.access(existing, os.W_OK | os.X_OK):
        # A folder above it belongs to somebody else for a reason: no advice to take that over.
        raise Problem(NOT_WRITABLE, OTHER_DATA_OR_OWNER if existing == data else OTHER_DATA, path=existing, **owner)
    for path in (
        data / "egret.sqlite3",
        data / "secrets.json",
        data / "run",
        data / "lock",
        data / "keyring",
        data / "blobs",
    ):
        if path.exists() and not os.access(path, os.R_OK | os.W_OK):
            raise Problem(NOT_WRITABLE, OTHER_DATA_OR_OWNER, path=path, **owner)


def require_restored(instance: Instance) -> None:
    """What an interrupted restore left is no installation."""
    if instance.half_restored():
        raise Problem(HALF_RESTORED, RESTORE_AGAIN, data=instance.data)


def prepare(instance: Instance) -> None:
    """Make the data directory. An administrator's rights pass every check above and still end at a read-only disk."""
    try:
        instance.prepare()
        instance.secrets()
    except OSError as error:
        raise Problem(NOT_MADE, OTHER_DATA, path=instance.data, error=error.strerror or error) from None


def require_master_key(instance: Instance) -> None:
    """The key of what people store is there, private, and the right one; a first start makes it. Raises
    MasterKeyUnusable. A keyring in PostgreSQL is compared with it by the system checks."""
    master.make_default(instance)
    master.require_keys_for(master.master_keys(instance), master.masters_in_use(instance))


def require_clock(data: Path) -> None:
    """The clock is plausible: sign-in codes, room tokens and certificates all depend on it."""
    reason = clock_problem(data, time.time())
    if reason is not None:
        text, facts = reason
        raise Problem(
            Text(CLOCK_OFF.en.replace("{reason}", text.en), CLOCK_OFF.zh.replace("{reason}", text.zh)),
            SET_CLOCK,
            now=_moment(time.time()),
            **facts,
        )


def clock_problem(data: Path, now: float) -> tuple[Text, dict[str, str]] | None:
    """Why the clock cannot be right, or None."""
    if now < WRITTEN:
        return BEFORE_CODE, {}
    if now > WRITTEN + PLAUSIBLE_SECONDS:
        return FAR_FUTURE, {}
    newest = max(
        (_modified(data / name) for name in ("run/running.json", "egret.sqlite3", "egret.sqlite3-wal")), default=0
    )
    if newest > now + TOLERANCE_SECONDS:
        return BEFORE_DATA, {"other": _moment(newest)}
    hardware = hardware_clock()
    if hardware is not None and abs(hardware - now) > HARDWARE_TOLERANCE_SECONDS:
        return HARDWARE, {"other": _moment(hardware)}
    return None


def hardware_clock() -> float | None:
    """Seconds since 1970 by the battery-backed clock, where the machine shows one."""
    try:
        return float(Path("/sys/class/rtc/rtc0/since_epoch").read_text())
    except (OSError, ValueError):
        return None


def require_pages(web_dist: Path) -> None:
    if not (web_dist / "index.html").is_file():
        raise Problem(NO_PAGES, BUILD_PAGES, path=web_dist / "index.html")


def require_cluster(url: str) -> None:
    """The operator's own engine answers; waiting for it to appear would only look like a slow start."""
    if http_status(url, "/", {}) is None:
        raise Problem(NO_CLUSTER, CHECK_CLUSTER, url=url, variable=URL_VARIABLE)


def require_not_running(instance: Instance) -> None:
    """Said before a port is found in use by the very same installation."""
    if instance.data.is_dir():
        from egret.cli.lock import only_supervisor

        with only_supervisor(instance):
            pass


def source_root() -> Path:
    """The clone this code runs from."""
    return Path(egret.__file__).resolve().parents[2]


def _modified(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _moment(seconds: float) -> str:
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M UTC")
    except (OverflowError, OSError, ValueError):
        return f"{seconds:.0f} s"


def _user() -> str:
    return os.environ.get("USER") or str(os.getuid())

"""Checks of the machine: ports, clock, disk, kernel limits."""

from __future__ import annotations

import ctypes
import shutil
import socket
import sys
from pathlib import Path

from egret.cli import addresses, preflight
from egret.cli.doctor.finding import Finding, bad, bad_because, good, note, running_on
from egret.cli.terminal import Problem
from egret.kernel.text import Text
from egret.project.instance import Instance

# Below this SQLite's journal and an upgrade no longer fit; a busy day of signalling needs far less than the second.
DISK_BAD_BYTES = 500 * 10**6
DISK_NOTE_BYTES = 2 * 10**9
# What LiveKit asks for: bursts of video packets that arrive while the engine is busy are kept, not lost.
DATAGRAM_BUFFER_BYTES = 5_000_000
ADJTIMEX_UNSYNCHRONISED = 5  # TIME_ERROR of <sys/timex.h>

PORTS_FREE = Text("Ports {port} and {media} (media) are free.", "端口 {port} 和 {media}（媒体）可用。")
PORTS_OURS = Text("The ports are in use by this installation.", "端口正由本实例使用。")
MEDIA_TAKEN = Text(
    "Media port {media} is in use; `egret up` will take another.",
    "媒体端口 {media} 已被占用；`egret up` 会改用其他端口。",
)
CHOOSE_MEDIA = Text(
    "choose one with --media-port, so that a firewall can name it.", "请用 --media-port 指定，以便在防火墙中放行。"
)
CLOCK_GOOD = Text("The clock is plausible and synchronised.", "时钟合理且已同步。")
CLOCK_PLAUSIBLE = Text(
    "The clock is plausible, but nothing keeps it right (the kernel says: not synchronised).",
    "时钟合理，但没有校时服务（内核显示：未同步）。",
)
SYNCHRONISE = Text("`timedatectl set-ntp true`, or install chrony.", "运行 `timedatectl set-ntp true`，或安装 chrony。")
DISK = Text("{free:.1f} GB are free for {data}.", "{data} 所在磁盘剩余 {free:.1f} GB。")
MAKE_ROOM = Text("make room, or move the data directory to a larger disk.", "请清理空间，或将数据目录移到更大的磁盘。")
BUFFERS = Text("The kernel keeps {have} bytes of datagrams per socket.", "内核为每个套接字缓存 {have} 字节数据报。")
RAISE_BUFFERS = Text(
    "for meetings of many: `sysctl -w net.core.rmem_max={want}` (and in /etc/sysctl.d/ to keep it).",
    "大型会议请运行 `sysctl -w net.core.rmem_max={want}`（并写入 /etc/sysctl.d/ 以长期生效）。",
)


def ports(instance: Instance, port: int) -> list[Finding]:
    if running_on(instance) is not None:
        return good("ports", PORTS_OURS)
    try:
        addresses.require_free(["127.0.0.1"], port, "--port", socket.SOCK_STREAM)
    except Problem as problem:
        return bad_because("ports", problem)
    media = addresses.default_media_port(port)
    if not addresses.is_free(["0.0.0.0"], media, socket.SOCK_DGRAM, socket.SOCK_STREAM):  # noqa: S104 - only asked
        return note("ports", MEDIA_TAKEN, CHOOSE_MEDIA, media=media)
    return good("ports", PORTS_FREE, port=port, media=media)


def clock(instance: Instance, port: int) -> list[Finding]:
    try:
        preflight.require_clock(instance.data)
    except Problem as problem:
        return bad_because("clock", problem)
    if clock_is_synchronised():
        return good("clock", CLOCK_GOOD)
    return note("clock", CLOCK_PLAUSIBLE, SYNCHRONISE)


def clock_is_synchronised() -> bool:
    """What the kernel knows of its clock; where it cannot be asked nothing is held against it."""
    if sys.platform != "linux":
        return True
    answer: int = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(512))  # an all-zero struct only asks
    return answer != ADJTIMEX_UNSYNCHRONISED


def disk(instance: Instance, port: int) -> list[Finding]:
    existing = next(path for path in (instance.data, *instance.data.parents) if path.is_dir())
    free = shutil.disk_usage(existing).free
    facts = {"free": free / 1e9, "data": existing}
    if free < DISK_BAD_BYTES:
        return bad("disk", DISK, MAKE_ROOM, **facts)
    if free < DISK_NOTE_BYTES:
        return note("disk", DISK, MAKE_ROOM, **facts)
    return good("disk", DISK, **facts)


def datagram_buffers(instance: Instance, port: int) -> list[Finding]:
    try:
        have = int(Path("/proc/sys/net/core/rmem_max").read_text())
    except (OSError, ValueError):
        return []
    if have < DATAGRAM_BUFFER_BYTES:
        return note("datagram-buffers", BUFFERS, RAISE_BUFFERS, have=have, want=DATAGRAM_BUFFER_BYTES)
    return good("datagram-buffers", BUFFERS, have=have)

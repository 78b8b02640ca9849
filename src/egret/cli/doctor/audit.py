"""Whether the audit log is signed, and its heads go where the operator wants them."""

from __future__ import annotations

from egret.cli.doctor.finding import Finding, bad, good, note, running_on
from egret.cli.doctor.managed import BRING_UP_TO_DATE, Unreadable, has_database, read_json
from egret.kernel.text import Text
from egret.project.instance import Instance

# Heads are signed once a minute while anything happens: an entry that waits for longer is an alarm.
LATE_SECONDS = 600

SIGNED = Text(
    "The audit log has {size} entries under a signed head; `egret audit verify` reads all of them.",
    "审计日志共 {size} 条，均有签名；运行 `egret audit verify` 可全部校验。",
)
UNSIGNED = Text("{count} entries of the audit log are under no signed head.", "审计日志有 {count} 条尚未签名。")
START = Text("keep Egret running: its jobs sign the log once a minute.", "请保持 Egret 运行：任务每分钟签名一次。")
UNDELIVERED = Text(
    "The last head of the audit log did not go where EGRET_AUDIT_HEADS says.",
    "审计日志的最新签名未送达 EGRET_AUDIT_HEADS 所指位置。",
)
PUT_RIGHT = Text("see that the directory is there, or run the command by hand.", "请确认目录存在，或手动执行该命令。")
UNREADABLE = Text("The audit log could not be read.", "无法读取审计日志。")


def heads(instance: Instance, port: int) -> list[Finding]:
    if not has_database(instance):
        return []
    try:
        found = read_json(instance, "audit", "head")
    except Unreadable:
        return bad("audit", UNREADABLE, BRING_UP_TO_DATE)
    signed = found["head"]["size"] if found["head"] else 0
    unsigned = found["size"] - signed + found["waiting"]
    if found["undelivered"]:
        return bad("audit", UNDELIVERED, PUT_RIGHT)
    late = found["unsigned_seconds"] > LATE_SECONDS
    if late and running_on(instance):
        return bad("audit", UNSIGNED, START, count=unsigned)
    if late:
        return note("audit", UNSIGNED, START, count=unsigned)
    return good("audit", SIGNED, size=signed)

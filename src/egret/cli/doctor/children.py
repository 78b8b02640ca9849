"""Whether reports that an account belongs to a child are decided in time (C03)."""

from __future__ import annotations

from egret.cli.doctor.finding import Finding, bad, good, note
from egret.cli.doctor.managed import BRING_UP_TO_DATE, Unreadable, has_database, read_json
from egret.kernel.text import Text
from egret.project.instance import Instance

NONE_OPEN = Text("No report about a child's account is open.", "没有待处理的未成年人账号举报。")
OPEN = Text(
    "{count} reports about children's accounts are open, the first is due at {due}.",
    "有 {count} 项未成年人账号举报待处理，最早的期限为 {due}。",
)
OVERDUE = Text(
    "{count} reports about children's accounts are open, and the first was due at {due}.",
    "有 {count} 项未成年人账号举报待处理，其中最早的已于 {due} 逾期。",
)
DECIDE = Text(
    "`egret manage child_reports` lists them; uphold or dismiss each.",
    "运行 `egret manage child_reports` 查看列表，并逐项核实或驳回。",
)
UNREADABLE = Text("The reports about children's accounts cannot be read.", "无法读取未成年人账号举报。")


def reports(instance: Instance, port: int) -> list[Finding]:
    if not has_database(instance):
        return []
    try:
        waiting = read_json(instance, "child_reports")
    except Unreadable:
        return note("child-reports", UNREADABLE, BRING_UP_TO_DATE)
    if not waiting:
        return good("child-reports", NONE_OPEN)
    first = waiting[0]
    if first["overdue"]:
        return bad("child-reports", OVERDUE, DECIDE, count=len(waiting), due=first["due_at"])
    return note("child-reports", OPEN, DECIDE, count=len(waiting), due=first["due_at"])

"""`egret doctor`: checks the machine and the installation, and says for each finding what to do."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from egret.cli.doctor import audit, children, installation, machine, messages, vault
from egret.cli.doctor.finding import Finding, State
from egret.cli.options import DEFAULT_PORT, HELP, OPTIONS, Parser, port_number
from egret.cli.terminal import WHAT_TO_DO, language, say
from egret.kernel.text import Text
from egret.project.instance import Instance

DOCTOR = Text("Check the machine and the installation, and say what to do.", "检查本机和本实例，并给出处理建议。")
JSON = Text("print JSON instead of text", "输出 JSON")
RECONCILE = Text(
    "compare the store with the database too, and remove what belongs to nobody (reads every name: may take minutes)",
    "同时核对存储与数据库，并清除不属于任何人的内容（需读取所有名称，可能需要数分钟）",
)
WELL = Text("\nNothing has to be done.", "\n一切正常，无需处理。")
ILL = Text("\n{count} of these must be put right.", "\n有 {count} 项必须处理。")
MARKS = {State.GOOD: "✓", State.NOTE: "▲", State.BAD: "✗"}

CHECKS: tuple[Callable[[Instance, int], list[Finding]], ...] = (
    installation.data_directory,
    installation.running,
    vault.master_key,
    machine.ports,
    machine.clock,
    machine.disk,
    installation.engine,
    installation.recorder,
    machine.datagram_buffers,
    installation.certificates,
    installation.pages,
    messages.sms,
    children.reports,
    audit.heads,
)


def doctor(arguments: Sequence[str]) -> int:
    """Print all findings; exit code 1 when something must be done."""
    spoken = language()
    parser = Parser(prog="egret doctor", description=DOCTOR.say(spoken), add_help=False, allow_abbrev=False)
    group = parser.add_argument_group(OPTIONS.say(spoken))
    group.add_argument("--data", type=Path, metavar="DIR", help=HELP["--data"].say(spoken))
    group.add_argument("--port", type=port_number, metavar="P", default=DEFAULT_PORT, help=HELP["--port"].say(spoken))
    group.add_argument("--json", action="store_true", help=JSON.say(spoken))
    group.add_argument("--help", "-h", action="help", help=HELP["--help"].say(spoken))
    group.add_argument("--reconcile", action="store_true", help=RECONCILE.say(spoken))
    options = parser.parse_args(arguments)
    instance = Instance(options.data.resolve()) if options.data else Instance.from_environment()
    checks = (*CHECKS, vault.reconcile) if options.reconcile else CHECKS
    findings = [finding for check in checks for finding in check(instance, options.port)]
    bad = sum(finding.state is State.BAD for finding in findings)
    if options.json:
        print(json.dumps([finding.as_json(spoken) for finding in findings], ensure_ascii=False, indent=2))
        return 1 if bad else 0
    for finding in findings:
        print(f"{MARKS[finding.state]} {finding.what.say(spoken, **finding.facts)}")
        if finding.remedy is not None:
            print(f"    {WHAT_TO_DO.say(spoken)}{finding.remedy.say(spoken, **finding.facts)}")
    if bad:
        say(ILL, count=bad)
    else:
        say(WELL)
    return 1 if bad else 0

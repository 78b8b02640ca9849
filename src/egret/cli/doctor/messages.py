"""Whether messages by SMS reach their provider. The failures are in the database, which a child of ours reads."""

from __future__ import annotations

from egret.cli.doctor.finding import Finding, bad, good, note
from egret.cli.doctor.managed import BRING_UP_TO_DATE, Unreadable, has_database, read_json
from egret.kernel.text import Text
from egret.project.instance import Instance

ALL_SENT = Text("In the last 24 hours every SMS was handed over.", "过去 24 小时内所有短信均已送交。")
FAILED = Text(
    "{count} SMS could not be handed over in the last 24 hours, the last at {at} to a number of +{country}: {reason}",
    "过去 24 小时内有 {count} 条短信未能送交，最近一条在 {at}（+{country} 号码）：{reason}",
)
ASK_PROVIDER = Text(
    "`egret manage sms_failures` lists them; check the provider's account and the EGRET_SMS_… settings.",
    "运行 `egret manage sms_failures` 查看列表；请检查服务商账户和 EGRET_SMS_… 设置。",
)
CAP_REACHED = Text(
    "The daily cap of SMS was reached at {at}: nobody could sign in by code until midnight (UTC).",
    "每日短信上限已于 {at} 达到：在 UTC 零点前无法通过验证码登录。",
)
RAISE_CAP = Text(
    "if that was no attack, set EGRET_SMS_DAILY_CAP higher and start Egret anew.",
    "如非攻击所致，请调高 EGRET_SMS_DAILY_CAP 并重新启动 Egret。",
)
UNREADABLE = Text("The record of failed SMS cannot be read.", "无法读取短信失败记录。")


def sms(instance: Instance, port: int) -> list[Finding]:
    if not has_database(instance):
        return []
    try:
        failures = read_json(instance, "sms_failures")
    except Unreadable:
        return note("sms", UNREADABLE, BRING_UP_TO_DATE)
    caps = [failure for failure in failures if failure["cap"]]
    if caps:
        return bad("sms", CAP_REACHED, RAISE_CAP, at=caps[0]["at"])
    if failures:
        last = failures[0]
        facts = {"count": len(failures), "at": last["at"], "country": last["country_code"], "reason": last["reason"]}
        return note("sms", FAILED, ASK_PROVIDER, **facts)
    return good("sms", ALL_SENT)

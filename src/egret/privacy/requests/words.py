"""The timeline in words, for whoever reads it."""

from __future__ import annotations

from egret.kernel.objections import STOPPABLE
from egret.kernel.purpose import PURPOSES
from egret.kernel.text import Language, Text
from egret.privacy.requests.models import EventKind, RequestEvent
from egret.privacy.requests.reasons import EXTENSION, REFUSAL

EVENTS: dict[EventKind, Text] = {
    EventKind.RECEIVED: Text("Received. The clock is running.", "已收到，开始计时。"),
    EventKind.REPEATED: Text(
        "Sent again: it goes with this request, and so does what you wrote.",
        "再次提交：与您新写的内容一并按此请求处理。",
    ),
    EventKind.STOPPED: Text("Stopped at once: {what}", "已立即停止：{what}"),
    EventKind.RESTRICTED: Text(
        "Restricted at once: what you have here is stored, and rests but for what you do yourself.",
        "已立即限制处理：您的信息仅予存储，除您自己的操作外不再使用。",
    ),
    EventKind.STARTED: Text("Somebody is looking after it.", "已有人处理。"),
    EventKind.EXTENDED: Text("More time is needed. {reason}", "需要更多时间。{reason}"),
    EventKind.SOON: Text("The desk was reminded: little time is left.", "已提醒处理人员：期限将至。"),
    EventKind.OVERDUE: Text("The deadline has passed. An alarm was raised.", "已超过期限，已发出警报。"),
    EventKind.READY: Text("It is ready.", "已就绪。"),
    EventKind.REFUSAL_PROPOSED: Text(
        "One person proposes to refuse it. Another has to look at it.", "一位处理人员提议拒绝，须由另一人复核。"
    ),
    EventKind.REFUSAL_DROPPED: Text("It is not refused after all.", "未予拒绝，继续处理。"),
    EventKind.ANSWERED: Text("Answered.", "已答复。"),
    EventKind.REFUSED: Text("Refused by two people. {reason}", "经两人复核后拒绝。{reason}"),
    EventKind.WITHDRAWN: Text("Taken back.", "已撤回。"),
}
NOTHING = Text("nothing was going on", "没有正在进行的处理")
COMMA = Text(", ", "、")


def sentence(event: RequestEvent, language: Language) -> str:
    """One line of the timeline."""
    reasons = {**EXTENSION, **REFUSAL}
    reason = reasons.get(event.facts.get("reason", ""))
    return EVENTS[EventKind(event.kind)].say(
        language,
        reason=reason.say(language) if reason else "",
        what=_stopped(event.facts.get("purposes", []), language),
    )


def _stopped(purposes: list[str], language: Language) -> str:
    said = [
        STOPPABLE[each].stops.say(language) if each in STOPPABLE else PURPOSES[each].text.say(language)
        for each in purposes
        if each in STOPPABLE or each in PURPOSES
    ]
    return COMMA.say(language).join(said) or NOTHING.say(language)

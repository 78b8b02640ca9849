"""What can go wrong with messages by SMS."""

from __future__ import annotations

from egret.kernel.errors import EgretError, TooManyRequests
from egret.kernel.text import Text


class TooManyMessages(TooManyRequests):
    slug = "too-many-messages"
    title = Text("Too many messages were sent.", "发送短信次数过多。")
    detail = Text("Wait {retry_after} seconds, then try again.", "请等待 {retry_after} 秒后重试。")


class MessageNotSent(EgretError):
    status, slug = 503, "message-not-sent"
    title = Text("The message could not be sent.", "短信发送失败。")
    detail = Text(
        "Try again in a minute; if it stays, tell whoever runs this installation.",
        "请一分钟后重试；如仍失败，请告知本系统的管理者。",
    )

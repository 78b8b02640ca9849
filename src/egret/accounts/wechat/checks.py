"""Start-up stops where WeChat is half configured, and says what to do."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from egret.kernel import egress
from egret.kernel.text import Text

PAIRS = (("EGRET_WECHAT_APP_ID", "EGRET_WECHAT_SECRET"), ("EGRET_WECHAT_IN_APP_ID", "EGRET_WECHAT_IN_APP_SECRET"))
ADDRESSES = ("EGRET_WECHAT_AUTHORIZE_URL", "EGRET_WECHAT_IN_APP_AUTHORIZE_URL", "EGRET_WECHAT_API_URL")


@register()
def check_wechat(**_: Any) -> list[CheckMessage]:
    """Both halves of each pair are there, and every address is one."""
    messages: list[CheckMessage] = [
        Error(
            f"WeChat is half configured: {name if getattr(settings, other) else other} is missing.",
            hint=f"Set both {name} and {other}, as open.weixin.qq.com shows them for your app, or neither.",
            id="egret.E060",
        )
        for name, other in PAIRS
        if bool(getattr(settings, name)) is not bool(getattr(settings, other))
    ]
    if settings.EGRET_WECHAT_IN_APP_ID and not settings.EGRET_WECHAT_APP_ID:
        messages.append(
            Error(
                "EGRET_WECHAT_IN_APP_ID serves WeChat's own browser only; other browsers have no app.",
                hint="Set EGRET_WECHAT_APP_ID and EGRET_WECHAT_SECRET of a website app too.",
                id="egret.E061",
            )
        )
    for name in ADDRESSES:
        address = urlsplit(getattr(settings, name))
        if address.scheme not in ("https", "http") or not address.hostname or address.query or address.fragment:
            messages.append(
                Error(
                    f"{name} is not an address: {getattr(settings, name)!r}.",
                    hint="Leave it out; it is for a proxy or a test server of your own.",
                    id="egret.E062",
                )
            )
    return messages


def register_wechat() -> None:
    """Allow calls to WeChat's interface, once it is configured. The code that is sent is nobody's data yet."""
    if settings.EGRET_WECHAT_APP_ID:
        egress.register(
            settings.EGRET_WECHAT_API_URL,
            processor="WeChat (Tencent)",
            purpose="accounts.sign_in",
            payload=(),
            named=Text("WeChat (Tencent)", "微信（腾讯）"),
            sends=Text(
                "That you sign in here with WeChat, if you choose to",
                "您选择用微信登录时，您使用微信登录本系统这一事实",
            ),
        )

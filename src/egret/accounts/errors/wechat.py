"""What can go wrong with signing in by WeChat, as far as a page asks for it; `WechatProblem` has the rest."""

from __future__ import annotations

from egret.kernel.errors import EgretError, TooManyRequests
from egret.kernel.text import Text


class WechatNotOffered(EgretError):
    status, slug = 404, "wechat-not-offered"
    title = Text("WeChat sign-in is not set up here.", "本系统未启用微信登录。")
    detail = Text("Sign in with your phone number.", "请使用手机号码登录。")


class TooManyWechatSignIns(TooManyRequests):
    slug = "too-many-wechat-sign-ins"
    title = Text("Too many sign-ins by WeChat came from this address.", "此地址的微信登录次数过多。")
    detail = Text("Wait {retry_after} seconds, or use your phone number.", "请等待 {retry_after} 秒，或使用手机号码。")


class IdentityUnknown(EgretError):
    status, slug = 404, "identity-unknown"
    title = Text("This connection does not exist.", "此关联不存在。")
    detail = Text("It may have been removed already: reload the page.", "可能已解除，请刷新页面。")


class LastWayIn(EgretError):
    status, slug = 409, "last-way-in"
    title = Text("This is your only way to sign in.", "这是您唯一的登录方式。")
    detail = Text(
        "Add a passkey first; then you can disconnect it.",
        "请先添加通行密钥，然后再解除关联。",
    )

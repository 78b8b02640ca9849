"""What can go wrong while signing in, in words that say what to do."""

from __future__ import annotations

from egret.kernel.errors import EgretError, TooManyRequests
from egret.kernel.text import Text


class PhoneMalformed(EgretError):
    """Facts: `field`."""

    status, slug = 422, "phone-malformed"
    title = Text("This is not a phone number.", "这不是有效的手机号码。")
    detail = Text(
        "Write it with its country code, for example +44 7700 900123.",
        "请连同国家代码填写，例如 +86 138 0013 8000。",
    )


class TooManyCodes(TooManyRequests):
    slug = "too-many-codes"
    title = Text("Too many codes were sent.", "发送验证码次数过多。")
    detail = Text("Wait {retry_after} seconds, then ask for a new one.", "请等待 {retry_after} 秒后重新获取。")


class CodeNotSent(EgretError):
    status, slug = 503, "code-not-sent"
    title = Text("The message could not be sent.", "短信发送失败。")
    detail = Text(
        "Try again in a minute; if it stays, tell whoever runs this installation.",
        "请一分钟后重试；如仍失败，请告知本系统的管理者。",
    )


class FlowUnknown(EgretError):
    status, slug = 404, "flow-unknown"
    title = Text("This sign-in does not exist.", "此登录请求不存在。")
    detail = Text("Start again with your phone number.", "请重新输入手机号码。")


class CodeWrong(EgretError):
    """Facts: `attempts_left`."""

    status, slug = 422, "code-wrong"
    title = Text("This is not the code we sent.", "验证码不正确。")
    detail = Text(
        "Check the newest message. Attempts left: {attempts_left}.", "请核对最新短信。剩余尝试次数：{attempts_left}。"
    )


class CodeExpired(EgretError):
    status, slug = 410, "code-expired"
    title = Text("This code has expired.", "验证码已过期。")
    detail = Text("Ask for a new one.", "请重新获取验证码。")


class CodeUsed(EgretError):
    status, slug = 410, "code-used"
    title = Text("This code has been used.", "验证码已被使用。")
    detail = Text("Ask for a new one.", "请重新获取验证码。")


class CodeAttemptsExhausted(EgretError):
    status, slug = 429, "code-attempts-exhausted"
    title = Text("Too many wrong codes.", "验证码错误次数过多。")
    detail = Text("This code no longer works: ask for a new one.", "此验证码已失效，请重新获取。")


class CodeNotConfirmed(EgretError):
    status, slug = 409, "code-not-confirmed"
    title = Text("The phone number is not confirmed yet.", "手机号码尚未验证。")
    detail = Text("Enter the code from the message first.", "请先输入短信验证码。")


class UnderAge(EgretError):
    """Facts: `minimum_age`."""

    status, slug = 403, "under-age"
    title = Text("Egret is for people of {minimum_age} and older.", "Egret 仅供年满 {minimum_age} 周岁的人士使用。")
    detail = Text("No account was made, and what you gave us was deleted.", "未创建账号，您提供的信息已删除。")


class BirthDateImpossible(EgretError):
    """Facts: `field`."""

    status, slug = 422, "birth-date-impossible"
    title = Text("This cannot be a date of birth.", "出生日期无效。")
    detail = Text("Check the year, month and day.", "请检查年、月、日。")

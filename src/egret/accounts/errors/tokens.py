"""What can go wrong with app passwords and API tokens."""

from __future__ import annotations

from egret.kernel.errors import EgretError, TooManyRequests
from egret.kernel.text import Text


class AccessTokenUnknown(EgretError):
    status, slug = 404, "access-token-unknown"
    title = Text("This app password or token does not exist.", "此应用密码或令牌不存在。")
    detail = Text("It may be revoked already: reload the list.", "它可能已被撤销，请刷新列表。")


class TooManyAccessTokens(EgretError):
    """Facts: `maximum`."""

    status, slug = 409, "too-many-access-tokens"
    title = Text("You have {maximum} app passwords and tokens already.", "您已有 {maximum} 个应用密码和令牌。")
    detail = Text("Revoke one that you no longer use.", "请撤销不再使用的。")


class ScopesUnusable(EgretError):
    """Facts: `field`, `allowed`."""

    status, slug = 422, "scopes-unusable"
    title = Text("Choose what the program may do.", "请选择允许该程序执行的操作。")
    detail = Text("At least one of the sentences, and none twice.", "至少选择一项，且不可重复。")


class LabelUnusable(EgretError):
    """Facts: `field`, `maximum_length`."""

    status, slug = 422, "label-unusable"
    title = Text("This name cannot be used.", "此名称不可用。")
    detail = Text(
        "Write at most {maximum_length} letters, digits and signs, such as “Phone’s calendar”.",
        "请填写至多 {maximum_length} 个可见字符，例如“手机日历”。",
    )


class AppPasswordWrong(EgretError):
    """For an unknown person, a wrong password and a revoked one alike."""

    status, slug = 401, "app-password-wrong"
    title = Text("This user name and app password do not belong together.", "用户名与应用密码不匹配。")
    detail = Text(
        "The user name is your phone number with its country code. Make a new app password in your settings.",
        "用户名为含国家代码的手机号码。请在设置中新建应用密码。",
    )
    headers = {"WWW-Authenticate": 'Basic realm="Egret", charset="UTF-8"'}  # RFC 7617 §2


class TooManyAppPasswords(TooManyRequests):
    slug = "too-many-app-passwords"
    title = Text("Too many wrong app passwords.", "应用密码错误次数过多。")
    detail = Text("Wait {retry_after} seconds, then try again.", "请等待 {retry_after} 秒后重试。")

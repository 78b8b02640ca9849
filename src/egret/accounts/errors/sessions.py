"""What can go wrong with sessions and with a new phone number."""

from __future__ import annotations

from egret.kernel.errors import EgretError
from egret.kernel.text import Text


class SessionUnknown(EgretError):
    status, slug = 404, "session-unknown"
    title = Text("This session does not exist.", "此会话不存在。")
    detail = Text("It may have ended already: reload the list.", "它可能已经结束，请刷新列表。")


class PhoneTaken(EgretError):
    """The new number is somebody's account; told only to who proved to have the number."""

    status, slug = 409, "phone-taken"
    title = Text("This number belongs to another account.", "此号码属于另一个账号。")
    detail = Text(
        "Sign in with it to use or delete that account, or choose another number.",
        "请用该号码登录以使用或注销那个账号，或改用其他号码。",
    )


class PhoneUnchanged(EgretError):
    """Facts: `field`."""

    status, slug = 422, "phone-unchanged"
    title = Text("This is your number already.", "这已是您当前的号码。")
    detail = Text("Write the new one.", "请填写新号码。")

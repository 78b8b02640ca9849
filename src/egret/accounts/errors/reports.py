"""What can go wrong with a report that an account belongs to a child."""

from __future__ import annotations

from egret.kernel.errors import EgretError, TooManyRequests
from egret.kernel.text import Text


class AccountUnreadable(EgretError):
    """Facts: `field`."""

    status, slug = 422, "account-unreadable"
    title = Text("This is neither a phone number nor a link to a person.", "这既不是手机号码，也不是人员链接。")
    detail = Text(
        "Write the number with its country code, for example +44 7700 900123, or paste the link.",
        "请连同国家代码填写号码，例如 +86 138 0013 8000，或粘贴链接。",
    )


class TooManyReports(TooManyRequests):
    slug = "too-many-reports"
    title = Text("Too many reports came from this address.", "此地址提交的举报过多。")
    detail = Text("Wait {retry_after} seconds, then try again.", "请等待 {retry_after} 秒后重试。")


class ReportUnknown(EgretError):
    status, slug = 404, "report-unknown"
    title = Text("There is no such report.", "没有此举报。")
    detail = Text("`egret manage child_reports` lists them.", "运行 `egret manage child_reports` 查看列表。")


class ReportDecided(EgretError):
    """Facts: `state`."""

    status, slug = 409, "report-decided"
    title = Text("This report is decided already: {state}.", "此举报已处理：{state}。")
    detail = Text("A new report opens a new case.", "新的举报会建立新的案件。")

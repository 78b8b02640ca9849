"""What can go wrong on the way into a case."""

from __future__ import annotations

from egret.kernel.errors import EgretError
from egret.kernel.text import Text


class ReasonMissing(EgretError):
    """Facts: `shortest`, letters."""

    status, slug = 422, "case-reason-missing"
    title = Text("A case needs a reason.", "案件需要理由。")
    detail = Text("Say in at least {shortest} letters why.", "请以至少 {shortest} 个字说明理由。")


class CaseUnknown(EgretError):
    status, slug = 404, "case-unknown"
    title = Text("There is no such case.", "没有此案件。")
    detail = Text("`egret manage cases` lists them.", "运行 `egret manage cases` 查看列表。")


class CaseClosed(EgretError):
    """Facts: `closed_at`."""

    status, slug = 403, "case-closed"
    title = Text("This case is closed.", "此案件已结束。")
    detail = Text("It ended at {closed_at}. Open a new one.", "已于 {closed_at} 结束。请另立新案。")


class CaseOfAnother(EgretError):
    status, slug = 403, "case-of-another"
    title = Text("This case is about somebody else.", "此案件涉及其他用户。")
    detail = Text("Open one about the person whose data you need.", "请针对所需查看的用户另立案件。")


class SubjectUnknown(EgretError):
    status, slug = 404, "case-subject-unknown"
    title = Text("There is no such account.", "没有此账号。")
    detail = Text("Name a phone number with country code, or an id.", "请提供含国家代码的手机号码或账号编号。")


class DurationOutOfRange(EgretError):
    """Facts: `longest`, hours."""

    status, slug = 422, "case-duration-out-of-range"
    title = Text("A case is not open that long.", "案件开放时间过长。")
    detail = Text("Take between 1 and {longest} hours.", "请选择 1 至 {longest} 小时。")


class SubjectRestricted(EgretError):
    """Facts: `grounds`, one of which is needed."""

    status, slug = 403, "case-subject-restricted"
    title = Text("This person restricted what is done with their data.", "该用户已限制对其信息的处理。")
    detail = Text(
        "Open a case on one of these grounds, with --ground: {grounds}. Nothing was read.",
        "请以 --ground 指明以下理由之一后立案：{grounds}。未读取任何内容。",
    )

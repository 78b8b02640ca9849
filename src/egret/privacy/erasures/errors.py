"""What can be wrong with an order to erase."""

from __future__ import annotations

from egret.kernel.errors import EgretError
from egret.kernel.text import Text


class ErasureUnknown(EgretError):
    status, slug = 404, "erasure-unknown"
    title = Text("There is no such deletion.", "没有此注销申请。")
    detail = Text(
        "It was cancelled, or its certificate was kept for its 30 days and is gone.",
        "该申请已取消，或其证明已满 30 天保存期。",
    )


class ErasureDecided(EgretError):
    """Facts: `state`."""

    status, slug = 409, "erasure-decided"
    title = Text("It can no longer be cancelled.", "已无法取消。")
    detail = Text("Your account is being deleted now.", "您的账号正在删除。")


class ErasureOrderedAlready(EgretError):
    """Facts: `due_at`."""

    status, slug = 409, "erasure-ordered-already"
    title = Text("Your account is going to be deleted already.", "您的账号已在注销等待期。")
    detail = Text("Cancel that first, or delete now.", "请先取消，或选择立即注销。")


class NoticeUnknown(EgretError):
    status, slug = 404, "notice-unknown"
    title = Text("There is no such notice.", "没有此通知。")
    detail = Text("It was kept for a year and is gone. Load the page again.", "其一年保存期已满。请重新加载页面。")


class NoticeClosed(EgretError):
    status, slug = 409, "notice-closed"
    title = Text("This company confirmed already.", "该公司此前已确认。")
    detail = Text("Load the page again to see when.", "请重新加载页面查看确认时间。")


class EvidenceUnusable(EgretError):
    """Facts: `field`, `reason`, `maximum_length`."""

    status, slug = 422, "evidence-unusable"
    title = Text("Say by what the company confirmed.", "请注明该公司以何方式确认。")
    detail = Text(
        "Write at most {maximum_length} visible characters: a letter's number, a ticket. Nobody's name is needed.",
        "请填写至多 {maximum_length} 个可见字符，例如函件编号或工单号；无需填写姓名。",
    )


class ConfirmationDayImpossible(EgretError):
    """Facts: `first`, `last`."""

    status, slug = 422, "confirmation-day-impossible"
    title = Text("It cannot have been confirmed on that day.", "确认日期不可能是这一天。")
    detail = Text("Give a day between {first} and {last}.", "请选择 {first} 至 {last} 之间的日期。")

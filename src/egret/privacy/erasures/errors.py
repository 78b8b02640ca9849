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

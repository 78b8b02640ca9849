"""What can go wrong with meetings, in words that say what to do."""

from __future__ import annotations

from egret.kernel.errors import EgretError
from egret.kernel.text import Text


class MeetingUnknown(EgretError):
    status, slug = 404, "meeting-unknown"
    title = Text("There is no meeting at this link.", "此链接没有对应的会议。")
    detail = Text("Check the link, or ask whoever sent it for a new one.", "请检查链接，或向发送者索取新链接。")


class MeetingEnded(EgretError):
    status, slug = 410, "meeting-ended"
    title = Text("This meeting has ended.", "会议已结束。")
    detail = Text("Ask the host for a new link.", "请向主持人索取新链接。")


class NotInMeeting(EgretError):
    status, slug = 403, "not-in-meeting"
    title = Text("You are not in this meeting.", "您不在此会议中。")
    detail = Text("Join it first.", "请先加入会议。")


class NicknameUnusable(EgretError):
    """Facts: `field`, `reason`, `maximum_length`."""

    status, slug = 422, "nickname-unusable"
    title = Text("This nickname cannot be used.", "此昵称无法使用。")
    detail = Text(
        "Write 1 to {maximum_length} visible characters, without hidden or direction-changing ones.",
        "请输入 1 至 {maximum_length} 个可见字符，不得含隐藏字符或改变文字方向的字符。",
    )


class IdempotencyKeyUnusable(EgretError):
    status, slug = 400, "idempotency-key-unusable"
    title = Text("This Idempotency-Key cannot be used.", "此 Idempotency-Key 无法使用。")
    detail = Text(
        "Send 1 to 64 visible ASCII characters, for example a UUID.", "请使用 1 至 64 个可见 ASCII 字符，例如 UUID。"
    )


class CursorUnusable(EgretError):
    status, slug = 400, "cursor-unusable"
    title = Text("This cursor is not one of ours.", "此游标无效。")
    detail = Text("Use `next_cursor` of the page before, unchanged.", "请原样使用上一页的 next_cursor。")

"""What can go wrong at a meeting's door and in leading it."""

from __future__ import annotations

from egret.kernel.errors import EgretError
from egret.kernel.text import Text


class MeetingLocked(EgretError):
    status, slug = 423, "meeting-locked"
    title = Text("This meeting is locked.", "会议已锁定。")
    detail = Text("Nobody new can come in. Ask the host to unlock it.", "暂不接受新的参会者，请联系主持人解除锁定。")


class EntryDenied(EgretError):
    status, slug = 403, "entry-denied"
    title = Text("You were not let in.", "您未获准入会。")
    detail = Text(
        "The host decided so. Ask them if you think it is a mistake.", "这是主持人的决定，如有疑问请联系主持人。"
    )


class RemovedFromMeeting(EgretError):
    status, slug = 403, "removed-from-meeting"
    title = Text("You were removed from this meeting.", "您已被移出会议。")
    detail = Text("You cannot come back unless the host lets you.", "除非主持人允许，否则您无法再次加入。")


class LobbyFull(EgretError):
    status, slug = 503, "lobby-full"
    title = Text("Too many people are waiting.", "等候的人过多。")
    detail = Text("Try again in a minute; nobody loses their place.", "请一分钟后重试，已在等候的人不受影响。")


class NotWaiting(EgretError):
    status, slug = 404, "not-waiting"
    title = Text("You are not waiting at this meeting.", "您不在此会议的等候室中。")
    detail = Text("Ask to join again.", "请重新请求加入。")


class ParticipantUnknown(EgretError):
    status, slug = 404, "participant-unknown"
    title = Text("There is no such participant in this meeting.", "会议中没有此参会者。")
    detail = Text("They may have left. Look at the list again.", "对方可能已离开，请刷新参会者列表。")


class BreakoutUnknown(EgretError):
    status, slug = 404, "breakout-unknown"
    title = Text("There is no such breakout room.", "没有此分组讨论室。")
    detail = Text("They may have been closed. Look again.", "分组讨论可能已结束，请刷新后重试。")


class MessageUnusable(EgretError):
    """Facts: `field`, `reason`, `maximum_length`."""

    status, slug = 422, "lobby-message-unusable"
    title = Text("This message cannot be shown.", "无法显示此消息。")
    detail = Text(
        "Write at most {maximum_length} visible characters, without hidden or direction-changing ones.",
        "最多 {maximum_length} 个可见字符，不得含隐藏字符或改变文字方向的字符。",
    )


class NicknameImitates(EgretError):
    """Facts: `field`."""

    status, slug = 409, "nickname-imitates"
    title = Text("Somebody who leads this meeting is called that.", "会议主持人正在使用此昵称。")
    detail = Text("Choose a name that nobody can mistake for theirs.", "请换一个不会与主持人混淆的昵称。")

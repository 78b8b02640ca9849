"""What can go wrong with polls, timers and files, in words that say what to do."""

from __future__ import annotations

from egret.kernel.errors import EgretError
from egret.kernel.text import Text


class PollUnknown(EgretError):
    status, slug = 404, "poll-unknown"
    title = Text("There is no such poll.", "没有此投票。")
    detail = Text("It may have been deleted.", "它可能已被删除。")


class PollClosed(EgretError):
    status, slug = 409, "poll-closed"
    title = Text("This poll is closed.", "投票已结束。")
    detail = Text("Its results are shown below the question.", "结果显示在问题下方。")


class AlreadyVoted(EgretError):
    status, slug = 409, "already-voted"
    title = Text("You have voted in this poll.", "您已投票。")
    detail = Text("A ballot cannot be changed.", "投票后不可更改。")


class PollUnusable(EgretError):
    """Facts: `field` (question, options, chosen), `reason`, `maximum_length`."""

    status, slug = 422, "poll-unusable"
    title = Text("This poll cannot be held.", "无法进行此投票。")
    detail = Text(
        "Ask in at most 200 characters, offer 2 to 10 different answers of at most 100, and choose among these.",
        "请填写不超过 200 个字符的问题，以及 2 至 10 个互不相同、各不超过 100 个字符的选项，并在其中选择。",
    )


class TooManyPolls(EgretError):
    """Facts: `maximum`."""

    status, slug = 409, "too-many-polls"
    title = Text("This meeting has had enough polls.", "此会议的投票已达上限。")
    detail = Text("There can be {maximum}; delete some.", "最多 {maximum} 个，请删除一些。")


class FileNotShowable(EgretError):
    status, slug = 404, "file-not-showable"
    title = Text("You cannot show this file.", "您无法展示此文件。")
    detail = Text("Choose a file that you may open.", "请选择您有权打开的文件。")

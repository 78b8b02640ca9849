"""What can go wrong with what people show of themselves."""

from __future__ import annotations

from egret.kernel.errors import EgretError
from egret.kernel.text import Text


class NameUnusable(EgretError):
    """Facts: `field`, `reason`, `maximum_length`."""

    status, slug = 422, "profile-name-unusable"
    title = Text("This name cannot be used.", "此名称无法使用。")
    detail = Text(
        "Write at most {maximum_length} visible characters, without hidden or direction-changing ones.",
        "请输入不超过 {maximum_length} 个可见字符，不得含隐藏字符或改变文字方向的字符。",
    )


class DescriptionUnusable(EgretError):
    """Facts: `field`, `reason`, `maximum_length`."""

    status, slug = 422, "description-unusable"
    title = Text("This description cannot be used.", "此简介无法使用。")
    detail = Text(
        "Write at most {maximum_length} visible characters, without hidden or direction-changing ones.",
        "请输入不超过 {maximum_length} 个可见字符，不得含隐藏字符或改变文字方向的字符。",
    )


class PictureUnknown(EgretError):
    status, slug = 404, "picture-unknown"
    title = Text("There is no such picture.", "没有此图片。")
    detail = Text("It was removed or replaced, or is not for you to see.", "该图片已被移除或替换，或您无权查看。")


class TimeZoneUnknown(EgretError):
    """Facts: `field`."""

    status, slug = 422, "time-zone-unknown"
    title = Text("This is not a time zone.", "时区无效。")
    detail = Text(
        "Use a name of the IANA database, for example Europe/Paris.", "请使用 IANA 时区名称，例如 Asia/Shanghai。"
    )

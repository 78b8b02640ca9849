"""What can go wrong with a hold."""

from __future__ import annotations

from egret.kernel.errors import EgretError
from egret.kernel.text import Text


class TargetUnknown(EgretError):
    """Facts: `kind`."""

    status, slug = 404, "hold-target-unknown"
    title = Text("There is nothing of this kind and id to hold.", "没有此类型和编号的内容可供保留。")
    detail = Text("It may have been deleted already: kind {kind}.", "可能已被删除：类型 {kind}。")


class HoldUnknown(EgretError):
    status, slug = 404, "hold-unknown"
    title = Text("There is no such hold.", "没有此项保留。")
    detail = Text("It may have been released.", "可能已经解除。")


class HoldIncomplete(EgretError):
    """Facts: `field`."""

    status, slug = 422, "hold-incomplete"
    title = Text("A hold needs more than this.", "保留所需信息不完整。")
    detail = Text(
        "Give reason, authority and who places it, and a review within a year from now: {field}.",
        "请提供原因、依据机关和下令人，并在一年内复核：{field}。",
    )

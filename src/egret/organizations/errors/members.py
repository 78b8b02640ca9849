"""What can go wrong with members."""

from __future__ import annotations

from egret.kernel.errors import EgretError
from egret.kernel.text import Text


class MemberUnknown(EgretError):
    status, slug = 404, "member-unknown"
    title = Text("There is no such member for you here.", "没有您可访问的此成员。")
    detail = Text("They may have left. Load the page again.", "可能已离开，请重新加载页面。")


class LastOwner(EgretError):
    status, slug = 409, "last-owner"
    title = Text("An organisation always has an owner.", "组织必须始终有所有者。")
    detail = Text(
        "Hand ownership to somebody else first, or delete the organisation.", "请先将所有权转交他人，或删除该组织。"
    )

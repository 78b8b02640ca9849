"""What can go wrong with a consent."""

from __future__ import annotations

from egret.kernel.errors import EgretError
from egret.kernel.text import Text


class PurposeNotAsked(EgretError):
    """Facts: `purpose`."""

    status, slug = 404, "purpose-not-asked"
    title = Text("Nobody asks you to agree to this.", "没有此项同意可供选择。")
    detail = Text("Load the page again: it shows what you are asked.", "请重新加载页面查看可选择的事项。")

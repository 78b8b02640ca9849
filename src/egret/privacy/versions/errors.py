"""What can go wrong with the policy's versions."""

from __future__ import annotations

from egret.kernel.errors import EgretError
from egret.kernel.text import Text


class VersionUnknown(EgretError):
    status, slug = 404, "version-unknown"
    title = Text("The policy has no such version.", "隐私政策没有此版本。")
    detail = Text("The list of versions names all of them.", "版本列表中列有全部版本。")

"""What can go wrong when somebody asks about the policy."""

from __future__ import annotations

from egret.kernel.errors import EgretError
from egret.kernel.text import Text


class ClauseUnknown(EgretError):
    status, slug = 404, "clause-unknown"
    title = Text("The policy has no such clause.", "隐私政策没有此条款。")
    detail = Text("Clauses are F01 to F21 and C01 to C82.", "条款编号为 F01 至 F21 及 C01 至 C82。")

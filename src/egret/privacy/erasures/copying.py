"""What a copy calls the tables of this room."""

from __future__ import annotations

from egret.kernel import copying
from egret.kernel.text import Text

copying.name("privacy_erasures.Erasure", Text("Deletions of your account that you ordered", "您申请的账号注销"))
copying.name("privacy_erasures.Notice", Text("Who else was told to delete", "已通知删除的其他方"))

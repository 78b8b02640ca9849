"""What a copy calls copies, and what it leaves out."""

from __future__ import annotations

from egret.kernel import copying
from egret.kernel.text import Text
from egret.privacy.copies.personal import ARRIVAL, COPY

copying.name("privacy_copies.Copy", Text("Copies you ordered", "您申请的副本"))
copying.name("privacy_copies.Arrival", Text("Copies you brought along", "您带来的副本"))
copying.pass_over("privacy_copies.Member")
copying.leave_out(COPY, Text("copies of everything are not in one another", "副本不包含其他副本"))
copying.leave_out(ARRIVAL, Text("a copy that you brought is gone once it is taken in", "带来的副本在导入后即删除"))
copying.leave_out("kernel.canary", Text("made up by checks, about nobody", "检验程序的虚构内容，与任何人无关"))

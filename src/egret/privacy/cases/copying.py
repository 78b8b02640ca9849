"""What a copy calls the tables of this room."""

from __future__ import annotations

from egret.kernel import copying
from egret.kernel.text import Text

copying.name("privacy_cases.Case", Text("Cases that staff opened about you", "工作人员就您立的案件"))

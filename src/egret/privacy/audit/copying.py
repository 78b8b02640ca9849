"""What a copy calls the tables of this room."""

from __future__ import annotations

from egret.kernel import copying
from egret.kernel.text import Text

copying.name("privacy_audit.Entry", Text("What was done with your data", "对您的数据所做的操作"))

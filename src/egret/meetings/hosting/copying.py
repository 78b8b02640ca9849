"""What a copy calls what hosting keeps."""

from __future__ import annotations

from egret.kernel import copying
from egret.kernel.text import Text

copying.name("hosting.Seat", Text("Your place in meetings", "您在会议中的状态"))

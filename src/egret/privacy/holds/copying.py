"""What a copy calls the tables of this room."""

from __future__ import annotations

from egret.kernel import copying
from egret.kernel.text import Text

copying.name("privacy_holds.Hold", Text("Holds on your data", "对您数据的保全"))

"""What a copy calls what was measured of calls."""

from __future__ import annotations

from egret.kernel import copying
from egret.kernel.text import Text

copying.name("quality.Sample", Text("How your calls were", "您的通话质量"))
copying.name("quality.Objection", Text("Your objections", "您的反对"))

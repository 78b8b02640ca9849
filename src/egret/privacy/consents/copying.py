"""What a copy calls the tables of this room."""

from __future__ import annotations

from egret.kernel import copying
from egret.kernel.text import Text

copying.name("privacy_consents.LedgerEntry", Text("What you agreed to and were told", "您同意及被告知的事项"))

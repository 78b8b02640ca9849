"""On one machine the terminal of `egret up` is the telephone."""

from __future__ import annotations

import sys

from egret.kernel.logs import Personal


class ConsoleSms:
    def send(self, phone: Personal[str], text: str) -> None:
        # Not a log line: whoever started Egret reads the message here, and needs to know whose it is.
        sys.stdout.write(f"SMS to {phone.reveal()}: {text}\n")
        sys.stdout.flush()

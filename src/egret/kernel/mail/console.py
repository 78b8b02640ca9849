"""On one machine the terminal of `egret up` is the letter box."""

from __future__ import annotations

import sys

from egret.kernel.logs import Personal
from egret.kernel.mail import Attachment


class ConsoleMail:
    def send(self, address: Personal[str], subject: str, text: str, attachment: Attachment | None = None) -> None:
        # Not a log line: whoever started Egret reads the message here, and needs to know whose it is.
        with_file = f"\n[{attachment.name}]" if attachment else ""
        sys.stdout.write(f"Mail to {address.reveal()}: {subject}\n{text}{with_file}\n")
        sys.stdout.flush()

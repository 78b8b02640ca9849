"""Messages kept in this process, for tests and for the probes' synthetic people."""

from __future__ import annotations

from typing import ClassVar

from egret.kernel.logs import Personal


class MemorySms:
    outbox: ClassVar[list[tuple[str, str]]] = []

    def send(self, phone: Personal[str], text: str) -> None:
        self.outbox.append((phone.reveal(), text))

"""Messages kept in this process, for tests and for the probes' synthetic people."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from egret.kernel.logs import Personal
from egret.kernel.mail import Attachment


class Kept(NamedTuple):
    address: str
    subject: str
    text: str
    attachment: Attachment | None


class MemoryMail:
    outbox: ClassVar[list[Kept]] = []

    def send(self, address: Personal[str], subject: str, text: str, attachment: Attachment | None = None) -> None:
        self.outbox.append(Kept(address.reveal(), subject, text, attachment))

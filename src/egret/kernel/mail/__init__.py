"""The mail port: a small interface with named variants, chosen by `EGRET_MAIL`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from egret.kernel.logs import Personal


class MailFailed(Exception):
    """The message was not handed over; the text says why, without the address."""


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a message; `parameters` are those of its media type."""

    name: str
    content: bytes
    subtype: str
    parameters: tuple[tuple[str, str], ...] = ()


class Mail(Protocol):
    def send(self, address: Personal[str], subject: str, text: str, attachment: Attachment | None = None) -> None:
        """Hand over one message. Raises MailFailed."""


VARIANTS = {
    "console": "egret.kernel.mail.console.ConsoleMail",
    "smtp": "egret.kernel.mail.smtp.SmtpMail",
    "memory": "egret.kernel.mail.memory.MemoryMail",
}


def port() -> Mail:
    """The variant in force."""
    mail: Mail = import_string(VARIANTS[settings.EGRET_MAIL])()
    return mail

"""The SMS port: a small interface with named variants, chosen by `EGRET_SMS`."""

from __future__ import annotations

from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from egret.kernel.logs import Personal


class SmsFailed(Exception):
    """The message was not handed over; the text says why, without the number."""


class Sms(Protocol):
    def send(self, phone: Personal[str], text: str) -> None:
        """Hand over one message. Raises SmsFailed."""


VARIANTS = {
    "console": "egret.accounts.sms.console.ConsoleSms",
    "http": "egret.accounts.sms.http.HttpSms",
    "memory": "egret.accounts.sms.memory.MemorySms",
}


def port() -> Sms:
    """The variant in force."""
    sms: Sms = import_string(VARIANTS[settings.EGRET_SMS])()
    return sms

"""Start-up stops where messages could not be sent, and says what to do."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as Caution

from egret.accounts.sms import VARIANTS
from egret.accounts.sms.provider import SmsMisconfigured, read_settings


@register()
def check_sms(**_: Any) -> list[CheckMessage]:
    """The variant exists, its provider can be asked, and the daily cap is a number that lets somebody sign in."""
    messages: list[CheckMessage] = []
    if settings.EGRET_SMS not in VARIANTS:
        messages.append(
            Error(
                f"EGRET_SMS names no way to send messages: {settings.EGRET_SMS}.",
                hint=f"Use one of {', '.join(sorted(VARIANTS))}.",
                id="egret.E040",
            )
        )
    if settings.EGRET_SMS_DAILY_CAP < 1:
        messages.append(
            Error(
                "EGRET_SMS_DAILY_CAP is not a whole number from 1 on.",
                hint="Set it to the messages you are ready to pay for in a day, or leave it out for 2000.",
                id="egret.E048",
            )
        )
    if settings.EGRET_SMS == "http":
        try:
            read_settings()
        except SmsMisconfigured as error:
            messages += [Error(each.what, hint=each.what_to_do, id=each.id) for each in error.found]
        if urlsplit(settings.EGRET_SMS_URL).scheme == "http":
            messages.append(
                Caution(
                    "EGRET_SMS_URL is not encrypted: numbers and codes can be read on the way.",
                    hint="Use https://, unless the provider's gateway stands in your own network.",
                    id="egret.W040",
                )
            )
    return messages

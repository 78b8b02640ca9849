"""Start-up stops where mail could not be sent, and says what to do."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as Caution

from egret.kernel.mail import VARIANTS
from egret.kernel.mail.smtp import SECURITY, register_server, server_address


@register()
def check_mail(**_: Any) -> list[CheckMessage]:
    """The variant exists, and a mail server can be asked and is named in the policy."""
    if settings.EGRET_MAIL not in VARIANTS:
        return [
            Error(
                f"EGRET_MAIL names no way to send mail: {settings.EGRET_MAIL}.",
                hint=f"Use one of {', '.join(sorted(VARIANTS))}.",
                id="egret.E070",
            )
        ]
    return list(_check_server()) if settings.EGRET_MAIL == "smtp" else []


def _check_server() -> list[CheckMessage]:
    wanted = {
        "EGRET_MAIL_HOST": (bool(settings.EGRET_MAIL_HOST), "Give the name of the mail server."),
        "EGRET_MAIL_PORT": (0 < settings.EGRET_MAIL_PORT < 65536, "Use 587 with starttls, 465 with tls."),
        "EGRET_MAIL_FROM": ("@" in settings.EGRET_MAIL_FROM, "Give the address that messages come from."),
        "EGRET_MAIL_SECURITY": (settings.EGRET_MAIL_SECURITY in SECURITY, f"Use one of {', '.join(SECURITY)}."),
        "EGRET_MAIL_PROCESSOR": (
            bool(settings.EGRET_MAIL_PROCESSOR.strip()),
            "Name who runs the mail server: the privacy policy tells people who gets their address.",
        ),
    }
    messages: list[CheckMessage] = [
        Error(f"{name} is missing or not usable.", hint=hint, id="egret.E071")
        for name, (good, hint) in wanted.items()
        if not good
    ]
    if settings.EGRET_MAIL_SECURITY == "none":
        messages.append(
            Caution(
                "EGRET_MAIL_SECURITY is none: addresses and messages can be read on the way.",
                hint="Use starttls or tls, unless the mail server stands on this machine.",
                id="egret.W070",
            )
        )
    return messages


def register_mail() -> None:
    """Register the server where one is set and can be named; the check above says what is wrong with another."""
    if settings.EGRET_MAIL == "smtp" and urlsplit(server_address()).hostname:
        register_server()

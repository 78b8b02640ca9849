"""Messages that could not be handed over, kept for whoever runs the installation: when and why, never to whom."""

from __future__ import annotations

import re
from datetime import timedelta

import phonenumbers

from egret.accounts.models import SmsDelivery
from egret.kernel import clock
from egret.kernel.purpose import under

RECENT = timedelta(days=1)
# A telephone number or a code however it is written; a provider's error codes of up to five digits stay.
NUMBER = re.compile(r"\+?\d(?:[\s().\-/]|%2[0BbDd])*(?:\d(?:[\s().\-/]|%2[0BbDd])*){5,}")
LONGEST = SmsDelivery._meta.get_field("reason").max_length


def without_numbers(reason: str) -> str:
    """The reason in one line, every long number cut out."""
    return NUMBER.sub("…", " ".join(reason.split()))[:LONGEST]


@under("kernel.operation")
def record_failure(phone: str, reason: str, *, once: bool = False) -> None:
    """Write a failure down; `once`: unless the same one was written lately."""
    reason = without_numbers(reason)
    if once and SmsDelivery.objects.filter(at__gte=clock.now() - RECENT, reason=reason).exists():
        return
    country = phonenumbers.parse(phone, None).country_code
    SmsDelivery.objects.create(country_code=country or 0, reason=reason)


def recent_failures() -> list[SmsDelivery]:
    """Newest first."""
    return list(SmsDelivery.objects.filter(at__gte=clock.now() - RECENT).order_by("-at"))

"""Rate limits in the database: windows that begin with the first use, counted under a keyed hash so that no address or
number is stored."""

from __future__ import annotations

import hashlib
import hmac
import math
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from egret.kernel import clock
from egret.kernel.errors import TooManyRequests
from egret.kernel.models import RateWindow


@dataclass(frozen=True)
class Limit:
    """At most `count` of `name` within `window`; the reason stands where the limit is defined."""

    name: str
    count: int
    window: timedelta


def spend(limit: Limit, value: str, error: type[TooManyRequests] = TooManyRequests) -> None:
    """Count one use by `value` (a number, an address). Raises `error` with `retry_after` seconds beyond the limit."""
    wait = count(limit, value)
    if wait:
        raise error(retry_after=wait)


def count(limit: Limit, value: str) -> int:
    """Count one use by `value`; the seconds to wait when it is beyond the limit, 0 when it is not."""
    moment = clock.now()
    message = f"{limit.name}\0{value}".encode()
    key = hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).hexdigest()
    with transaction.atomic():
        # The same statements for the first use and for a later one: how long it takes must not tell whether a number
        # was used today.
        ends = moment + limit.window
        RateWindow.objects.bulk_create([RateWindow(key=key, expires_at=ends)], ignore_conflicts=True)
        window = RateWindow.objects.select_for_update().get(key=key)
        if window.expires_at <= moment:
            window.count, window.expires_at = 0, ends
        window.count += 1
        window.save(update_fields=["count", "expires_at"])
    wait = math.ceil((window.expires_at - moment).total_seconds())
    return max(1, wait) if window.count > limit.count else 0

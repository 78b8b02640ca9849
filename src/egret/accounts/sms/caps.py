"""How many messages may be sent: nobody's telephone rings without end, and nobody runs up a bill."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction

from egret.accounts.errors.messages import TooManyMessages
from egret.accounts.sms.failures import record_failure
from egret.kernel import ratelimit
from egret.kernel.errors import TooManyRequests
from egret.kernel.ratelimit import Limit

# With six digits, five guesses a code and fifty codes a day, a guesser needs seven years for an even chance.
PER_PHONE_AND_DAY = Limit("messages per phone and day", 50, timedelta(days=1))
# Nobody's telephone is made to ring without end.
PER_PHONE = Limit("messages per phone", 10, timedelta(minutes=15))
# A school behind one address still signs up in an hour; a script does not run up a bill.
PER_ADDRESS = Limit("messages per address", 500, timedelta(hours=1))

CAP_REACHED = "the installation's daily cap (EGRET_SMS_DAILY_CAP) is reached"


def per_day() -> Limit:
    """The installation's own cap, by setting: what its operator is ready to pay in a day."""
    return Limit("messages per installation", settings.EGRET_SMS_DAILY_CAP, timedelta(days=1))


def spend_caps(phone: str, address: str, error: type[TooManyRequests] = TooManyMessages) -> None:
    """Count one message to a number in E.164, asked for from an address. Raises `error` beyond a cap."""
    uses = ((PER_ADDRESS, address), (PER_PHONE, phone), (PER_PHONE_AND_DAY, phone), (per_day(), ""))
    # One commit for all, since each waits for the disk. What goes beyond a cap is not counted against those after it.
    with transaction.atomic():
        waits = ((limit, ratelimit.count(limit, value)) for limit, value in uses)
        beyond, wait = next(((limit, wait) for limit, wait in waits if wait), (None, 0))
    if beyond == per_day():
        record_failure(phone, CAP_REACHED, once=True)
    if wait:
        raise error(retry_after=wait)

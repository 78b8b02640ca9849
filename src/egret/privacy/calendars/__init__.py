"""Business days of a country: which days count, which do not, where that is published, and what is still a guess."""

from egret.privacy.calendars.days import (
    Counted,
    count_from,
    days_left,
    end_of_day,
    is_business_day,
    received_on,
    zone_for,
)

__all__ = ["Counted", "count_from", "days_left", "end_of_day", "is_business_day", "received_on", "zone_for"]

"""What people prefer. The row appears with the first choice and goes with the last."""

from __future__ import annotations

import uuid
from functools import lru_cache
from zoneinfo import available_timezones

from django.db import transaction

from egret.accounts.errors import TimeZoneUnknown
from egret.accounts.models import Person, Preferences
from egret.kernel.purpose import under

# Names of the database that are no place: what this machine is set to, and "not set".
NO_PLACES = {"localtime", "Factory"}


@under("accounts.profile")
def do_change_preferences(person_id: uuid.UUID, **chosen: str) -> Preferences:
    """Set `language`, `theme` or `time_zone` as far as given; "" goes back to not chosen. Raises TimeZoneUnknown."""
    zone = chosen.get("time_zone", "")
    if zone and zone not in _time_zones():
        raise TimeZoneUnknown(field="time_zone")
    with transaction.atomic():
        # Two windows that choose at once take turns.
        Person.objects.select_for_update().get(id=person_id)
        preferences = Preferences.objects.filter(person_id=person_id).first() or Preferences(person_id=person_id)
        for field, value in chosen.items():
            setattr(preferences, field, value)
        if preferences.language or preferences.theme or preferences.time_zone:
            preferences.save()
        else:
            Preferences.objects.filter(person_id=person_id).delete()
    return preferences


@lru_cache(maxsize=1)
def _time_zones() -> set[str]:
    """The names of the IANA database; reading them walks its directory."""
    return available_timezones() - NO_PLACES

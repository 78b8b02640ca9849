"""The age gate (C02): a date of birth is looked at and forgotten."""

from __future__ import annotations

from datetime import date

import phonenumbers

from egret.accounts.age_limits import LIMITS, PART_OF
from egret.accounts.errors import BirthDateImpossible, UnderAge

# The policy's own limit, below which no country's law brings it.
MINIMUM_AGE = 14
# The longest documented life is 122 years: beyond this it is a slip of the keyboard.
MAXIMUM_AGE = 130


def minimum_age_for(phone: str | None) -> int:
    """The age from which the owner of a number (E.164) may have an account: the law of its country, or the policy's.

    Countries share calling codes (+1, +7, +44): where the number does not tell which it is of, the strictest counts.
    Who comes without a number meets the policy's own limit: asking for a country would be asking for more.
    """
    return max([MINIMUM_AGE, *(_legal_age(country) for country in _countries(phone))])


def _countries(phone: str | None) -> tuple[str, ...]:
    if phone is None:
        return ()
    number = phonenumbers.parse(phone, None)
    country = phonenumbers.region_code_for_number(number)
    return (country,) if country else phonenumbers.region_codes_for_country_code(number.country_code or 0)


def _legal_age(country: str) -> int:
    limit = LIMITS.get(PART_OF.get(country, country))
    return limit.age if limit else MINIMUM_AGE


def age_on(born: date, day: date) -> int:
    """Completed years; who is born on 29 February completes a year on 1 March of a common year."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def require_old_enough(born: date, day: date, minimum: int) -> None:
    """Raises UnderAge below `minimum` years, BirthDateImpossible for a date in the future or beyond any life."""
    age = age_on(born, day)
    if age < 0 or age > MAXIMUM_AGE:
        raise BirthDateImpossible(field="birth_date")
    if age < minimum:
        raise UnderAge(minimum_age=minimum)

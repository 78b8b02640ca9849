"""The age gate (C02): a date of birth is looked at and forgotten."""

from __future__ import annotations

from datetime import date

from egret.accounts.errors import BirthDateImpossible, UnderAge

# The policy's own limit, and that of PIPL Art. 31.
MINIMUM_AGE = 14
# The longest documented life is 122 years: beyond this it is a slip of the keyboard.
MAXIMUM_AGE = 130


def age_on(born: date, day: date) -> int:
    """Completed years; who is born on 29 February completes a year on 1 March of a common year."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def require_old_enough(born: date, day: date) -> None:
    """Raises UnderAge below the limit, BirthDateImpossible for a date in the future or beyond any life."""
    age = age_on(born, day)
    if age < 0 or age > MAXIMUM_AGE:
        raise BirthDateImpossible(field="birth_date")
    if age < MINIMUM_AGE:
        raise UnderAge(minimum_age=MINIMUM_AGE)

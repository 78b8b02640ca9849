"""The age gate: each country's limit, by the number's calling code."""

from __future__ import annotations

from datetime import date

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from egret.accounts import synthetic
from egret.accounts.age import MINIMUM_AGE, age_on, minimum_age_for, require_old_enough
from egret.accounts.age_limits import LIMITS, PART_OF
from egret.accounts.errors import BirthDateImpossible, UnderAge


@pytest.mark.parametrize(
    ("phone", "limit"),
    [
        ("+8613800138000", 14),  # China, PIPL Art. 31
        ("+4915112345678", 16),  # Germany, GDPR Art. 8(1)
        ("+33612345678", 15),
        ("+4512345678", 15),
        ("+916123456789", 18),  # India
        ("+12125550123", 14),  # the United States name 13: the policy's own limit stays
        ("+821012345678", 14),
        ("+262692123456", 15),  # Réunion has a calling code of its own, and the law of France
        ("+41781234567", MINIMUM_AGE),  # Switzerland names no age
        ("+85291234567", MINIMUM_AGE),
    ],
)
def test_the_limit_is_that_of_the_numbers_country(phone: str, limit: int) -> None:
    assert minimum_age_for(phone) == limit


def test_a_number_that_does_not_tell_its_country_meets_the_strictest_that_shares_its_code(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    undetermined = "+447700900123"
    assert phonenumbers.region_code_for_number(phonenumbers.parse(undetermined, None)) is None
    assert minimum_age_for(undetermined) == 14
    monkeypatch.setitem(LIMITS, "JE", LIMITS["IN"])
    assert minimum_age_for(undetermined) == 18
    assert minimum_age_for("+442071838750") == 14  # this one is of London


def test_the_probes_numbers_meet_the_policys_own_limit() -> None:
    assert minimum_age_for(synthetic.new_phone()) == MINIMUM_AGE


def test_no_number_or_no_country_meets_the_policys_own_limit() -> None:
    assert minimum_age_for(None) == MINIMUM_AGE
    assert minimum_age_for("+80012345678") == MINIMUM_AGE


def test_every_limit_is_of_a_country_and_names_its_source() -> None:
    known = set(phonenumbers.SUPPORTED_REGIONS)
    assert set(LIMITS) <= known
    assert set(PART_OF) <= known
    assert set(PART_OF.values()) <= set(LIMITS)
    for country, limit in LIMITS.items():
        assert 10 <= limit.age <= 18, country
        assert any(letter.isdigit() for letter in limit.source), country


def test_the_whole_european_economic_area_is_in_the_table() -> None:
    area = [
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IS",
        "IT",
        "LI",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "NO",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    ]
    assert set(area) <= set(LIMITS)
    assert all(13 <= LIMITS[country].age <= 16 for country in area)  # GDPR Art. 8(1)


@given(st.dates(date(1900, 1, 1), date(2026, 12, 31)), st.sampled_from([14, 15, 16, 18]))
def test_the_gate_opens_on_the_birthday_and_not_a_day_before(born: date, minimum: int) -> None:
    birthday = (
        date(born.year + minimum, 3, 1)
        if (born.month, born.day) == (2, 29) and (born.year + minimum) % 4
        else born.replace(year=born.year + minimum)
    )
    require_old_enough(born, birthday, minimum)
    with pytest.raises(UnderAge) as refused:
        require_old_enough(born, date.fromordinal(birthday.toordinal() - 1), minimum)
    assert refused.value.facts == {"minimum_age": minimum}


def test_impossible_dates_are_a_slip_and_not_a_child() -> None:
    for born in (date(2027, 1, 1), date(1895, 1, 1)):
        with pytest.raises(BirthDateImpossible):
            require_old_enough(born, date(2026, 11, 23), 14)


def test_ages_around_a_leap_day() -> None:
    born = date(2012, 2, 29)
    assert [age_on(born, day) for day in (date(2026, 2, 28), date(2026, 3, 1), date(2028, 2, 29))] == [13, 14, 16]

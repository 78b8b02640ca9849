"""By when the law, and this policy, want an answer: a table of rules, of which the earliest decides (C74, C77).

Pure: a rule takes the day of receipt and the country, and gives a day.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from egret.kernel.text import Text
from egret.privacy.calendars import count_from

BUSINESS_DAYS = 15

# EU and EEA; the United Kingdom kept the same article.
_EEA = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO"
GDPR_COUNTRIES = frozenset({*_EEA.split(), "GB"})


@dataclass(frozen=True)
class Rule:
    """`due` is the day by which it wants an answer, `latest` the day beyond which it allows no extension; None: it
    knows none. `countries` None: everywhere."""

    id: str
    text: Text
    source: str
    countries: frozenset[str] | None
    due: Callable[[str, date], date]
    latest: Callable[[str, date], date] | None


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last day (Regulation (EEC, Euratom) No 1182/71, Art. 3(2)(c))."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _business_days(country: str, day: date) -> date:
    return count_from(country, day, BUSINESS_DAYS).on


RULES: tuple[Rule, ...] = (
    Rule(
        "policy",
        Text("This policy: 15 business days, and once 15 more", "本政策：15 个工作日，可延期一次，再加 15 个工作日"),
        "privacy policy, C77",
        None,
        _business_days,
        lambda country, day: count_from(country, day, 2 * BUSINESS_DAYS).on,
    ),
    Rule(
        "gdpr",
        Text("GDPR: one month, and two more where needed", "GDPR：一个月，必要时可再延两个月"),
        "Regulation (EU) 2016/679, Art. 12(3); UK GDPR, Art. 12(3)",
        GDPR_COUNTRIES,
        lambda _, day: months_after(day, 1),
        lambda _, day: months_after(day, 3),
    ),
    Rule(
        "pipl",
        Text("PIPL: promptly, which is 15 working days", "《个人信息保护法》：及时处理，即 15 个工作日内"),
        "《个人信息保护法》第五十条；《App违法违规收集使用个人信息行为认定方法》（国信办秘字〔2019〕191号）第六条",
        frozenset({"CN"}),
        _business_days,
        _business_days,
    ),
    Rule(
        "pdpa",
        Text("Singapore's PDPA: 30 days", "新加坡《个人数据保护法》：30 天"),
        "Personal Data Protection Regulations 2021 (Singapore), reg. 5",
        frozenset({"SG"}),
        lambda _, day: day + timedelta(days=30),
        None,
    ),
)


def rules_for(country: str) -> list[Rule]:
    """The rules of a controller's country, in the order of the table."""
    return [rule for rule in RULES if rule.countries is None or country in rule.countries]

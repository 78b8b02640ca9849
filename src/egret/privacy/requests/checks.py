"""Start-up stops when a request could cost something (C75): no table of privacy's has a place for a price."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register

# Words by which a form, or a table, would ask for money.
MONEY = ("fee", "price", "payment", "charge", "currency", "invoice", "amount_due", "card_number")


@register()
def check_free(**_: Any) -> list[CheckMessage]:
    """What people ask costs them nothing."""
    return [
        Error(
            f"{name} looks like a price.",
            hint="Requests about one's data are free of charge: leave it out, or give it another name.",
            id="egret.E052",
        )
        for name in prices_in(columns())
    ]


def columns() -> list[str]:
    """Every column of every table of privacy's rooms."""
    return [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label.startswith("privacy")
        for field in model._meta.concrete_fields
    ]


def prices_in(names: Iterable[str]) -> list[str]:
    """Those whose last part is a word of money: `fee`, `late_fee`, and not `feedback`."""
    return [name for name in names if any(f"_{word}_" in f"_{_last(name)}_" for word in MONEY)]


def _last(name: str) -> str:
    return name.rsplit(".", 1)[-1].rsplit("/", 1)[-1].replace("-", "_").lower()

"""What retention does next, in numbers: for whoever answers for the installation, and naming nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from egret.kernel import clock, copying, holds, retention, tasks
from egret.kernel.models import PeriodicJob
from egret.kernel.personal import CATEGORY_TEXTS, DECLARATIONS
from egret.kernel.purpose import PURPOSES
from egret.kernel.retention import Upcoming
from egret.kernel.text import Language
from egret.privacy.holds.queries import in_force
from egret.privacy.retention.models import Failure

# A month: what a monthly look at the page can miss nothing of.
DAYS = 30


@dataclass(frozen=True)
class Alarm:
    """A table of which something is past its period and could not be deleted."""

    model: str
    name: str
    error: str
    since: datetime
    last_at: datetime
    times: int


@dataclass(frozen=True)
class HeldKind:
    """Everything of a kind and of an authority that is held; `overdue`: somebody should have looked again."""

    what: str
    authority: str
    count: int
    review_at: datetime
    overdue: int


def next_run() -> datetime | None:
    """When the job is due; None before a worker ever ran."""
    return PeriodicJob.objects.filter(name=tasks.enforce_retention.module_path).values_list("due_at", flat=True).first()


def upcoming() -> list[Upcoming]:
    """What goes first at the top; then what is only held, then the rest as declared."""
    found = list(retention.preview(DAYS))
    return sorted(found, key=lambda each: (-(each.past - each.held), -each.held, -each.soon))


def alarms(language: Language) -> list[Alarm]:
    """The one that lasts longest first."""
    return [
        Alarm(row.model, name_of(row.model, language), row.error, row.since, row.last_at, row.times)
        for row in Failure.objects.order_by("since")
    ]


def held(language: Language) -> list[HeldKind]:
    """The nearest review first. A secret hold is one of its authority's: this page tells nobody on whom it is."""
    late = Count("id", filter=Q(review_at__lt=clock.now()))
    grouped = in_force().values("kind", "authority").annotate(count=Count("id"), nearest=Min("review_at"), late=late)
    return [
        HeldKind(
            holds.KINDS[each["kind"]].text.say(language) if each["kind"] in holds.KINDS else each["kind"],
            each["authority"],
            each["count"],
            each["nearest"],
            each["late"],
        )
        for each in grouped.order_by("nearest", "kind", "authority")
    ]


def name_of(model: str, language: Language) -> str:
    """What people call the rows of a table; where they have no name, what they are there for."""
    named = copying.NAMES.get(model.lower())
    if named is not None:
        return named.say(language)
    declaration = DECLARATIONS.get(model.lower())
    return PURPOSES[declaration.purpose].text.say(language) if declaration else model


def categories_of(each: Upcoming, language: Language) -> list[str]:
    return [CATEGORY_TEXTS[category].say(language) for category in each.categories]

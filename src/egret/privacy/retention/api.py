"""What will be deleted, for the operator's desk: numbers and rules, nobody's data."""

import datetime

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from egret.kernel import clock, retention
from egret.kernel.api import Output, answer, language_of, problems, signed_in, viewer_of
from egret.kernel.errors import NotAllowed, SignInRequired
from egret.kernel.purpose import PURPOSES, under
from egret.kernel.retention import Upcoming
from egret.kernel.text import Language
from egret.privacy.requests.queries import require_operator
from egret.privacy.retention import queries

router = Router(tags=["privacy desk"])


class RetentionTableOut(Output):
    model: str = Field(description="the table, as the commands and EGRET_RETENTION name it")
    name: str
    categories: list[str]
    purpose: str
    kept: str = Field(description="the period as the policy says it, with the rule that demands another one")
    started_by: str = Field(description="the field whose moment starts the period")
    rule: str = Field(description="the citation of that rule; empty: the period is the declared one")
    going: int = Field(description="rows that go at the next run")
    held: int = Field(description="rows that are past their period and held")
    days: list[int] = Field(description="rows that go on each of the days after, if nothing is held or changed")
    first_at: datetime.datetime | None = Field(description="when the oldest row's period ends, or ended")


class RetentionAlarmOut(Output):
    model: str
    name: str
    error: str
    since: datetime.datetime
    last_at: datetime.datetime
    times: int


class RetentionHeldOut(Output):
    what: str
    authority: str
    count: int
    review_at: datetime.datetime = Field(description="the nearest")
    overdue: int


class RetentionOut(Output):
    as_of: datetime.datetime
    next_run_at: datetime.datetime | None = Field(description="null: no worker ever ran here")
    tables: list[RetentionTableOut]
    alarms: list[RetentionAlarmOut]
    held: list[RetentionHeldOut]


@router.get("/privacy/retention", auth=signed_in, response={200: RetentionOut, **problems(SignInRequired, NotAllowed)})
@under("kernel.retention")
def read_retention(request: HttpRequest) -> HttpResponse:
    """What the next run deletes and what the days after it, what is held, and what could not be deleted."""
    require_operator(viewer_of(request))
    language = language_of(request)
    return answer(
        RetentionOut(
            as_of=clock.now(),
            next_run_at=queries.next_run(),
            tables=[_table(each, language) for each in queries.upcoming()],
            alarms=[RetentionAlarmOut(**vars(each)) for each in queries.alarms(language)],
            held=[RetentionHeldOut(**vars(each)) for each in queries.held(language)],
        )
    )


def _table(each: Upcoming, language: Language) -> RetentionTableOut:
    return RetentionTableOut(
        model=each.model,
        name=queries.name_of(each.model, language),
        categories=queries.categories_of(each, language),
        purpose=PURPOSES[each.declaration.purpose].text.say(language),
        kept=retention.of(each.declaration).text.say(language),
        started_by=each.started_by,
        rule=each.rule,
        going=each.past - each.held,
        held=each.held,
        days=each.days,
        first_at=each.first_at,
    )

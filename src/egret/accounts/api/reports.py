"""Reporting that an account belongs to a child; open to everybody."""

import datetime
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from egret.accounts.actions import reports as actions
from egret.accounts.errors.reports import AccountUnreadable, TooManyReports
from egret.kernel.api import Input, Output, address_of, answer, problems
from egret.kernel.errors import CrossSiteRequest
from egret.kernel.personal import Category
from egret.kernel.purpose import under

router = Router(tags=["accounts"])


class ChildReportIn(Input):
    account: Annotated[str, Category.REPORT] = Field(
        max_length=300, description="a phone number with its country code, or a link to the person"
    )
    relation: Literal["parent", "teacher", "child", "other"]
    explanation: Annotated[str, Category.REPORT] = Field("", max_length=2000)
    contact: Annotated[str, Category.REPORT] = Field("", max_length=120, description="for an answer, if one is wanted")


class ChildReportOut(Output):
    due_at: datetime.datetime


@router.post(
    "/child-reports",
    response={202: ChildReportOut, **problems(CrossSiteRequest, AccountUnreadable, TooManyReports)},
)
@under("accounts.protect_children")
def report_child(request: HttpRequest, body: ChildReportIn) -> HttpResponse:
    """Report that an account belongs to a child. The answer is the same whether or not there is such an account."""
    due_at = actions.do_report_child(
        body.account,
        relation=body.relation,
        explanation=body.explanation,
        contact=body.contact,
        address=address_of(request),
    )
    return answer(ChildReportOut(due_at=due_at), 202)

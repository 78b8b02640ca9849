"""The policy over HTTP."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from egret.kernel import clock
from egret.kernel.api import Output, answer, language_of, problems
from egret.kernel.browser_storage import ENTRIES, Entry, Kind, refused_by_browser
from egret.kernel.promises import State
from egret.kernel.purpose import under
from egret.kernel.text import Language
from egret.privacy import policy, queries
from egret.privacy.errors import ClauseUnknown

router = Router(tags=["privacy"])


class ControllerOut(Output):
    name: str
    email: str
    phone: str
    address: str


class ParagraphOut(Output):
    clauses: list[str]
    text: str


class SectionOut(Output):
    id: str
    title: str
    paragraphs: list[ParagraphOut]


class DataPurposeOut(Output):
    text: str
    legal_basis: str
    recipients: list[str] = Field(description="companies that get something for it; empty: none does")


class DataRowOut(Output):
    category: str
    fields: list[str]
    purposes: list[DataPurposeOut]
    retention: str


class RecipientRowOut(Output):
    name: str
    host: str
    purpose: str
    sends: str


class StorageRowOut(Output):
    name: str
    kind: Kind
    purpose: str
    lifetime: str
    optional: bool


class StorageEntryOut(StorageRowOut):
    present: bool | None = Field(description="null: only the page can tell, or nobody here")


class StorageOut(Output):
    refused_by_browser: bool = Field(description="the request carried Sec-GPC: 1, which counts as refusal")
    entries: list[StorageEntryOut]


class PolicyOut(Output):
    version: str
    updated_on: str
    language: Language
    controller: ControllerOut
    summary: list[ParagraphOut]
    sections: list[SectionOut]
    data: list[DataRowOut]
    everywhere: list[DataPurposeOut] = Field(description="purposes that reach all of the data, told once")
    recipients: list[RecipientRowOut] = Field(description="other hosts that get something of people; empty: none does")
    storage: list[StorageRowOut]


class PolicySummaryOut(Output):
    version: str
    summary: list[ParagraphOut]


@router.get("/policy/summary", response={200: PolicySummaryOut, **problems()})
@under("kernel.operation")
def read_summary(request: HttpRequest, language: Language | None = None) -> HttpResponse:
    """The policy in short, and which version it is: what is read before one accepts it."""
    chosen = language or language_of(request)
    return answer(PolicySummaryOut(version=policy.VERSION, summary=_summary(chosen)))


@router.get("/policy", response={200: PolicyOut, **problems()})
@under("kernel.operation")
def read_policy(request: HttpRequest, language: Language | None = None) -> HttpResponse:
    """The privacy policy in force, for everybody; `language` or the request's own."""
    chosen = language or language_of(request)
    whole = PolicyOut(
        version=policy.VERSION,
        updated_on=policy.VERSION,
        language=chosen,
        controller=ControllerOut(**settings.EGRET_OPERATOR),
        summary=_summary(chosen),
        sections=[
            SectionOut(
                id=section.id,
                title=section.title.say(chosen),
                paragraphs=[_paragraph(each, chosen) for each in section.paragraphs],
            )
            for section in policy.SECTIONS
        ],
        data=[_row(row) for row in queries.data_table(chosen)],
        everywhere=[DataPurposeOut(**vars(each)) for each in queries.everywhere_table(chosen)],
        recipients=[RecipientRowOut(**vars(row)) for row in queries.recipients_table(chosen)],
        storage=[StorageRowOut(**_entry(each, chosen)) for each in ENTRIES.values()],
    )
    return answer(whole)


@router.get("/storage", response={200: StorageOut, **problems()})
@under("kernel.operation")
def read_storage(request: HttpRequest) -> HttpResponse:
    """Everything Egret may keep in a browser, and whether this browser refuses the optional part by itself."""
    chosen = language_of(request)
    entries = [
        StorageEntryOut(**_entry(each, chosen), present=_cookie_present(request, each)) for each in ENTRIES.values()
    ]
    return answer(StorageOut(refused_by_browser=refused_by_browser(request), entries=entries))


def _row(row: queries.DataRow) -> DataRowOut:
    return DataRowOut(
        category=row.category,
        fields=row.fields,
        purposes=[DataPurposeOut(**vars(each)) for each in row.purposes],
        retention=row.retention,
    )


def _cookie_present(request: HttpRequest, entry: Entry) -> bool | None:
    """Pages cannot see our cookies, and the server sees here only those of the whole site: of others it cannot say."""
    if entry.kind is Kind.COOKIE and entry.name in request.COOKIES:
        return True
    return False if entry.name == settings.SESSION_COOKIE_NAME else None


def _entry(entry: Entry, language: Language) -> dict[str, Any]:
    return {
        "name": entry.name,
        "kind": entry.kind,
        "purpose": entry.purpose.say(language),
        "lifetime": entry.lifetime.say(language),
        "optional": entry.optional,
    }


def _summary(language: Language) -> list[ParagraphOut]:
    return [_paragraph(each, language) for each in policy.SUMMARY]


def _paragraph(paragraph: policy.Paragraph, language: Language) -> ParagraphOut:
    return ParagraphOut(clauses=list(paragraph.clauses), text=paragraph.text.say(language))


class ClauseOut(Output):
    id: str
    quote: str = Field(description="the source policy's words")
    sentence: str | None = Field(description="this policy's own sentence; null: it has none yet")
    section: str | None
    control: str | None = Field(description="the code that makes it true; null: not yet")
    state: State
    evidence: str = Field(description="what the last probe saw, in its own words")
    since: datetime | None
    checked_at: datetime | None


class ClausesOut(Output):
    as_of: datetime
    items: list[ClauseOut]


class SeenOut(Output):
    state: State
    evidence: str
    since: datetime
    checked_at: datetime
    times: int


class ClauseHistoryOut(ClauseOut):
    history: list[SeenOut]


@router.get("/policy/clauses", response={200: ClausesOut, **problems()})
@under("kernel.operation")
def list_clauses(request: HttpRequest, language: Language | None = None) -> HttpResponse:
    """Whether each promise of the policy holds on this installation, for everybody."""
    found = queries.clauses(language or language_of(request))
    return answer(ClausesOut(as_of=clock.now(), items=[ClauseOut(**vars(each)) for each in found]))


@router.get("/policy/clauses/{clause}", response={200: ClauseHistoryOut, **problems(ClauseUnknown)})
@under("kernel.operation")
def read_clause(request: HttpRequest, clause: str, language: Language | None = None) -> HttpResponse:
    """One promise, with what was seen of it before."""
    found, history = queries.clause(clause, language or language_of(request))
    seen = [
        SeenOut(
            state=State(each.state),
            evidence=each.evidence,
            since=each.since,
            checked_at=each.checked_at,
            times=each.times,
        )
        for each in history
    ]
    return answer(ClauseHistoryOut(**vars(found), history=seen))

"""The policy over HTTP."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from egret.kernel.api import Output, answer, language_of, problems
from egret.kernel.browser_storage import ENTRIES, Entry, Kind, refused_by_browser
from egret.kernel.purpose import under
from egret.kernel.text import Language
from egret.privacy import policy_text, queries

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


class DataRowOut(Output):
    category: str
    fields: list[str]
    purpose: str
    legal_basis: str
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
    recipients: list[RecipientRowOut] = Field(description="other hosts that get something of people; empty: none does")
    storage: list[StorageRowOut]


@router.get("/policy", response={200: PolicyOut, **problems()})
@under("kernel.operation")
def read_policy(request: HttpRequest, language: Language | None = None) -> HttpResponse:
    """The privacy policy in force, for everybody; `language` or the request's own."""
    chosen = language or language_of(request)
    policy = PolicyOut(
        version=policy_text.VERSION,
        updated_on=policy_text.VERSION,
        language=chosen,
        controller=ControllerOut(**settings.EGRET_OPERATOR),
        summary=[_paragraph(each, chosen) for each in policy_text.SUMMARY],
        sections=[
            SectionOut(
                id=section.id,
                title=section.title.say(chosen),
                paragraphs=[_paragraph(each, chosen) for each in section.paragraphs],
            )
            for section in policy_text.SECTIONS
        ],
        data=[DataRowOut(**vars(row)) for row in queries.data_table(chosen)],
        recipients=[RecipientRowOut(**vars(row)) for row in queries.recipients_table(chosen)],
        storage=[StorageRowOut(**_entry(each, chosen)) for each in ENTRIES.values()],
    )
    return answer(policy)


@router.get("/storage", response={200: StorageOut, **problems()})
@under("kernel.operation")
def read_storage(request: HttpRequest) -> HttpResponse:
    """Everything Egret may keep in a browser, and whether this browser refuses the optional part by itself."""
    chosen = language_of(request)
    entries = [
        StorageEntryOut(**_entry(each, chosen), present=_cookie_present(request, each)) for each in ENTRIES.values()
    ]
    return answer(StorageOut(refused_by_browser=refused_by_browser(request), entries=entries))


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


def _paragraph(paragraph: policy_text.Paragraph, language: Language) -> ParagraphOut:
    return ParagraphOut(clauses=list(paragraph.clauses), text=paragraph.text.say(language))

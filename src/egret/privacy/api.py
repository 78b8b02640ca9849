"""The policy over HTTP."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from egret.kernel.api import Output, answer, language_of, problems
from egret.kernel.browser_storage import ENTRIES
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


class StorageRowOut(Output):
    name: str
    kind: str = Field(description="cookie or local_storage")
    purpose: str
    lifetime: str
    optional: bool


class PolicyOut(Output):
    version: str
    updated_on: str
    language: Language
    controller: ControllerOut
    summary: list[ParagraphOut]
    sections: list[SectionOut]
    data: list[DataRowOut]
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
        storage=[
            StorageRowOut(
                name=entry.name,
                kind=entry.kind,
                purpose=entry.purpose.say(chosen),
                lifetime=entry.lifetime.say(chosen),
                optional=entry.optional,
            )
            for entry in ENTRIES.values()
        ],
    )
    return answer(policy)


def _paragraph(paragraph: policy_text.Paragraph, language: Language) -> ParagraphOut:
    return ParagraphOut(clauses=list(paragraph.clauses), text=paragraph.text.say(language))

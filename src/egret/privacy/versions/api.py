"""Versions over HTTP: for everybody to read, and what I am to be told of."""

import datetime
from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from pydantic import Field

from egret.kernel import clock, policy
from egret.kernel.api import Output, answer, language_of, problems, signed_in, viewer_of
from egret.kernel.errors import CrossSiteRequest, SignInRequired
from egret.kernel.purpose import under
from egret.kernel.text import Language
from egret.privacy.consents.personal import PURPOSE
from egret.privacy.versions import actions, differences, queries, record
from egret.privacy.versions.differences import Difference
from egret.privacy.versions.errors import VersionUnknown

router = Router(tags=["privacy"])

NeedName = Literal["nothing", "notice", "acceptance"]


class PolicyChangeOut(Output):
    need: NeedName
    text: str


class PolicyVersionRowOut(Output):
    version: str
    current: bool
    hashes: dict[str, str] = Field(description="SHA-256 of the text in each language, and of the catalogue")
    need: NeedName | None = Field(description="what it asked of people; null: there was none before")
    changes: list[PolicyChangeOut]
    sentences: int = Field(description="how many sentences changed")


class PolicyVersionsOut(Output):
    reviewed_on: datetime.date
    review_due_on: datetime.date
    review_overdue: bool
    items: list[PolicyVersionRowOut]


class TextPartOut(Output):
    op: Literal["same", "added", "removed"]
    text: str


class RewrittenOut(Output):
    section: str
    parts: list[TextPartOut]


class OldSectionOut(Output):
    id: str
    title: str
    paragraphs: list[str]


class PolicyVersionOut(PolicyVersionRowOut):
    before: str | None
    sections: list[OldSectionOut]
    rewritten: list[RewrittenOut] = Field(description="what changed since the version before")


class PolicyNoticeOut(Output):
    version: str
    accepted: str = Field(description="what I accepted")
    need: Literal["notice", "acceptance"]
    changes: list[PolicyChangeOut]
    sentences: int
    consents: list[str] = Field(description="purposes that ask by a switch, which is off")


class ArrivedOut(Output):
    notice: PolicyNoticeOut | None


@router.get("/policy/versions", response={200: PolicyVersionsOut, **problems()})
@under("kernel.operation")
def list_versions(request: HttpRequest, language: Language | None = None) -> HttpResponse:
    """Every version on record, the latest first, with what it changed."""
    chosen, known = language or language_of(request), record.recorded()
    latest = known[max(known)]
    return answer(
        PolicyVersionsOut(
            reviewed_on=latest.reviewed_on,
            review_due_on=latest.review_due_on,
            review_overdue=latest.review_due_on < clock.today(),
            items=[PolicyVersionRowOut.model_validate(_row(each, chosen)) for each in sorted(known, reverse=True)],
        )
    )


@router.get("/policy/versions/{version}", response={200: PolicyVersionOut, **problems(VersionUnknown)})
@under("kernel.operation")
def read_version(request: HttpRequest, version: str, language: Language | None = None) -> HttpResponse:
    """One version as it was, and what changed since the one before it."""
    chosen = language or language_of(request)
    snapshot = queries.access_version(version)
    earlier = queries.before(version)
    key = "en" if chosen == "en" else "zh"
    rewritten = differences.paragraphs(queries.access_version(earlier), snapshot, chosen) if earlier else []
    return answer(
        PolicyVersionOut.model_validate(
            {
                **_row(version, chosen),
                "before": earlier,
                "sections": [
                    {
                        "id": section["id"],
                        "title": section["title"][key],
                        "paragraphs": [each["text"][key] for each in section["paragraphs"]],
                    }
                    for section in snapshot["sections"]
                ],
                "rewritten": [
                    {"section": each.section, "parts": [{"op": op.value, "text": text} for op, text in each.parts]}
                    for each in rewritten
                ],
            }
        )
    )


@router.post(
    "/privacy/notices", auth=signed_in, response={200: ArrivedOut, **problems(CrossSiteRequest, SignInRequired)}
)
@under(PURPOSE)
def arrive(request: HttpRequest) -> HttpResponse:
    """I opened Egret: what am I to be told? Who was told and goes on is written down as that, never as agreeing."""
    language = language_of(request)
    notice = actions.do_arrive(viewer_of(request).person_id, language)
    if notice is None:
        return answer(ArrivedOut(notice=None))
    told = notice.difference
    return answer(
        ArrivedOut(
            notice=PolicyNoticeOut(
                version=notice.version,
                accepted=notice.accepted,
                need="notice" if told and told.need != "acceptance" else "acceptance",
                changes=_changes(told, language),
                sentences=told.sentences if told else 0,
                consents=list(told.consents) if told else [],
            )
        )
    )


ONE = problems(CrossSiteRequest, SignInRequired, VersionUnknown)


@router.post("/privacy/notices/{version}/delivered", auth=signed_in, response={204: None, **ONE})
@under(PURPOSE)
def deliver(request: HttpRequest, version: str) -> Status[None]:
    """The notice stands on my screen."""
    actions.do_deliver(viewer_of(request).person_id, version, language_of(request))
    return Status(204, None)


@router.post("/privacy/notices/{version}/seen", auth=signed_in, response={204: None, **ONE})
@under(PURPOSE)
def see(request: HttpRequest, version: str) -> Status[None]:
    """I read it. That is no consent to anything."""
    actions.do_see(viewer_of(request).person_id, version, language_of(request))
    return Status(204, None)


@router.post("/privacy/notices/{version}/accept", auth=signed_in, response={204: None, **ONE})
@under(PURPOSE)
def accept(request: HttpRequest, version: str) -> Status[None]:
    """I accept this version."""
    actions.do_accept(viewer_of(request).person_id, version, language_of(request))
    return Status(204, None)


def _row(version: str, language: Language) -> dict[str, object]:
    earlier = queries.before(version)
    told = queries.since(earlier, version) if earlier else None
    return {
        "version": version,
        "current": version == policy.version(),
        "hashes": record.recorded()[version].hashes,
        "need": told.need.value if told else None,
        "changes": _changes(told, language),
        "sentences": told.sentences if told else 0,
    }


def _changes(told: Difference | None, language: Language) -> list[PolicyChangeOut]:
    return [
        PolicyChangeOut(need=each.need.value, text=each.text.say(language)) for each in (told.changes if told else ())
    ]

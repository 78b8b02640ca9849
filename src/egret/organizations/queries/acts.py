"""What administrators did, for administrators."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from egret.kernel.text import Language
from egret.organizations import audit
from egret.organizations.errors import CursorUnusable
from egret.organizations.models import AdministrativeAct
from egret.organizations.queries.directory import names_of

PAGE = 50


@dataclass(frozen=True)
class ActRow:
    """`actor` is "" for somebody without a name, None for the directory, the operator, or who is gone."""

    id: uuid.UUID
    at: datetime
    actor: str | None
    sentence: str


def acts_of(
    organization_id: uuid.UUID, subject: str | None, language: Language, cursor: str | None
) -> tuple[list[ActRow], str | None]:
    """One page, newest first, narrowed to one subject, and the cursor of the next. Raises CursorUnusable."""
    found = AdministrativeAct.objects.filter(organization_id=organization_id)
    if subject:
        found = found.filter(act__startswith=f"{subject}.")
    if cursor:
        try:
            found = found.filter(id__lt=uuid.UUID(cursor))
        except ValueError:
            raise CursorUnusable from None
    page = list(found.order_by("-id")[: PAGE + 1])
    about = {audit.person_in(each.facts) for each in page} | {each.actor_id for each in page}
    names = names_of(organization_id, {person_id for person_id in about if person_id})
    rows = [
        ActRow(
            each.id,
            each.at,
            names.get(each.actor_id, "") if each.actor_id else None,
            audit.sentence(each.act, each.facts, language, names),
        )
        for each in page[:PAGE]
    ]
    return rows, str(page[PAGE - 1].id) if len(page) > PAGE else None

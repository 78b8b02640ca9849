"""The policy as a page shows it: sentences by hand, tables from the declarations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max

from egret.kernel import clock, egress, retention
from egret.kernel.blobs.kinds import KINDS, Kind
from egret.kernel.personal import CATEGORY_TEXTS, DECLARATIONS, Field, Retention
from egret.kernel.promises import PROMISES, State, name_of
from egret.kernel.purpose import LEGAL_BASIS_TEXTS, PURPOSES, Purpose
from egret.kernel.text import Language
from egret.privacy.catalog import CLAUSES
from egret.privacy.errors import ClauseUnknown
from egret.privacy.models import Check
from egret.privacy.policy import SECTIONS

SHOWN = 50


@dataclass(frozen=True)
class PurposeRow:
    """One purpose of a row, with its legal basis; `recipients`: which other companies get something for it."""

    text: str
    legal_basis: str
    recipients: list[str]


@dataclass(frozen=True)
class DataRow:
    category: str
    fields: list[str]
    purposes: list[PurposeRow]
    retention: str


def data_table(language: Language) -> list[DataRow]:
    """One row for each category, set of purposes and retention that some table declares, with its fields, in a stable
    order. What a purpose may reach everywhere is told once, by `everywhere_table`."""
    rows: dict[tuple[str, tuple[str, ...], str], DataRow] = {}
    for field, purposes, kept in _declared():
        retention = kept.text.say(language)
        key = (field.category, tuple(purposes), retention)
        row = rows.get(key)
        if row is None:
            category = CATEGORY_TEXTS[field.category].say(language)
            told = [_purpose(PURPOSES[each], language) for each in purposes]
            row = rows[key] = DataRow(category, [], told, retention)
        text = field.text.say(language)
        if text not in row.fields:
            row.fields.append(text)
    return list(rows.values())


def everywhere_table(language: Language) -> list[PurposeRow]:
    """The purposes that reach all of the data: to delete it, to copy it, to look whether the policy holds."""
    return [_purpose(each, language) for each in PURPOSES.values() if each.everywhere]


def _purpose(purpose: Purpose, language: Language) -> PurposeRow:
    return PurposeRow(
        purpose.text.say(language),
        LEGAL_BASIS_TEXTS[purpose.basis].say(language) if purpose.basis else "",
        [each.named.say(language) for each in egress.recipients() if each.purpose == purpose.id and each.sends],
    )


@dataclass(frozen=True)
class RecipientRow:
    name: str
    host: str
    purpose: str
    sends: str


def recipients_table(language: Language) -> list[RecipientRow]:
    """Every other host that gets something of people, as this installation is set up."""
    return [
        RecipientRow(
            each.named.say(language),
            each.netloc,
            PURPOSES[each.purpose].text.say(language),
            each.sends.say(language),
        )
        for each in egress.recipients()
        if each.sends is not None
    ]


def _declared() -> Iterator[tuple[Field | Kind, list[str], Retention]]:
    """Each personal field of each table with every purpose that may reach it, and each kind of content in the vault."""
    for declaration in DECLARATIONS.values():
        # A purpose that reaches everything is not repeated in each row.
        purposes = [each for each in declaration.purposes if not PURPOSES[each].everywhere]
        for field in declaration.fields.values():
            if isinstance(field, Field):
                yield field, purposes or [declaration.purpose], retention.of(declaration)
    for kind in KINDS.values():
        yield kind, [kind.purpose], kind.retention


# All promises are probed within an hour; after two nobody knows any more, and the last look is not told as today's.
STALE = timedelta(hours=2)


@dataclass(frozen=True)
class ClauseStatus:
    """A clause as it stands: `quote` is the source's, `sentence` the policy's own, where it has one."""

    id: str
    quote: str
    sentence: str | None
    section: str | None
    control: str | None
    state: State
    evidence: str
    since: datetime | None
    checked_at: datetime | None


def last_checks() -> dict[str, Check]:
    """The latest row of each clause that was ever probed."""
    wanted = dict(Check.objects.values_list("clause").annotate(Max("checked_at")))
    found = Check.objects.filter(checked_at__in=wanted.values())
    return {check.clause: check for check in found if wanted[check.clause] == check.checked_at}


def never_checked() -> list[str]:
    """The promises that have a probe and were never looked at."""
    seen = last_checks()
    return [clause for clause in sorted(PROMISES) if clause not in seen]


def clauses(language: Language) -> list[ClauseStatus]:
    """All 103, in the order of the map, each as it was last seen."""
    seen, sentences = last_checks(), _sentences(language)
    return [_status(clause, seen.get(clause), sentences) for clause in CLAUSES]


def clause(clause_id: str, language: Language) -> tuple[ClauseStatus, list[Check]]:
    """One, with what was seen of it before, the latest first. Raises ClauseUnknown."""
    if clause_id not in CLAUSES:
        raise ClauseUnknown
    history = list(Check.objects.filter(clause=clause_id).order_by("-id")[:SHOWN])
    return _status(clause_id, history[0] if history else None, _sentences(language)), history


def _status(clause_id: str, last: Check | None, sentences: dict[str, tuple[str, str]]) -> ClauseStatus:
    section, sentence = sentences.get(clause_id, (None, None))
    bound = PROMISES.get(clause_id)
    if bound is None:
        state, evidence = State.NOT_YET, ""
    elif last is None or last.checked_at < clock.now() - STALE:
        state, evidence = State.UNKNOWN, last.evidence if last else ""
    else:
        state, evidence = State(last.state), last.evidence
    return ClauseStatus(
        clause_id,
        CLAUSES[clause_id],
        sentence,
        section,
        name_of(bound.control) if bound else None,
        state,
        evidence,
        last.since if last and bound else None,
        last.checked_at if last and bound else None,
    )


def _sentences(language: Language) -> dict[str, tuple[str, str]]:
    """The first sentence of the policy for each clause, with its section."""
    found: dict[str, tuple[str, str]] = {}
    for section in SECTIONS:
        for paragraph in section.paragraphs:
            for clause_id in paragraph.clauses:
                found.setdefault(clause_id, (section.id, paragraph.text.say(language)))
    return found

"""Reads of the log: spans of its tree, proofs, what is written of a person."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from egret.kernel import audit
from egret.kernel.text import Language, Text
from egret.kernel.vault import pseudonyms
from egret.privacy.audit import heads, merkle
from egret.privacy.audit.entries import canonical, moment_of
from egret.privacy.audit.errors import EntryUnknown, NotYetProved
from egret.privacy.audit.heads import Head
from egret.privacy.audit.models import Entry, Node, Tree

PAGE = 50
# No pseudonym: what an entry about nobody has is "".
NOBODY = "-"
# Every eighth level of the tree is stored.
STORED_LEVELS = 8
EGRET = Text("This installation", "本系统")
GONE = Text("Somebody whose account is deleted", "账号已注销的用户")
NAMELESS = Text("Somebody without a name", "未填写姓名的用户")


def stored_span(start: int, stop: int) -> bytes:
    """MTH(D[start:stop]) from the rows: of each perfect subtree at most 256 are read."""
    size = stop - start
    level = size.bit_length() - 1
    if size == 1 << level and start % size == 0:
        return _perfect(level, start)
    middle = start + merkle.largest_power_below(size)
    return merkle.node_hash(stored_span(start, middle), stored_span(middle, stop))


def _perfect(level: int, start: int) -> bytes:
    base = level // STORED_LEVELS * STORED_LEVELS
    found: Iterable[Any]
    if base == 0:
        entries = Entry.objects.filter(number__gte=start, number__lt=start + (1 << level))
        found = entries.order_by("number").values_list("leaf", flat=True)
    else:
        first = start >> base
        nodes = Node.objects.filter(level=base, index__gte=first, index__lt=first + (1 << (level - base)))
        found = nodes.order_by("index").values_list("hash", flat=True)
    edge = merkle.Edge()
    for each in found:
        edge.add(bytes(each or b""))
    if edge.size != 1 << (level - base):
        raise NotYetProved
    return edge.root()


def tree() -> Tree:
    """As it is; a new one where nothing was ever written."""
    return Tree.objects.filter(id=Tree.ONE).first() or Tree(id=Tree.ONE)


def edge_of(found: Tree) -> merkle.Edge:
    joined = bytes.fromhex(found.edge)
    return merkle.Edge(
        found.size, [joined[at : at + merkle.HASH_BYTES] for at in range(0, len(joined), merkle.HASH_BYTES)]
    )


def waiting() -> QuerySet[Entry]:
    """What is written and not yet numbered."""
    return Entry.objects.filter(number=None)


def unsigned_since(size: int) -> datetime | None:
    """When the oldest entry was written that a head over `size` entries does not cover; None: it covers all."""
    oldest = Entry.objects.filter(Q(number=None) | Q(number__gte=size)).order_by("id").first()
    return moment_of(oldest.at) if oldest else None


@dataclass(frozen=True)
class Proof:
    """That an entry is in the tree of a signed head: whoever has the two recomputes the root from the path."""

    entry: Entry
    text: str
    path: list[bytes]
    head: Head


def prove(number: int) -> Proof:
    """Raises EntryUnknown, NotYetProved when no head covers it yet."""
    entry = Entry.objects.filter(number=number).first()
    if entry is None:
        raise EntryUnknown
    head = heads.latest(settings.INSTANCE.audit_heads)
    if head is None or head.size <= number:
        raise NotYetProved
    text = canonical(number, entry.at, entry.act, entry.actor, entry.subject, entry.about, entry.salt)
    return Proof(entry, text, merkle.inclusion_path(number, head.size, stored_span), head)


@dataclass(frozen=True)
class Told:
    """An entry in words: `who` did `what`."""

    id: int
    number: int | None
    at: datetime
    who: str
    what: str
    by_me: bool


def entries_about(person_id: uuid.UUID) -> QuerySet[Entry]:
    """Everything that was done with this person's data, led to by their pseudonym."""
    return Entry.objects.filter(subject=pseudonyms.known_pseudonym(person_id) or NOBODY)


def accesses_of(person_id: uuid.UUID, language: Language, before: int | None) -> tuple[list[Told], int | None]:
    """What others did with this person's data, the latest first, and where the next page begins."""
    own = pseudonyms.known_pseudonym(person_id)
    if own is None:
        return [], None
    found = Entry.objects.filter(subject=own)
    if before is not None:
        found = found.filter(id__lt=before)
    page = list(found.order_by("-id")[: PAGE + 1])
    told = _told(page[:PAGE], person_id, language)
    return told, page[PAGE - 1].id if len(page) > PAGE else None


def access_about(person_id: uuid.UUID, number: int) -> Proof:
    """The proof of an entry about this person. Raises EntryUnknown, NotYetProved."""
    own = pseudonyms.known_pseudonym(person_id)
    if own is None or not Entry.objects.filter(number=number, subject=own).exists():
        raise EntryUnknown
    return prove(number)


def _told(entries: list[Entry], reader: uuid.UUID, language: Language) -> list[Told]:
    people = pseudonyms.people_behind({entry.actor for entry in entries})
    names = audit.names_of(audit.PEOPLE, set(people.values()), reader, language)
    things: dict[str, dict[str, str]] = {}
    for entry in entries:
        if kind := audit.ABOUT.get(entry.act):
            things.setdefault(kind, {})[entry.about] = ""
    for kind, keys in things.items():
        ids = {uuid.UUID(key) for key in keys if key}
        keys.update({str(id_): name for id_, name in audit.names_of(kind, ids, reader, language).items()})
    return [
        Told(
            entry.id,
            entry.number,
            moment_of(entry.at),
            _who(entry.actor, people, names, language),
            _what(entry, things, language),
            people.get(entry.actor) == reader,
        )
        for entry in entries
    ]


def _who(actor: str, people: dict[str, uuid.UUID], names: Any, language: Language) -> str:
    if not actor:
        return EGRET.say(language)
    if actor not in people:
        return GONE.say(language)
    return names.get(people[actor]) or NAMELESS.say(language)


UNNAMED = Text("something that is gone", "已不存在的内容")
UNTOLD = Text("did something that this version of Egret has no words for", "进行了本版本无法描述的操作")


def _what(entry: Entry, things: dict[str, dict[str, str]], language: Language) -> str:
    text = audit.ACTS.get(entry.act)
    if text is None:
        return UNTOLD.say(language)
    kind = audit.ABOUT.get(entry.act)
    about = things.get(kind, {}).get(entry.about) if kind else ""
    return text.say(language, about=about or UNNAMED.say(language))

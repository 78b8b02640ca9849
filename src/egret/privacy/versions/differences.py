"""What changed between two versions, and what that asks for: it decides by itself, nobody's judgement does (C36, C80).

Being told is enough where sentences changed, where less is done than before, and for what the law requires. Accepting
anew is asked for where more is done with people's data than they accepted: a purpose, a kind of data, a longer period,
another legal basis. A purpose that rests on consent asks by its own switch, which is off.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from egret.kernel.personal import CATEGORY_TEXTS, Category
from egret.kernel.purpose import LEGAL_BASIS_TEXTS, LegalBasis
from egret.kernel.text import Language, Text
from egret.privacy.versions.snapshots import Snapshot

ASKS_BY_ITSELF = {LegalBasis.CONSENT.value, LegalBasis.LEGAL_OBLIGATION.value}


class Need(StrEnum):
    NOTHING = "nothing"
    NOTICE = "notice"
    ACCEPTANCE = "acceptance"


@dataclass(frozen=True)
class Change:
    need: Need
    text: Text


@dataclass(frozen=True)
class Difference:
    """`changes` are those of the catalogue; `sentences` counts those of the text; `consents` are purposes that ask."""

    changes: tuple[Change, ...]
    sentences: int
    consents: tuple[str, ...]

    @property
    def need(self) -> Need:
        if any(change.need is Need.ACCEPTANCE for change in self.changes):
            return Need.ACCEPTANCE
        return Need.NOTICE if self.changes or self.sentences else Need.NOTHING


def between(old: Snapshot, new: Snapshot) -> Difference:
    """From what somebody accepted to what is in force."""
    before, after = old["catalogue"], new["catalogue"]
    purposes = list(_purposes(before, after))
    added = after["purposes"].keys() - before["purposes"].keys()
    return Difference(
        (*purposes, *_data(before, after), *_periods(before, after)),
        len(list(paragraphs(old, new))),
        tuple(sorted(each for each in added if after["purposes"][each]["basis"] == LegalBasis.CONSENT)),
    )


def _purposes(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    found = []
    for each, purpose in after["purposes"].items():
        text, basis = Text(**purpose["text"]), purpose["basis"]
        earlier = before["purposes"].get(each)
        if earlier is None:
            need = Need.NOTICE if basis in ASKS_BY_ITSELF else Need.ACCEPTANCE
            found.append(Change(need, _say(Text("New purpose: {it} ({why})", "新增目的：{it}（{why}）"), text, basis)))
        elif earlier["basis"] != basis:
            found.append(
                Change(
                    Need.ACCEPTANCE,
                    _say(Text("Another legal basis: {it} ({why})", "法律依据变更：{it}（{why}）"), text, basis),
                )
            )
    for each, purpose in before["purposes"].items():
        if each not in after["purposes"]:
            text = Text(**purpose["text"])
            found.append(Change(Need.NOTICE, _say(Text("No longer done: {it}", "不再进行：{it}"), text)))
    return found


def _data(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    """Kinds of data that a purpose did not have before; a new purpose was told of already."""
    had, has = _categories(before), _categories(after)
    found = []
    for each in has:
        if each not in before["purposes"]:
            continue
        for category in sorted(has[each] - had.get(each, set())):
            basis = after["purposes"].get(each, {}).get("basis", "")
            need = Need.NOTICE if basis in ASKS_BY_ITSELF else Need.ACCEPTANCE
            kind = CATEGORY_TEXTS[Category(category)]
            purpose = Text(**after["purposes"][each]["text"])
            found.append(
                Change(
                    need,
                    Text(
                        f"More kinds of data: {kind.en}, for: {purpose.en}",
                        f"新增信息类别：{kind.zh}，用于：{purpose.zh}",
                    ),
                )
            )
    return found


def _categories(catalogue: dict[str, Any]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for stored in catalogue["stored"].values():
        found.setdefault(stored["purpose"], set()).update(each["category"] for each in stored["fields"].values())
    return found


def _periods(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    found = []
    for name, stored in after["stored"].items():
        earlier = before["stored"].get(name)
        if earlier is None or not stored["fields"] or earlier["kept"]["seconds"] == stored["kept"]["seconds"]:
            continue
        was, now = earlier["kept"]["seconds"], stored["kept"]["seconds"]
        # Without a period of its own it stays as long as what it belongs to, which nobody can count.
        longer = was is not None and (now is None or now > was)
        what = Text(*(", ".join(each["text"][key] for each in stored["fields"].values()) for key in ("en", "zh")))
        period = Text(**stored["kept"]["text"])
        found.append(
            Change(
                Need.ACCEPTANCE if longer else Need.NOTICE,
                Text(f"Kept for another time: {what.en}: {period.en}", f"保存期限变更：{what.zh}：{period.zh}"),
            )
        )
    return found


def _say(frame: Text, it: Text, basis: str = "") -> Text:
    why = LEGAL_BASIS_TEXTS[LegalBasis(basis)] if basis else Text("", "")
    return Text(frame.en.format(it=it.en, why=why.en), frame.zh.format(it=it.zh, why=why.zh))


class Op(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Rewritten:
    """One sentence that changed: its parts in reading order."""

    section: str
    parts: tuple[tuple[Op, str], ...]


def paragraphs(old: Snapshot, new: Snapshot, language: Language = "en") -> list[Rewritten]:
    """What a reader has to read again, section by section, word by word."""
    key = "en" if language == "en" else "zh"
    were = {section["id"]: section for section in old["sections"]}
    are = {section["id"]: section for section in new["sections"]}
    found: list[Rewritten] = []
    for section_id in [*are, *(each for each in were if each not in are)]:
        before = [each["text"][key] for each in were.get(section_id, {}).get("paragraphs", [])]
        after = [each["text"][key] for each in are.get(section_id, {}).get("paragraphs", [])]
        title = (are.get(section_id) or were[section_id])["title"][key]
        for op, start, end, begin, stop in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            if op == "equal":
                continue
            gone, come = before[start:end], after[begin:stop]
            for number in range(max(len(gone), len(come))):
                earlier = gone[number] if number < len(gone) else ""
                later = come[number] if number < len(come) else ""
                found.append(Rewritten(title, words(earlier, later)))
    return found


# A word with the space after it; a Chinese character stands for itself.
WORDS = re.compile(r"[\u3000-\u9fff\uff00-\uffef]|[^\s\u3000-\u9fff\uff00-\uffef]+\s*|\s+")


def words(before: str, after: str) -> tuple[tuple[Op, str], ...]:
    """The parts of one sentence that stayed, went and came."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    parts: list[tuple[Op, str]] = []
    for op, start, end, begin, stop in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if op == "equal":
            parts.append((Op.SAME, "".join(new[begin:stop])))
            continue
        if end > start:
            parts.append((Op.REMOVED, "".join(old[start:end])))
        if stop > begin:
            parts.append((Op.ADDED, "".join(new[begin:stop])))
    return tuple(parts)

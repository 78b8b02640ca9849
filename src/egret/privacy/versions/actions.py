"""Writes: that a person was told, saw it, went on, or accepted anew; each is what it is (C81)."""

from __future__ import annotations

import uuid

from egret.kernel import messages, policy
from egret.kernel.text import Language, Text
from egret.privacy.consents.actions import do_note
from egret.privacy.consents.models import EntryKind, Manner
from egret.privacy.versions import queries
from egret.privacy.versions.errors import VersionUnknown

CHANGED = Text(
    "Egret: the privacy policy changed. What changed is under Privacy › Versions; nothing is asked of you here.",
    "Egret：隐私政策已变更。变更内容请查看“隐私 › 历史版本”，此处无需您做任何事。",
)


def do_arrive(person_id: uuid.UUID, language: Language) -> queries.Notice | None:
    """Somebody opened Egret: what they are to be told. Who was told before and went on, went on: no more than that."""
    current = policy.version()
    if queries.has(person_id, EntryKind.NOTICE_DELIVERED, current):
        do_note(person_id, EntryKind.USED_AFTER_NOTICE, current, language)
    return queries.notice_for(person_id)


def do_deliver(person_id: uuid.UUID, version: str, language: Language) -> None:
    """It stood on their screen. Raises VersionUnknown for another version than the one in force."""
    _require_current(version)
    do_note(person_id, EntryKind.NOTICE_DELIVERED, version, language)


def do_see(person_id: uuid.UUID, version: str, language: Language) -> None:
    """They said that they read it. Raises as do_deliver."""
    do_deliver(person_id, version, language)
    do_note(person_id, EntryKind.NOTICE_SEEN, version, language)


def do_accept(person_id: uuid.UUID, version: str, language: Language) -> None:
    """They accept it, having been asked. Raises as do_deliver."""
    _require_current(version)
    policy.acceptances().accept(person_id, version, language)


def do_tell_by_message() -> int:
    """A text message to whoever switched it on and was not told yet, however; returns to how many.

    One that is killed between sending and noting sends that one again: told twice is better than not at all.
    """
    told = 0
    for person_id in queries.to_tell_by_message():
        if messages.send(person_id, CHANGED):
            do_note(person_id, EntryKind.NOTICE_DELIVERED, policy.version(), "en", Manner.MESSAGE)
            told += 1
    return told


def _require_current(version: str) -> None:
    if version != policy.version():
        raise VersionUnknown

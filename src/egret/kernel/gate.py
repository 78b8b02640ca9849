"""The restore gate: a database that has not heard of every erasure serves nothing before it has (C51, C69).

It knows up to which line of the journal it heard. A backup that comes back, by `egret restore` or copied by hand, is
behind; the persons and organisations of the journal are then erased again, their keys destroyed again.
"""

from __future__ import annotations

import logging
import uuid

from django.conf import settings
from django.db import OperationalError, ProgrammingError, transaction

from egret.kernel import erasure, journal
from egret.kernel.errors import EgretError
from egret.kernel.journal import Entry, Journal, JournalDamaged
from egret.kernel.models import JournalPosition
from egret.kernel.text import Text

logger = logging.getLogger(__name__)

SUBJECTS: tuple[erasure.Subject, ...] = ("person", "organization")


class GateClosed(EgretError):
    """Nothing may be served. Facts: `why`."""

    status, slug = 503, "restore-gate-closed"
    title = Text("This data came out of a backup.", "此数据来自备份。")
    detail = Text(
        "Erasures that are younger than it must be repeated first: `egret up` does it, or `egret migrate`. ({why})",
        "须先重新执行备份之后的删除：`egret up` 或 `egret migrate` 会自动完成。（{why}）",
    )


class JournalUnusable(EgretError):
    """It cannot be told who was erased. Facts: `why`, `path`."""

    status, slug = 503, "journal-unusable"
    title = Text("The journal of erasures cannot be used: {why}.", "无法使用删除日志：{why}。")
    detail = Text(
        "Put its newest copy to {path}; each backup place has one. Without it, people who were erased could come back.",
        "请将其最新副本放到 {path}；每个备份位置都有一份。缺少它，已删除的人员可能会重新出现。",
    )


def write_down(owner: str) -> Entry:
    """Into the journal, and that this database knows. Durable when it returns, safe to repeat."""
    entry = journal.append(settings.INSTANCE, owner)
    _note(_journal())
    return entry


def why_closed() -> str:
    """Why nothing may be served; "" when the gate is open. Raises JournalUnusable."""
    position = _position()
    known = _require_whole(position)
    return behind(
        position.number if position else 0,
        len(known.entries) if known else 0,
        restored=settings.INSTANCE.restored.exists(),
    )


def behind(heard: int, told: int, *, restored: bool) -> str:
    """Why a database that heard of so many of the journal's erasures may not be served from; "" when it may."""
    if told > heard:
        return f"{told - heard} erasures of the journal are younger"
    return "a backup was restored" if restored else ""


def require_open() -> None:
    """Raises GateClosed, JournalUnusable."""
    if why := why_closed():
        raise GateClosed(why=why)


def pass_through() -> int:
    """Repeat what the journal says, then open the gate; returns how many subjects were erased again. Killed anywhere,
    it is simply run again. Raises JournalUnusable, GateClosed."""
    if settings.INSTANCE.half_restored():
        raise GateClosed(why="a restore was interrupted: run it again")
    if not why_closed():
        return 0
    known = _journal()
    again = 0 if known is None else sum(_repeat(known, subject) for subject in SUBJECTS)
    from egret.kernel.vault import destroying

    destroying.destroy_doomed()
    if known is not None:
        _forget_keys(known)
        _note(known)
    erasure.empty_log()
    settings.INSTANCE.restored.unlink(missing_ok=True)
    logger.warning("A restored backup was compared with the journal of erasures: %d erased again", again)
    return again


def _repeat(known: Journal, subject: erasure.Subject) -> int:
    """Whoever a hold protects in the backup stays until it is released, and is then to be erased by hand."""
    again = 0
    for id_ in [id_ for id_ in erasure.every(subject) if known.find(f"{subject}:{id_}")]:
        if subject == "person" and erasure.reasons_to_wait(id_):
            logger.error("Somebody who was erased is in this backup, and held there: they were not erased again")
            continue
        again += erasure.delete(subject, id_)
    return again


def _forget_keys(known: Journal) -> None:
    """Also those of owners whose row the backup lacks: its keyring may be older or younger."""
    from egret.kernel.vault import owners

    for kind in SUBJECTS:
        for owner in owners.owners_of(kind):  # type: ignore[arg-type]  # subjects here are owners too
            if known.find(str(owner)):
                owners.destroy_key(owner)


def _position() -> JournalPosition | None:
    """A database without tables has heard of nothing, and serves nothing either."""
    try:
        return JournalPosition.objects.first()
    except (OperationalError, ProgrammingError):
        return None


def _require_whole(position: JournalPosition | None) -> Journal | None:
    """The journal, which has at least what this database heard of. Raises JournalUnusable."""
    known = _journal()
    if position is None:
        return known
    if known is None:
        raise _unusable("it is missing")
    if known.id != str(position.journal):
        raise _unusable("it belongs to another installation")
    if len(known.entries) < position.number:
        raise _unusable(f"it ends at line {len(known.entries)}, this database heard of {position.number}")
    if position.number and known.entries[position.number - 1].digest != position.head:
        raise _unusable(f"its line {position.number} is another than this database heard of")
    return known


def _journal() -> Journal | None:
    try:
        return journal.of(settings.INSTANCE)
    except JournalDamaged as error:
        raise _unusable(str(error)) from error


def _unusable(why: str) -> JournalUnusable:
    return JournalUnusable(why=why, path=str(journal.path_of(settings.INSTANCE)))


def _note(known: Journal | None) -> None:
    """Only ever forwards: of two that write at once, the later line counts."""
    if known is None or not known.entries:
        return
    with transaction.atomic():
        row = JournalPosition.objects.select_for_update().first()
        last = known.entries[-1]
        if row is None or row.number < last.number:
            JournalPosition.objects.update_or_create(
                id=1, defaults={"journal": uuid.UUID(known.id), "number": last.number, "head": last.digest}
            )

"""A copy from elsewhere is taken in: each domain restores what belongs to the person alone; the rest is named (C73)."""

from __future__ import annotations

import logging
import time
import uuid
import zipfile
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from egret.kernel import blobs, clock, copying, ids
from egret.kernel.blobs import BlobDamaged, Owner, StoreFull, StoreUnavailable
from egret.kernel.copying import Report
from egret.kernel.text import Text
from egret.privacy.copies import actions, presenting
from egret.privacy.copies.archives import StoredArchive
from egret.privacy.copies.building import SILENT_AFTER
from egret.privacy.copies.errors import Unfit
from egret.privacy.copies.models import TO_DO, Arrival, ArrivalState
from egret.privacy.copies.writing import BEAT_SECONDS, Stopped

logger = logging.getLogger(__name__)

STAYS = Text(
    "belongs to the installation it comes from; it stays readable in your copy",
    "属于原系统；您仍可在副本中查看",
)
# What somebody brings may be made to end whatever reads it: after so many ended processes it is at fault itself.
ATTEMPTS = 5
UNREADABLE = Text("is damaged in the copy", "在副本中已损坏")


def take_in_wanted() -> int:
    """Take in every copy that waits and is in no living worker's hands; returns how many. Safe twice."""
    done = 0
    while (claimed := _claim()) is not None:
        done += _take_in(*claimed)
    return done


def take_in(arrival_id: uuid.UUID) -> bool:
    """One of them, unless another worker has it."""
    claimed = _claim(arrival_id)
    return claimed is not None and _take_in(*claimed)


def _claim(arrival_id: uuid.UUID | None = None) -> tuple[Arrival, uuid.UUID] | None:
    """waiting → running; or a running one whose worker is silent."""
    silent = Q(worker_seen_at=None) | Q(worker_seen_at__lt=clock.now() - SILENT_AFTER)
    wanted = Arrival.objects.filter(silent, state__in=TO_DO).order_by("id")
    if arrival_id is not None:
        wanted = wanted.filter(id=arrival_id)
    worker = ids.new_id()
    with transaction.atomic():
        arrival = wanted.select_for_update().first()
        if arrival is None:
            return None
        arrival.attempts += 1
        arrival.state, arrival.worker, arrival.worker_seen_at = ArrivalState.RUNNING, worker, clock.now()
        arrival.bytes_done = 0
        arrival.save(update_fields=["state", "attempts", "worker", "worker_seen_at", "bytes_done"])
    return arrival, worker


def _take_in(arrival: Arrival, worker: uuid.UUID) -> bool:
    if arrival.attempts > ATTEMPTS:
        return _finish(arrival, worker, ArrivalState.FAILED, "fault")
    try:
        report = _restore(arrival, _Beat(arrival, worker))
    except Stopped:
        return False
    except StoreUnavailable:
        logger.warning("A copy from elsewhere waits for the store")
        _mine(arrival, worker).update(attempts=F("attempts") - 1)
        return False
    except Unfit as error:
        _finish(arrival, worker, ArrivalState.FAILED, error.problem)
    except StoreFull:
        _finish(arrival, worker, ArrivalState.FAILED, "store-full")
    except BlobDamaged:
        _finish(arrival, worker, ArrivalState.FAILED, "damaged")
    except _Doubtful:
        _mine(arrival, worker).update(
            state=ArrivalState.DOUBTFUL, problem="another-number", worker=None, worker_seen_at=None
        )
    except Exception:
        logger.exception("A copy from elsewhere could not be taken in")
        _finish(arrival, worker, ArrivalState.FAILED, "fault")
    else:
        return _finish(arrival, worker, ArrivalState.DONE, "", report)
    return False


class _Doubtful(Exception):
    """It was made for another number than the person's."""


class _Beat:
    """Says that the worker lives, and how far it is; notices that it was cancelled."""

    def __init__(self, arrival: Arrival, worker: uuid.UUID) -> None:
        self._arrival, self._worker = arrival, worker
        self._bytes, self._at = 0, time.monotonic()

    def __call__(self, count: int) -> None:
        self._bytes += count
        if time.monotonic() - self._at > BEAT_SECONDS:
            self._at = time.monotonic()
            if not _mine(self._arrival, self._worker).update(bytes_done=self._bytes, worker_seen_at=clock.now()):
                raise Stopped


def _restore(arrival: Arrival, beat: _Beat) -> Report:
    assert arrival.blob is not None
    archive = StoredArchive(blobs.open_blob(arrival.blob, Owner("person", arrival.person_id)))
    phone = presenting.subject_of(arrival.person_id).phone
    if not arrival.confirmed and (phone is None or archive.phone != phone):
        raise _Doubtful
    report = Report()
    for restore in copying.RESTORERS.values():
        try:
            restore(arrival.person_id, archive, report, beat)
        except zipfile.BadZipFile:
            raise Unfit("damaged") from None
    _name_the_rest(archive, report)
    return report


def _name_the_rest(archive: StoredArchive, report: Report) -> None:
    """Tables of which nothing was taken over are named with how many rows they have."""
    known = presenting.tables()
    for label, said in sorted(archive.models.items()):
        if label.lower() in report.covered:
            continue
        count = len(archive.all_rows(label))
        table = known.get(label.lower())
        name = table.name if table else Text(*[str(said.get("name") or label)] * 2)
        report.add(name, "left", count, STAYS)


def _finish(
    arrival: Arrival, worker: uuid.UUID, state: ArrivalState, problem: str, report: Report | None = None
) -> bool:
    """running → done | failed; the file that was brought goes."""
    with transaction.atomic():
        mine = _mine(arrival, worker).select_for_update().first()
        if mine is None:
            return False
        if report is not None:
            mine.report = [_line(each) for each in report.outcomes]
            mine.bytes_done = mine.bytes_total
        actions.close(mine, state, problem)
    return state is ArrivalState.DONE


def _line(outcome: copying.Outcome) -> dict[str, Any]:
    return {
        "what": list(outcome.what),
        "outcome": outcome.outcome,
        "count": outcome.count,
        "why": list(outcome.why) if outcome.why else None,
    }


def _mine(arrival: Arrival, worker: uuid.UUID) -> Any:
    return Arrival.objects.filter(id=arrival.id, state=ArrivalState.RUNNING, worker=worker)

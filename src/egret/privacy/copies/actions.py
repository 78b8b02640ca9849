"""Writes: ordering a copy, stopping or removing it, noting that it was fetched; bringing one along from elsewhere."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction

from egret.kernel import audit, blobs, clock, erasure, events
from egret.kernel.blobs import Owner
from egret.kernel.body import Readable
from egret.kernel.text import Language, Text
from egret.privacy.copies.building import end
from egret.privacy.copies.errors import (
    ArrivalCut,
    ArrivalNotDoubtful,
    ArrivalUnderWay,
    CopyNotReady,
    TooManyCopies,
)
from egret.privacy.copies.models import TO_DO, UNDER_WAY, Arrival, ArrivalState, Copy, CopyState
from egret.privacy.copies.personal import ARRIVAL, KEPT
from egret.privacy.copies.queries import access_arrival, access_copy
from egret.privacy.events import CopyCancelled, CopyOrdered, CopyReady

# Whoever orders more often gets what is there already: each reads all that they keep.
A_DAY = timedelta(days=1)
COPIES_A_DAY = 10
PIECE = 1024 * 1024

ORDERED = audit.act("privacy.copy_ordered", Text("ordered a copy of everything", "申请了全部信息的副本"))
FETCHED = audit.act("privacy.copy_fetched", Text("fetched a copy of everything", "下载了全部信息的副本"))
BROUGHT = audit.act("privacy.copy_brought", Text("brought a copy from elsewhere", "导入了来自其他系统的副本"))


def do_order(person_id: uuid.UUID, language: Language) -> tuple[Copy, bool]:
    """A copy that is made from now on, and True; or the one that is there already. Raises TooManyCopies."""
    try:
        with transaction.atomic():
            get_user_model()._default_manager.select_for_update().get(pk=person_id)
            theirs = Copy.objects.filter(person_id=person_id).order_by("-id")
            under_way = theirs.filter(state__in=UNDER_WAY).first()
            if under_way is not None:
                return under_way, False
            today = theirs.filter(ordered_at__gt=clock.now() - A_DAY)
            if today.count() >= COPIES_A_DAY:
                ready = theirs.filter(state=CopyState.READY, expires_at__gt=clock.now()).first()
                if ready is not None:
                    return ready, False
                first = today.order_by("id")[0].ordered_at
                raise TooManyCopies(retry_after=max(1, int((first + A_DAY - clock.now()).total_seconds())))
            copy = Copy.objects.create(person_id=person_id, language=language)
            audit.record(ORDERED, actor=person_id, subject=person_id, about=str(copy.id))
            events.emit(CopyOrdered(person_id, copy.id))
            return copy, True
    except IntegrityError:
        return Copy.objects.get(person_id=person_id, state__in=UNDER_WAY), False


def do_remove(person_id: uuid.UUID, copy_id: uuid.UUID) -> Copy:
    """Stop it, or delete what is there; removing twice is removing once. Raises CopyUnknown."""
    access_copy(person_id, copy_id)
    with transaction.atomic():
        copy = Copy.objects.select_for_update().get(id=copy_id)
        under_way = copy.state in UNDER_WAY
        if under_way or copy.state == CopyState.READY:
            end(copy, CopyState.CANCELLED)
            erasure.flush_deleted()
        if under_way:
            events.emit(CopyCancelled(person_id, copy.id))
    return copy


def do_open(person_id: uuid.UUID, copy_id: uuid.UUID, *, note: bool) -> tuple[Copy, blobs.Reader]:
    """Its bytes; with `note` that it was fetched is written down before the first one.

    Raises CopyUnknown, CopyNotReady, BlobDamaged, StoreUnavailable.
    """
    copy = access_copy(person_id, copy_id)
    if copy.state != CopyState.READY or copy.blob is None or copy.expires_at is None or copy.expires_at <= clock.now():
        raise CopyNotReady(state=CopyState.EXPIRED if copy.state == CopyState.READY else copy.state)
    reader = blobs.open_blob(copy.blob, Owner("person", person_id))
    if note:
        with transaction.atomic():
            audit.record(FETCHED, actor=person_id, subject=person_id, about=str(copy.id))
    return copy, reader


def announce() -> None:
    """What a crash swallowed between commit and event is heard of again: hearing twice is hearing once."""
    lately = clock.now() - A_DAY
    for copy in Copy.objects.filter(state=CopyState.READY, ready_at__gt=lately):
        events.emit(CopyReady(copy.person_id, copy.id))
    for copy in Copy.objects.filter(state=CopyState.CANCELLED, ready_at=None, ended_at__gt=lately):
        events.emit(CopyCancelled(copy.person_id, copy.id))


def expire() -> int:
    """Copies past their week go, and arrivals that nobody dealt with; returns how many. Safe twice."""
    gone = 0
    past = Copy.objects.filter(state=CopyState.READY, expires_at__lte=clock.now())
    for copy_id in list(past.values_list("id", flat=True)):
        with transaction.atomic():
            copy = past.select_for_update().filter(id=copy_id).first()
            if copy is not None:
                end(copy, CopyState.EXPIRED)
                gone += 1
    left = Arrival.objects.filter(state=ArrivalState.DOUBTFUL, arrived_at__lt=clock.now() - KEPT)
    for arrival_id in list(left.values_list("id", flat=True)):
        with transaction.atomic():
            arrival = left.select_for_update().filter(id=arrival_id).first()
            if arrival is not None:
                close(arrival, ArrivalState.CANCELLED)
                gone += 1
    if gone:
        with transaction.atomic():
            erasure.flush_deleted()
    return gone


def do_bring(person_id: uuid.UUID, source: Readable, announced: int | None) -> Arrival:
    """Keep a copy from elsewhere, encrypted, until it is taken in.

    Raises ArrivalUnderWay before anything is read, ArrivalCut, StoreFull, StoreUnavailable.
    """
    theirs = Arrival.objects.filter(person_id=person_id, state__in=(*TO_DO, ArrivalState.DOUBTFUL))
    if theirs.exists():
        raise ArrivalUnderWay
    free = blobs.free_bytes()
    if announced is not None and free is not None and announced > free:
        raise blobs.StoreFull
    draft = blobs.draft(Owner("person", person_id), ARRIVAL)
    try:
        while piece := source.read(PIECE):
            draft.write(piece)
        if announced is not None and draft.size != announced:
            raise ArrivalCut
        draft.finish()
        with transaction.atomic():
            arrival = Arrival.objects.create(person_id=person_id, blob=draft.commit(), bytes_total=draft.size)
            audit.record(BROUGHT, actor=person_id, subject=person_id, about=str(arrival.id))
    except IntegrityError:
        draft.discard()
        raise ArrivalUnderWay from None
    except BaseException:
        draft.discard()
        raise
    return arrival


def do_confirm(person_id: uuid.UUID, arrival_id: uuid.UUID) -> Arrival:
    """doubtful → waiting: it is theirs, made under another number. Raises ArrivalUnknown, ArrivalNotDoubtful."""
    access_arrival(person_id, arrival_id)
    with transaction.atomic():
        arrival = Arrival.objects.select_for_update().get(id=arrival_id)
        if arrival.state != ArrivalState.DOUBTFUL:
            raise ArrivalNotDoubtful
        arrival.state, arrival.confirmed, arrival.problem = ArrivalState.WAITING, True, ""
        arrival.save(update_fields=["state", "confirmed", "problem"])
    return arrival


def do_cancel(person_id: uuid.UUID, arrival_id: uuid.UUID) -> Arrival:
    """Stop an import; what it took over stays. Cancelling twice is cancelling once. Raises ArrivalUnknown."""
    access_arrival(person_id, arrival_id)
    with transaction.atomic():
        arrival = Arrival.objects.select_for_update().get(id=arrival_id)
        if arrival.state in (*TO_DO, ArrivalState.DOUBTFUL):
            close(arrival, ArrivalState.CANCELLED)
    return arrival


def close(arrival: Arrival, state: ArrivalState, problem: str = "") -> None:
    """In the caller's transaction, which holds the row: the file that was brought goes."""
    former = arrival.blob_id
    arrival.state, arrival.problem, arrival.blob, arrival.ended_at = state, problem, None, clock.now()
    arrival.worker = arrival.worker_seen_at = None
    arrival.save()
    if former is not None:
        blobs.release([former])


def forget_person(person_id: uuid.UUID) -> None:
    """In the transaction that deletes a person: their copies go, and what they brought."""
    copies, arrivals = Copy.objects.filter(person_id=person_id), Arrival.objects.filter(person_id=person_id)
    blob_ids = [
        *copies.filter(blob__isnull=False).values_list("blob_id", flat=True),
        *arrivals.filter(blob__isnull=False).values_list("blob_id", flat=True),
    ]
    copies.delete()
    arrivals.delete()
    blobs.release(blob_ids)

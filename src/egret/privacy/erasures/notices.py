"""Other companies are told when somebody is gone, and their answers are kept track of (C43).

Where the operator gave an address for it (EGRET_DELETION_URLS), Egret asks there by itself, until it is answered with
2xx; elsewhere the notice stays open until the operator has written to the company, and says by what it confirmed.
"""

from __future__ import annotations

import json
import logging
import uuid
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from egret.kernel import audit, clock, egress, erasure, secret
from egret.kernel.egress import EgressFailed, EgressRefused
from egret.kernel.legible import Illegible, line
from egret.kernel.logs import log_event
from egret.kernel.permissions import require
from egret.kernel.personal import not_personal
from egret.kernel.secret import SecretUnreadable
from egret.kernel.text import Text
from egret.privacy.erasures.errors import ConfirmationDayImpossible, EvidenceUnusable, NoticeClosed, NoticeUnknown
from egret.privacy.erasures.models import EVIDENCE_LENGTH, Erasure, Notice

SECRET = "erasure notice"  # noqa: S105  # what the identifiers are encrypted for
# Somebody whose server is down over a weekend is asked again when it is up.
ASK_AGAIN_AFTER = timedelta(hours=1)
# As long as we may take ourselves to tell a person what became of their request (GDPR Art. 12 (3)).
ANSWERED_WITHIN = timedelta(days=30)
# Answered ones are looked up now and then; all of them are kept for a year.
ANSWERED_SHOWN = 50

NAMED = audit.act(
    "erasures.notice_read", Text("read how a company knows whom it has to delete", "查看受托公司的用户标识")
)
ACKNOWLEDGED = audit.act(
    "erasures.notice_acknowledged", Text("noted that a company confirmed a deletion", "登记受托公司已确认删除")
)
overdue = log_event("erasures.notices_overdue", notices=not_personal("a count"))


def prepare(order: Erasure, person_id: uuid.UUID) -> None:
    """One notice for each company that knows the person, in the transaction that lets them go."""
    known = erasure.identifiers(person_id)
    for each in egress.recipients():
        as_whom = known.get(each.netloc, "")
        if as_whom is not None:
            Notice.objects.get_or_create(
                erasure=order,
                host=each.netloc,
                defaults={
                    "processor": each.named.en,
                    "known_as": secret.encrypt(SECRET, as_whom) if as_whom else "",
                },
            )


def unanswered() -> QuerySet[Notice]:
    """The one that waits longest first."""
    return Notice.objects.filter(acknowledged_at=None).order_by("made_at", "id")


def overdue_ones() -> QuerySet[Notice]:
    return unanswered().filter(made_at__lt=clock.now() - ANSWERED_WITHIN)


def answered() -> list[Notice]:
    """The latest first."""
    return list(Notice.objects.exclude(acknowledged_at=None).order_by("-acknowledged_at", "-id")[:ANSWERED_SHOWN])


def due_at(notice: Notice) -> datetime:
    return notice.made_at + ANSWERED_WITHIN


def asked_by_itself(notice: Notice) -> bool:
    return notice.host in settings.EGRET_DELETION_URLS


def tell_all() -> int:
    """Ask each company that takes it by HTTP and has not answered; returns how many did now. Safe to repeat."""
    waiting = unanswered().filter(host__in=settings.EGRET_DELETION_URLS)
    now = clock.now()
    # Asked at a moment that is still to come: the clock was set back since.
    due = waiting.filter(Q(told_at=None) | Q(told_at__lt=now - ASK_AGAIN_AFTER) | Q(told_at__gt=now))
    return sum(tell(notice) for notice in due.exclude(erasure__state=Erasure.State.RUNNING))


def tell(notice: Notice) -> bool:
    """Ask one; whether it acknowledged. What it answers is not kept, only its status."""
    address = settings.EGRET_DELETION_URLS[notice.host]
    body = json.dumps({"delete": identifier(notice), "reference": str(notice.id)}).encode()
    told_at, accepted = clock.now(), False
    try:
        status = egress.request("POST", address, body=body, headers={"Content-Type": "application/json"}).status
    except (EgressFailed, EgressRefused):
        outcome = "it did not answer"
    else:
        outcome, accepted = f"it answered {status}", 200 <= status < 300
    # Whoever noted a confirmation while it was being asked is not overwritten.
    still_open = unanswered().filter(id=notice.id)
    if accepted:
        still_open.update(told_at=told_at, outcome=outcome, acknowledged_at=clock.now(), known_as="")
    else:
        still_open.update(told_at=told_at, outcome=outcome)
    return accepted


def identifier(notice: Notice) -> str:
    """How the company knows the person; "" where it was given no name of anybody."""
    try:
        return secret.decrypt(SECRET, notice.known_as) if notice.known_as else ""
    except SecretUnreadable:
        return ""


def do_read_identifier(notice_id: uuid.UUID, *, actor: uuid.UUID) -> str:
    """For whoever has to write to the company; each look is written down. Raises NoticeUnknown."""
    with transaction.atomic():
        notice = Notice.objects.filter(id=notice_id).first()
        if notice is None:
            raise NoticeUnknown
        audit.record(NAMED, actor=actor, about=str(notice.id))
    return identifier(notice)


def do_acknowledge(
    notice_id: uuid.UUID, *, actor: uuid.UUID | None, evidence: str, confirmed_on: date | None = None
) -> Notice:
    """Note that a company confirmed, when, and by what (a letter's number, a ticket). `actor` None: by the command.

    How the company knew the person is deleted here too. Raises NoticeUnknown, NoticeClosed, EvidenceUnusable,
    ConfirmationDayImpossible.
    """
    written = _legible(evidence)
    with transaction.atomic():
        notice = Notice.objects.select_for_update(of=("self",)).filter(id=notice_id).first()
        if notice is None:
            raise NoticeUnknown
        require(notice.acknowledged_at is None, NoticeClosed())
        day = confirmed_on or clock.today()
        # The company's day may be tomorrow where it is.
        first, last = notice.made_at.date(), clock.today() + timedelta(days=1)
        require(first <= day <= last, ConfirmationDayImpossible(first=first.isoformat(), last=last.isoformat()))
        notice.told_at = notice.told_at or clock.now()
        notice.outcome, notice.evidence = "confirmed to the operator", written
        notice.confirmed_on, notice.acknowledged_by_id = day, actor
        notice.acknowledged_at, notice.known_as = clock.now(), ""
        notice.save()
        audit.record(ACKNOWLEDGED, actor=actor, about=str(notice.id))
    return notice


def tell_overdue() -> int:
    """An alarm each day until they are answered; returns how many are past their day."""
    late = overdue_ones().count()
    if late:
        overdue(logging.ERROR, notices=late)
    return late


def _legible(evidence: str) -> str:
    try:
        written = line(evidence, EVIDENCE_LENGTH)
    except Illegible as error:
        raise EvidenceUnusable(field="evidence", reason=error.reason, maximum_length=EVIDENCE_LENGTH) from None
    require(bool(written), EvidenceUnusable(field="evidence", reason="empty", maximum_length=EVIDENCE_LENGTH))
    return written

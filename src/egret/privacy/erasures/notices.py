"""Other companies are told when somebody is gone, and their answers are kept track of (C43).

Where the operator gave an address for it (EGRET_DELETION_URLS), Egret asks there by itself, until it is answered with
2xx; elsewhere the notice stays open until the operator has written to the company and says so.
"""

from __future__ import annotations

import json
import uuid
from datetime import timedelta

from django.conf import settings
from django.db.models import Q, QuerySet

from egret.kernel import clock, egress, erasure, secret
from egret.kernel.egress import EgressFailed, EgressRefused
from egret.kernel.secret import SecretUnreadable
from egret.privacy.erasures.models import Erasure, Notice

SECRET = "erasure notice"  # noqa: S105  # what the identifiers are encrypted for
# Somebody whose server is down over a weekend is asked again when it is up.
ASK_AGAIN_AFTER = timedelta(hours=1)


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
    return Notice.objects.filter(acknowledged_at=None).order_by("made_at")


def tell_all() -> int:
    """Ask each company that takes it by HTTP and has not answered; returns how many did now. Safe to repeat."""
    waiting = unanswered().filter(host__in=settings.EGRET_DELETION_URLS)
    due = waiting.filter(Q(told_at=None) | Q(told_at__lt=clock.now() - ASK_AGAIN_AFTER))
    return sum(tell(notice) for notice in due.exclude(erasure__state=Erasure.State.RUNNING))


def tell(notice: Notice) -> bool:
    """Ask one; whether it acknowledged. What it answers is not kept, only its status."""
    address = settings.EGRET_DELETION_URLS[notice.host]
    body = json.dumps({"delete": identifier(notice), "reference": str(notice.id)}).encode()
    notice.told_at = clock.now()
    try:
        status = egress.request("POST", address, body=body, headers={"Content-Type": "application/json"}).status
    except (EgressFailed, EgressRefused):
        notice.outcome = "it did not answer"
    else:
        notice.outcome = f"it answered {status}"
        if 200 <= status < 300:
            _acknowledge(notice)
    notice.save()
    return notice.acknowledged_at is not None


def identifier(notice: Notice) -> str:
    """How the company knows the person; "" where it was given no name of anybody."""
    try:
        return secret.decrypt(SECRET, notice.known_as) if notice.known_as else ""
    except SecretUnreadable:
        return ""


def do_acknowledge(notice_id: uuid.UUID) -> bool:
    """The operator says that a company confirmed; False for a notice that is not open."""
    notice = unanswered().filter(id=notice_id).first()
    if notice is None:
        return False
    notice.told_at = notice.told_at or clock.now()
    notice.outcome = "confirmed to the operator"
    _acknowledge(notice)
    notice.save()
    return True


def _acknowledge(notice: Notice) -> None:
    notice.acknowledged_at, notice.known_as = clock.now(), ""

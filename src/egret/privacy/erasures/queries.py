"""Reads of orders; a receipt opens one to whoever holds it."""

from __future__ import annotations

import uuid

from django.core.signing import BadSignature, Signer

from egret.privacy.erasures.errors import ErasureUnknown
from egret.privacy.erasures.models import Erasure

State = Erasure.State


def order_of(person_id: uuid.UUID) -> Erasure | None:
    """The order that is open; at most one is."""
    return Erasure.objects.filter(person_id=person_id, state__in=(State.PLANNED, State.RUNNING)).first()


def receipt_of(order: Erasure) -> str:
    """What the person keeps, who will have no account: nobody can make one up."""
    return _signer().sign(order.id.hex)


def access_by_receipt(receipt: str) -> Erasure:
    """Raises ErasureUnknown."""
    try:
        order_id = uuid.UUID(_signer().unsign(receipt))
    except (BadSignature, ValueError):
        raise ErasureUnknown from None
    order = Erasure.objects.filter(id=order_id).first()
    if order is None:
        raise ErasureUnknown
    return order


def _signer() -> Signer:
    return Signer(sep=".", salt="egret erasure receipt")

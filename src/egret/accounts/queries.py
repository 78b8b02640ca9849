"""Reads of people and of sign-ins."""

from __future__ import annotations

import uuid

from egret.accounts.errors import FlowUnknown
from egret.accounts.models import Person, SignInFlow


def person_by_phone(phone: str) -> Person | None:
    return Person.objects.filter(phone=phone).first()


def access_flow(flow_id: uuid.UUID, *, lock: bool = False) -> SignInFlow:
    """The sign-in whose secret id the caller knows. Raises FlowUnknown."""
    flows = SignInFlow.objects.select_for_update() if lock else SignInFlow.objects
    flow = flows.filter(id=flow_id).first()
    if flow is None:
        raise FlowUnknown
    return flow

"""Who may do what with a request."""

from __future__ import annotations

import uuid

from egret.privacy.requests.models import Kind, Request

# What gives out much of a person, or takes it away for good: a session alone is not enough for it.
NEEDS_PROOF = frozenset({Kind.COPY, Kind.TRANSFER, Kind.DELETION, Kind.DEREGISTRATION})


def is_mine(request: Request, person_id: uuid.UUID) -> bool:
    return request.person_id == person_id


def can_confirm_refusal(request: Request, person_id: uuid.UUID) -> bool:
    """Another one than who proposed it (C76), and than whom it concerns."""
    return request.refusal_by_id != person_id and request.person_id != person_id


def can_answer(request: Request, person_id: uuid.UUID) -> bool:
    """Nobody decides about their own request."""
    return request.person_id != person_id

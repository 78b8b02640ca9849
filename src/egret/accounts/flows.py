"""One flow for every way in: what a sign-in needs next, and how its SMS code is judged. Rows in, answers out."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
import uuid
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings

from egret.accounts.errors import CodeAttemptsExhausted, CodeExpired, CodeUsed, CodeWrong
from egret.accounts.models import FlowKind, SignInFlow
from egret.kernel.errors import EgretError

LIFETIME = timedelta(minutes=10)
# With six digits, five guesses a code and fifty codes a day, a guesser needs seven years for an even chance.
CODE_ATTEMPTS = 5

# Proofs that a person can give again at any moment; a password alone may have been read over a shoulder.
STRONG_PROOFS = frozenset({FlowKind.SMS, FlowKind.PASSKEY, FlowKind.WECHAT, FlowKind.OIDC})
# Their pages come by a redirect, so the flow's id stands in an address: it counts only in the browser that asked.
BY_REDIRECT = frozenset({FlowKind.WECHAT, FlowKind.OIDC})
SIGN_IN_KINDS = STRONG_PROOFS | {FlowKind.PASSWORD}


class Next(StrEnum):
    """What a living sign-in waits for."""

    PROOF = "proof"
    AGE = "age_required"
    SECOND_FACTOR = "second_factor"
    READY = "ready"


def next_of(flow: SignInFlow, *, has_second_factor: bool) -> Next:
    """proof → age_required (somebody new) | second_factor (who has one) | ready to be signed in."""
    if flow.confirmed_at is None:
        return Next.PROOF
    if flow.person_id is None:
        return Next.AGE
    return Next.SECOND_FACTOR if has_second_factor else Next.READY


def require_living(flow: SignInFlow, now: datetime) -> None:
    """Raises CodeUsed when it has signed somebody in, CodeExpired when its time is over."""
    if flow.finished_at is not None:
        raise CodeUsed
    if flow.expires_at <= now:
        raise CodeExpired


def judge_code(flow: SignInFlow, code: str, now: datetime) -> EgretError | None:
    """Count one try of the SMS code on the (unsaved) row; the error to raise once it is saved, None when it is right.

    The evidence goes with the result: right, or no try left (C14).
    """
    if flow.confirmed_at is not None:
        return CodeUsed()
    if flow.expires_at <= now:
        return CodeExpired()
    if flow.attempts >= CODE_ATTEMPTS:
        return CodeAttemptsExhausted()
    flow.attempts += 1
    right = hmac.compare_digest(flow.code_hash, hash_code(flow.id, typed_code(code)))
    if right or flow.attempts >= CODE_ATTEMPTS:
        flow.code_hash = ""
    return None if right else CodeWrong(attempts_left=CODE_ATTEMPTS - flow.attempts)


def typed_code(typed: str) -> str:
    """A code as it was meant: spaces are for reading, and a Chinese keyboard writes １ for 1."""
    return "".join(unicodedata.normalize("NFKC", typed).split())


def hash_code(flow_id: uuid.UUID, code: str) -> str:
    """Keyed and bound to its flow, so that a stolen table gives no codes, and a code works for its own number only."""
    return hmac.new(settings.SECRET_KEY.encode(), f"{flow_id}{code}".encode(), hashlib.sha256).hexdigest()

"""Ending sessions: the next request of an ended one is signed out."""

from __future__ import annotations

import uuid

from egret.accounts.errors.sessions import SessionUnknown
from egret.accounts.models import Session
from egret.accounts.session_store import stored_key


def do_end_session(person_id: uuid.UUID, public_id: uuid.UUID) -> None:
    """End one session of the person's own. Raises SessionUnknown."""
    ended, _ = Session.objects.filter(person_id=person_id, public_id=public_id).delete()
    if not ended:
        raise SessionUnknown


def do_end_other_sessions(person_id: uuid.UUID, keep_key: str | None) -> int:
    """End all sessions of the person but the one of this cookie's key; None: all. Returns how many ended."""
    others = Session.objects.filter(person_id=person_id)
    if keep_key is not None:
        others = others.exclude(session_key=stored_key(keep_key))
    ended, _ = others.delete()
    return ended

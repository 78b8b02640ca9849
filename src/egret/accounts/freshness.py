"""Step-up: what changes the ways in asks for a proof given in this session minutes ago, not merely for a session."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.http import HttpRequest

from egret.accounts.enrolled import enrolled
from egret.accounts.errors.factors import ProofNeeded
from egret.kernel import clock
from egret.kernel.api import SECOND_FACTOR_AT, viewer_of
from egret.kernel.purpose import under

# Long enough to set up an authenticator app without hurry, short enough that a laptop left open is of little use.
FRESH = timedelta(minutes=10)
# The session's key for the moment of the last strong proof in it (ISO 8601).
PROVED_AT = "proved_at"


def mark_proved(request: HttpRequest, *, second_factor: bool) -> None:
    """Remember in the session that the person was recognised just now."""
    request.session[PROVED_AT] = clock.now().isoformat()
    if second_factor:
        request.session[SECOND_FACTOR_AT] = clock.now().isoformat()


def is_fresh(request: HttpRequest, *, has_second_factor: bool) -> bool:
    """Whether the proof is recent; of who has a second factor, it must be that one."""
    proved_at = request.session.get(SECOND_FACTOR_AT if has_second_factor else PROVED_AT)
    # Either way: a proof from before the clock was set back is not fresh until it is there again.
    return proved_at is not None and abs(clock.now() - datetime.fromisoformat(proved_at)) <= FRESH


@under("accounts.sign_in")
def require_fresh(request: HttpRequest) -> uuid.UUID:
    """The signed-in person's id. Raises SignInRequired, ProofNeeded with the ways to give one."""
    person_id = viewer_of(request).person_id
    has = enrolled(person_id)
    if not is_fresh(request, has_second_factor=has.any):
        raise ProofNeeded(methods=[factor.value for factor in has.methods()] if has.any else ["sms"])
    return person_id

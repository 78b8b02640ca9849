"""Asks a range service whether a password leaked, without telling it the password (k-anonymity).

The service hears the first five of forty hexadecimal digits of a SHA-1, and answers with every known remainder:
about a thousand passwords share them. Off unless EGRET_LEAKED_PASSWORDS_URL names one, with {prefix} in its place.
"""

from __future__ import annotations

import hashlib

from django.conf import settings

from egret.kernel import egress
from egret.kernel.logs import log_event
from egret.kernel.personal import not_personal

PREFIX = 5

range_unavailable = log_event("accounts.leaked_passwords_unavailable", why=not_personal("our own words for it"))


def is_leaked(password: str) -> bool:
    """False too when no service is set or it is away: the local list has decided already, and nobody is locked out."""
    if not settings.EGRET_LEAKED_PASSWORDS_URL:
        return False
    digest = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
    try:
        # Padding hides from a listener, by the answer's length, which range it was.
        answer = egress.request(
            "GET", settings.EGRET_LEAKED_PASSWORDS_URL.format(prefix=digest[:PREFIX]), headers={"Add-Padding": "true"}
        )
    except egress.EgressFailed:
        range_unavailable(why="no answer")
        return False
    if answer.status != 200:
        range_unavailable(why=f"status {answer.status}")
        return False
    # A padding line counts zero.
    return any(
        suffix.strip().upper() == digest[PREFIX:] and count.strip().isdigit() and int(count) > 0
        for suffix, _, count in (line.partition(":") for line in answer.body.decode("ascii", "replace").splitlines())
    )

"""Django's database sessions on our own table; each row knows whose browser it is, and none knows its key.

The cookie's key is a bearer secret: the table keeps its hash, so that who reads the table can sign in as nobody.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from egret.accounts.models.sessions import Session
from egret.kernel import clock
from egret.kernel.api import SECOND_FACTOR_AT
from egret.kernel.purpose import under
from egret.kernel.secret import hash_token

# The session's key for the browser's family; it is a column of the row as well.
DEVICE = "device"
# Reading and writing sessions is signing in, whatever the request they belong to is for.
SIGN_IN = "accounts.sign_in"
# "Last seen" needs no more, and a read stays a read.
SEEN_EVERY = timedelta(minutes=5)


def stored_key(key: str) -> str:
    """What the table holds of a cookie's key: 160 bits of its hash, the column's width and the key's own strength."""
    return hash_token(key)[:40]


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    @under(SIGN_IN)
    def _get_session_from_db(self) -> Session | None:
        """The row of this key. Marks it as seen, if that was not done lately."""
        moment = clock.now()
        row = Session.objects.filter(session_key=stored_key(self.session_key or ""), expire_date__gt=moment).first()
        if row is None:
            self._session_key = None
        elif row.seen_at < moment - SEEN_EVERY:
            Session.objects.filter(session_key=row.session_key, seen_at=row.seen_at).update(seen_at=moment)
        return row

    @under(SIGN_IN)
    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(session_key=stored_key(session_key)).exists()

    @under(SIGN_IN)
    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            Session.objects.filter(session_key=stored_key(key)).delete()

    @under(SIGN_IN)
    def save(self, must_create: bool = False) -> None:
        super().save(must_create)

    @under(SIGN_IN)
    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row to save: what a previous save set stays (when it began, its public id)."""
        made: Session = super().create_model_instance(data)  # type: ignore[assignment]  # the model of get_model_class
        made.session_key = stored_key(made.session_key)
        known = Session.objects.filter(session_key=made.session_key).first()
        if known is not None:
            made.public_id, made.created_at, made.seen_at = known.public_id, known.created_at, known.seen_at
        made.person_id = data.get(SESSION_KEY)
        made.device = data.get(DEVICE, "")
        proved_at = data.get(SECOND_FACTOR_AT)
        made.second_factor_at = datetime.fromisoformat(proved_at) if proved_at else None
        return made

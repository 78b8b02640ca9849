"""A signed-in browser, as its owner sees it in the list of sessions."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from egret.accounts.models.person import Person
from egret.kernel import clock

if TYPE_CHECKING:
    from egret.accounts.session_store import SessionStore


class Session(AbstractBaseSession):
    """Django's session with its person, device and last use. No address: nobody's place is kept.

    `device` is a family ("Firefox · Linux"), never the whole User-Agent. `public_id` names it to its owner, since the
    key is a secret. `second_factor_at` is when a second factor was proved in it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="sessions")
    device = models.CharField(max_length=60, default="", blank=True)
    created_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(default=clock.now)
    second_factor_at = models.DateTimeField(null=True)

    @classmethod
    def get_session_store_class(cls) -> type[SessionStore]:
        from egret.accounts.session_store import SessionStore

        return SessionStore

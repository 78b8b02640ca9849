"""The secret address of somebody's calendar: made, made anew, removed."""

from __future__ import annotations

import uuid

from egret.kernel import clock, secret
from egret.meetings.scheduling.errors import FeedUnknown
from egret.meetings.scheduling.models import CalendarFeed

PREFIX = "egret_cal"


def do_make_feed(person_id: uuid.UUID) -> str:
    """A fresh secret, shown once; the address before it is no calendar any more."""
    token = secret.new_token(PREFIX)
    CalendarFeed.objects.update_or_create(
        person_id=person_id, defaults={"token_hash": secret.hash_token(token), "created_at": clock.now()}
    )
    return token


def do_remove_feed(person_id: uuid.UUID) -> None:
    """No address any more."""
    CalendarFeed.objects.filter(person_id=person_id).delete()


def access_feed(token: str) -> uuid.UUID:
    """Whose calendar this secret opens. Raises FeedUnknown."""
    feed = CalendarFeed.objects.filter(token_hash=secret.hash_token(token)).first()
    if feed is None:
        raise FeedUnknown
    return feed.person_id

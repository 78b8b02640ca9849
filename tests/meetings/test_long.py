"""A meeting that is open for 25 hours."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.test import Client

from egret.kernel import clock, retention
from egret.meetings import actions
from egret.meetings.hosting import tasks
from egret.meetings.models import Spell
from egret.meetings.quality.models import Sample
from tests.meetings.hosting.support import Held
from tests.meetings.scheduling.support import somebody
from tests.meetings.webhook import START, event, post

pytestmark = pytest.mark.django_db(transaction=True)

LONG = timedelta(hours=25)


def test_nobody_is_forgotten_in_it(engine: str, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    held = Held()
    host, ada, guest = held.join("Mo", held.host), held.join("Ada", somebody()), held.join("Gustav")
    begun = (clock.now() - START).total_seconds()
    for number, each in enumerate((host, ada, guest)):
        assert (
            post(client, event("participant_joined", held.meeting, each.participant, f"PA_{number}", joined=begun))
            == 204
        )
    held.rules(lobby=True, share="hosts")
    poll = held.host.post(f"{held.path}/polls", {"question": "Still here?", "options": ["yes", "no"]}, 201)["items"][0]

    with clock.travel(LONG):
        # Cookies are signed with the machine's clock.
        now = time.time()
        monkeypatch.setattr("django.core.signing.time.time", lambda: now + LONG.total_seconds())
        # The engine did not travel: it takes no token of tomorrow.
        monkeypatch.setattr("egret.media.tokens.clock", SimpleNamespace(now=lambda: datetime.now(UTC)))
        assert actions.end_abandoned() == 0
        retention.enforce()
        tasks.keep_hosts.func()
        rows = {row["nickname"]: row for row in held.host.get(f"{held.path}/attendance")["participants"]}
        assert all(row["present"] and 0 <= row["duration_seconds"] - 90_000 < 600 for row in rows.values())
        assert len(rows) == 3
        # The guest is still the one they were: measured, with a word, and let in without waiting.
        guest.caller.post(f"{held.path}/quality", {"jitter_ms": 1}, 204)
        guest.caller.post(f"{held.path}/polls/{poll['id']}/vote", {"chosen": [0]})
        assert held.join("Gustav", guest.caller).id == guest.id
        assert Sample.objects.get().participant == guest.participant
        assert held.host.get(f"{held.path}/conduct")["share"] == "hosts"
        held.host.post(f"{held.path}/end")
        assert held.join("Gustav", guest.caller, 410).answer["type"] == "urn:egret:meeting-ended"
    assert Spell.objects.count() == 3

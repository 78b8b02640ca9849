"""Five hundred guests at the door of one meeting, with the limits as they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.test import Client

from egret.kernel import clock, policy
from egret.meetings.hosting import queries
from egret.meetings.hosting.actions import door
from egret.meetings.models import Participant
from tests.meetings.hosting.support import Held
from tests.meetings.scheduling.support import somebody

pytestmark = pytest.mark.django_db

GUESTS = 500


def knock(held: Held, browser: Client, number: int, address: str) -> int:
    """A guest of their own, though the client is one: making five hundred takes longer than their knocking."""
    browser.cookies.clear()
    body = {"nickname": f"Guest {number}", "policy_version": policy.version()}
    headers = {"x-forwarded-for": address}
    return browser.post(f"/api/v1{held.path}/join", body, "application/json", headers=headers).status_code


@pytest.fixture
def held(engine: str, settings: object) -> Held:
    settings.EGRET_TRUST_PROXY = True  # type: ignore[attr-defined]  # pytest-django's settings take any name
    made = Held()
    made.rules(lobby=True)
    return made


@contextmanager
def one_moment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """However long this machine takes: they come at once, before the first gives up waiting."""
    moment = clock.now()
    with monkeypatch.context() as standing:
        standing.setattr(clock, "now", lambda: moment)
        yield


def test_a_flood_from_everywhere_leaves_the_host_a_list_that_can_be_read(
    held: Held, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    early = held.join("Ada", somebody(), 202)
    with one_moment(monkeypatch):
        addresses = [f"198.51.{100 + number // 250}.{number % 250}" for number in range(GUESTS)]
        answers = Counter(knock(held, client, number, address) for number, address in enumerate(addresses))
        assert answers == {202: door.GUESTS_WAITING, 503: GUESTS - door.GUESTS_WAITING}
        late = held.join("Bo", somebody(), 202)
        lobby = held.host.get(f"{held.path}/lobby")
    assert lobby["total"] == door.GUESTS_WAITING + 2
    assert len(lobby["waiting"]) == queries.WAITING_SHOWN
    assert [each["nickname"] for each in lobby["waiting"][:2]] == ["Ada", "Bo"]
    assert Participant.objects.count() == door.GUESTS_WAITING + 2, "who found no place left nothing behind"
    # The host lets in whom they know, turns the rest away at once, and the meeting is as before.
    assert held.host.post(f"{held.path}/lobby/admit", {"participants": [early.id, late.id]}) == {"settled": 2}
    assert held.host.post(f"{held.path}/lobby/deny") == {"settled": door.GUESTS_WAITING}
    assert held.join("Ada", early.caller).answer["token"]
    assert held.host.get(f"{held.path}/lobby")["total"] == 0


def test_a_flood_from_one_address_is_stopped_early_and_stops_nobody_else(
    held: Held, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with one_moment(monkeypatch):
        answers = Counter(knock(held, client, number, "198.51.100.7") for number in range(GUESTS))
        assert answers == {202: door.KNOCKS_PER_ADDRESS.count, 429: GUESTS - door.KNOCKS_PER_ADDRESS.count}
        assert knock(held, client, GUESTS, "198.51.100.8") == 202

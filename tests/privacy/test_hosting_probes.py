"""The probes of hosting and of sharing a screen: broken once what a host decides is not the engine's word."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from pytest_django.live_server_helper import LiveServer

from egret.accounts import synthetic
from egret.kernel.installation import Installation
from egret.kernel.promises import Finding, State, check
from egret.kernel.purpose import under
from egret.media import rooms
from egret.media.tokens import EVERYTHING
from egret.meetings.hosting import policies
from egret.meetings.hosting.actions import door
from egret.meetings.hosting.models import Standing
from egret.meetings.promises import sharing
from egret.meetings.promises.acting import start

pytestmark = pytest.mark.django_db(transaction=True)
Patch = pytest.MonkeyPatch


@pytest.fixture
def installation(live_server: LiveServer, engine: str) -> Installation:
    settings.EGRET_TRUST_PROXY = True
    return Installation(live_server.url, live_server.url)


def the_lobby_lets_everybody_in(patch: Patch) -> None:
    patch.setattr(door, "standing_for", lambda *_, **__: Standing.ADMITTED)
    patch.setattr("egret.meetings.hosting.actions.lobby.standing_for", lambda *_, **__: Standing.ADMITTED)


def anybody_lets_in(patch: Patch) -> None:
    from egret.meetings.hosting import queries
    from egret.meetings.hosting.policies import Role
    from egret.meetings.hosting.queries import Leader

    patch.setattr(queries, "access_leading", lambda *_: Leader(None, Role.HOST))


def the_engine_is_not_told_of_rules(patch: Patch) -> None:
    patch.setattr(rooms, "set_grants", lambda *_: None)


def nobody_is_sent_out(patch: Patch) -> None:
    patch.setattr(rooms, "remove_occupant", lambda *_: None)


def the_removed_come_back(patch: Patch) -> None:
    original = door.standing_for

    def forgetful(meeting: object, conduct: object, seat: object, **how: bool) -> Standing:
        removed = getattr(seat, "standing", None) == Standing.REMOVED
        return Standing.ADMITTED if removed else original(meeting, conduct, seat, **how)  # type: ignore[arg-type]

    patch.setattr(door, "standing_for", forgetful)


@pytest.mark.parametrize(
    "break_it",
    [
        the_lobby_lets_everybody_in,
        anybody_lets_in,
        the_engine_is_not_told_of_rules,
        nobody_is_sent_out,
        the_removed_come_back,
    ],
)
def test_hosting_broken(installation: Installation, break_it: Callable[[Patch], None], monkeypatch: Patch) -> None:
    monkeypatch.setattr("egret.media.client.PATIENCE", 1.0)
    break_it(monkeypatch)
    result = check("F08", installation)
    assert result.state is State.BROKEN, (result.state, result.evidence)


@under("kernel.probe")
def refused(installation: Installation) -> Finding:
    with synthetic.signed_up(installation) as host:
        return sharing.refused_by_the_engine(installation, host, start(host)["code"])


def test_who_may_not_share_is_refused_by_the_engine(installation: Installation) -> None:
    """The half of F09's probe that needs no browser; the whole is in tests/e2e/test_device_probes.py."""
    finding = refused(installation)
    assert finding.kept, finding.evidence


def everybody_may_share(patch: Patch) -> None:
    patch.setattr(policies, "grants_for", lambda *_: EVERYTHING)


@pytest.mark.parametrize("break_it", [everybody_may_share, the_engine_is_not_told_of_rules])
def test_sharing_broken(installation: Installation, break_it: Callable[[Patch], None], monkeypatch: Patch) -> None:
    break_it(monkeypatch)
    finding = refused(installation)
    assert not finding.kept, finding.evidence

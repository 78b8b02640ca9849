"""The probes of the drive: kept on a live installation, broken once their control is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from pytest_django.live_server_helper import LiveServer

from egret.accounts.models import Person
from egret.cloud import policies, queries
from egret.cloud.actions import files, trash
from egret.cloud.models import Activity, Node, Role, Share
from egret.cloud.queries import access, activity
from egret.kernel.installation import Installation
from egret.kernel.promises import State, check
from tests import factories
from tests.factories import cloud

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def installation(live_server: LiveServer) -> Installation:
    settings.EGRET_TRUST_PROXY = True
    return Installation(live_server.url, live_server.url)


@pytest.mark.parametrize("clause", ["F12", "C30"])
def test_kept_and_nothing_left_behind(installation: Installation, clause: str) -> None:
    ada = factories.person()
    cloud.file(ada, "mine.txt")
    result = check(clause, installation)
    assert result.state is State.KEPT, result.evidence
    assert Person.objects.count() == 1 and not Share.objects.exists()
    assert Node.objects.exclude(space__person=ada).count() == 0
    assert Activity.objects.exclude(space__person=ada).count() == 0


def break_the_door(patch: pytest.MonkeyPatch) -> None:
    original = policies.role_in_space
    patch.setattr(policies, "role_in_space", lambda *asked: original(*asked) or Role.VIEW)


def break_roles(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(access, "require", lambda *_: None)


def break_the_trash(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(trash, "do_trash", lambda place: place.node)


def break_shares(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(access, "lets_in", lambda *_: False)


def break_the_record(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(files, "do_note_opened", lambda _: None)


def break_the_record_of_links(patch: pytest.MonkeyPatch) -> None:
    original = files.do_note_opened

    def only_people(place: queries.Access) -> None:
        if place.person_id is not None:
            original(place)

    patch.setattr(files, "do_note_opened", only_people)


def break_who_reads_the_record(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(activity, "PRIVATE", ())


BROKEN: list[tuple[str, Callable[[pytest.MonkeyPatch], None]]] = [
    ("F12", break_the_door),
    ("F12", break_roles),
    ("F12", break_the_trash),
    ("F12", break_shares),
    ("C30", break_the_door),
    ("C30", break_the_record),
    ("C30", break_the_record_of_links),
    ("C30", break_who_reads_the_record),
]


@pytest.mark.parametrize(("clause", "break_it"), BROKEN, ids=lambda each: getattr(each, "__name__", each))
def test_broken(
    installation: Installation,
    monkeypatch: pytest.MonkeyPatch,
    clause: str,
    break_it: Callable[[pytest.MonkeyPatch], None],
) -> None:
    break_it(monkeypatch)
    result = check(clause, installation)
    assert result.state is State.BROKEN, result.evidence

"""The probes of organisations: kept on a live installation, broken once their control is."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.conf import settings
from pytest_django.live_server_helper import LiveServer

from egret.accounts.models import Person
from egret.kernel.api import Viewer
from egret.kernel.installation import Installation
from egret.kernel.promises import State, check
from egret.meetings import queries as meetings
from egret.organizations import queries
from egret.organizations.errors import OrganizationUnknown
from egret.organizations.models import LegalEntity, Membership, Organization
from egret.organizations.queries.controller import Controller
from tests.factories import organizations as make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def installation(live_server: LiveServer) -> Installation:
    settings.EGRET_TRUST_PROXY = True
    return Installation(live_server.url, live_server.url)


CLAUSES = ["F05", "F18", "C01", "C06", "C15"]


@pytest.mark.parametrize("clause", CLAUSES)
def test_kept_and_nobody_left_behind(installation: Installation, clause: str) -> None:
    bystander = make.member(make.organization())
    result = check(clause, installation)
    assert result.state is State.KEPT, result.evidence
    assert Person.objects.count() == 2
    assert Membership.objects.filter(organization=bystander.organization_id).count() == 2
    assert Organization.objects.count() == LegalEntity.objects.count() == 1


def break_last_owner(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("egret.organizations.actions.members.require_another_owner", lambda _: None)


def break_spaces(patch: pytest.MonkeyPatch) -> None:
    original = meetings.hosted_meetings

    def the_personal_ones(person_id: uuid.UUID, cursor: str | None, **_: object) -> object:
        return original(person_id, cursor, organization_id=None)

    patch.setattr(meetings, "hosted_meetings", the_personal_ones)


def break_the_desk(patch: pytest.MonkeyPatch) -> None:
    def the_operator(person_id: uuid.UUID, organization_id: uuid.UUID | None) -> Controller:
        return queries.controller_of(None)

    patch.setattr(queries, "desk_for", the_operator)


def break_the_register(patch: pytest.MonkeyPatch) -> None:
    LegalEntity.objects.create(name="Nobody's", country="GB", contact_name="x", contact_email="x@x.example")


def break_the_door(patch: pytest.MonkeyPatch) -> None:
    original = queries.access_membership

    def telling(viewer: Viewer, organization_id: uuid.UUID) -> Membership:
        try:
            return original(viewer, organization_id)
        except OrganizationUnknown:
            if Organization.objects.filter(id=organization_id).exists():
                raise OrganizationUnknown(exists=True) from None
            raise

    patch.setattr(queries, "access_membership", telling)


BREAKS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "F05": break_last_owner,
    "F18": break_spaces,
    "C01": break_the_desk,
    "C06": break_the_register,
    "C15": break_the_door,
}


@pytest.mark.parametrize("clause", CLAUSES)
def test_broken(installation: Installation, clause: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        BREAKS[clause](patch)
        result = check(clause, installation)
    assert result.state is State.BROKEN, (result.state, result.evidence)

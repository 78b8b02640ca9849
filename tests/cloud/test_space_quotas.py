"""How large an organisation's spaces may grow, as its administrators say."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from egret.cloud import queries
from egret.cloud.actions import spaces
from egret.cloud.errors import QuotaExceeded
from egret.cloud.models import Space
from egret.organizations.models import AdministrativeAct
from tests import factories
from tests.accounts.visitors import call
from tests.cloud.test_shares import signed_in
from tests.factories import cloud
from tests.factories import organizations as make

pytestmark = pytest.mark.django_db


def set_quota(by: Client, space: Space, quota: int | None) -> tuple[int, dict[str, object]]:
    return call(by, "PATCH", f"/cloud/spaces/{space.id}", {"quota_bytes": quota})


def test_an_administrator_sets_it_and_it_holds() -> None:
    ada, bo = factories.person(), factories.person()
    of = make.organization(ada)
    make.member(of, bo)
    spaces.ensure_spaces(ada.id, cloud.door(ada).belongings)
    space = Space.objects.get(organization=of)
    status, changed = set_quota(signed_in(ada), space, 4)
    assert status == 200 and changed["quota_bytes"] == 4
    with pytest.raises(QuotaExceeded):
        cloud.stored(queries.access_space(cloud.door(ada), space.id), "f.txt", b"hello")
    assert set_quota(signed_in(bo), space, None)[0] == 403
    assert set_quota(signed_in(factories.person()), space, None)[0] == 404
    status, changed = set_quota(signed_in(ada), space, None)
    assert status == 200 and changed["quota_bytes"] is None
    cloud.stored(queries.access_space(cloud.door(ada), space.id), "f.txt", b"hello")
    assert list(AdministrativeAct.objects.filter(act__startswith="rules.quota").values_list("act", flat=True)) == [
        "rules.quota_set",
        "rules.quota_lifted",
    ]


def test_nobody_has_more_than_the_installation_gives(settings: Any) -> None:
    ada = factories.person()
    of = make.organization(ada)
    spaces.ensure_spaces(ada.id, cloud.door(ada).belongings)
    space = Space.objects.get(organization=of)
    settings.EGRET_QUOTA_ORGANIZATION = 1000
    status, refused = set_quota(signed_in(ada), space, 1001)
    assert status == 422 and refused["maximum"] == 1000
    assert set_quota(signed_in(ada), space, 1000)[0] == 200


def test_ones_own_space_is_the_operators_to_size() -> None:
    ada = factories.person()
    assert set_quota(signed_in(ada), cloud.space_of(ada), 10**15)[0] == 403

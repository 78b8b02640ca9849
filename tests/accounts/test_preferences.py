"""Language, theme and time zone: stored after a choice, gone with it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TransactionTestCase

from egret.accounts import actions
from egret.accounts.errors import TimeZoneUnknown
from egret.accounts.models import Preferences
from tests import factories

pytestmark = pytest.mark.django_db

URL = "/api/v1/preferences"


def signed_in() -> Client:
    client = Client()
    client.force_login(factories.person())
    return client


def choose(client: Client, **members: Any) -> Any:
    return client.patch(URL, members, content_type="application/json")


def test_nothing_is_stored_before_a_choice() -> None:
    client = signed_in()
    assert client.get(URL).json() == {"language": None, "theme": None, "time_zone": None}
    client.post("/api/v1/meetings", {}, content_type="application/json")
    assert not Preferences.objects.exists()


def test_a_choice_is_kept_and_taken_back() -> None:
    client = signed_in()
    assert choose(client, language="zh-Hans").json() == {"language": "zh-Hans", "theme": None, "time_zone": None}
    choose(client, theme="dark", time_zone="Asia/Shanghai")
    assert client.get(URL).json() == {"language": "zh-Hans", "theme": "dark", "time_zone": "Asia/Shanghai"}
    choose(client, time_zone=None)
    assert choose(client, language=None).json() == {"language": None, "theme": "dark", "time_zone": None}
    choose(client, theme=None)
    assert not Preferences.objects.exists()


@pytest.mark.parametrize("zone", ["Europe/Paris", "UTC", "America/Argentina/Ushuaia"])
def test_zones_of_the_database(zone: str) -> None:
    assert choose(signed_in(), time_zone=zone).json()["time_zone"] == zone


@pytest.mark.parametrize(
    "zone", ["Mars/Olympus", "../../etc/passwd", "Europe", "localtime", "Factory", "\x00", "europe/paris"]
)
def test_other_zones_are_refused(zone: str) -> None:
    answer = choose(signed_in(), time_zone=zone)
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:egret:time-zone-unknown")
    assert not Preferences.objects.exists()


@pytest.mark.parametrize("body", [{"language": "fr"}, {"theme": "auto"}, {"time_zone": "x" * 65}, {"birthday": "x"}])
def test_other_values_are_refused(body: dict[str, Any]) -> None:
    assert choose(signed_in(), **body).status_code == 422


class Zones(TransactionTestCase):
    @settings(max_examples=50, deadline=None)
    @given(st.text(min_size=1, max_size=64))
    def test_any_text_is_a_zone_or_refused(self, typed: str) -> None:
        person = factories.person()
        try:
            actions.do_change_preferences(person.id, time_zone=typed)
        except TimeZoneUnknown:
            assert not Preferences.objects.filter(person=person).exists()

"""`egret demo` makes what it prints, once."""

from __future__ import annotations

import json
from base64 import b64encode
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from egret.accounts.models import Person
from egret.meetings.models import Meeting, Spell


def run() -> str:
    out = StringIO()
    call_command("demo", json=True, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_demo_is_complete_and_repeatable(client: Client) -> None:
    printed = []
    for _ in range(2):
        printed.append(json.loads(run()))
    assert [person["phone"] for person in printed[0]["people"]] == [person["phone"] for person in printed[1]["people"]]
    assert {person["phone"] for person in printed[0]["people"]} == set(Person.objects.values_list("phone", flat=True))
    assert Meeting.objects.count() == 4
    assert not Spell.objects.filter(left_at=None).exists()
    host = Person.objects.get(phone=printed[0]["people"][0]["phone"])
    client.force_login(host)
    code = printed[0]["links"]["ended_meeting"].rsplit("/", 1)[1]
    rows = client.get(f"/api/v1/meetings/{code}/attendance").json()["participants"]
    assert [row["nickname"] for row in rows] == ["Maya Okafor", "Tomás", "林晓雨"]
    assert [len(row["spells"]) for row in rows] == [1, 1, 2]
    assert rows[0]["is_host"]


@pytest.mark.django_db
def test_the_keys_work_and_those_of_an_earlier_call_do_not() -> None:
    first, second = (json.loads(run())["people"] for _ in range(2))
    assert [person["password"] for person in second[1:]] == [None] * 4
    for person, good in ((first[0], False), (second[0], True)):
        token = Client(headers={"authorization": f"Bearer {person['api_token']}"})
        assert (token.get("/api/v1/meetings").status_code == 200) is good
        basic = b64encode(f"{person['username']}:{person['app_password']}".encode()).decode()
        app = Client(headers={"authorization": f"Basic {basic}"})
        assert (app.get("/api/v1/app-password").status_code == 200) is good
        assert Person.objects.get(phone=person["phone"]).check_password(person["password"]) is good

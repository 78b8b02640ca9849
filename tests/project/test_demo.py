"""`egret demo` makes what it prints, once."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from egret.accounts.models import Person
from egret.meetings.models import Meeting, Spell


@pytest.mark.django_db
def test_demo_is_complete_and_repeatable(client: Client) -> None:
    printed = []
    for _ in range(2):
        out = StringIO()
        call_command("demo", json=True, stdout=out)
        printed.append(json.loads(out.getvalue()))
    assert printed[0]["people"] == printed[1]["people"]
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

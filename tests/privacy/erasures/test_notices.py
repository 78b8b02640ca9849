"""What companies were asked to delete, at the operator's desk: rights first, each act written down."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from egret.accounts.models import Person
from egret.kernel import audit, clock, egress, erasure, secret
from egret.privacy.erasures import notices
from egret.privacy.erasures.models import EVIDENCE_LENGTH, Notice
from egret.privacy.erasures.tasks import tell_overdue
from tests import factories
from tests.privacy.requests.conftest import at_desk, post

pytestmark = pytest.mark.django_db
NOTICES = "/api/v1/privacy/processors/notices"
NUMBER = "+8613800138000"


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[audit.Entry]:
    found: list[audit.Entry] = []
    monkeypatch.setattr(audit, "_write", found.append)
    return found


def notice(days_ago: int = 1, **given: Any) -> Notice:
    return Notice.objects.create(
        host="sms.example",
        processor="Reed SMS",
        known_as=secret.encrypt(notices.SECRET, NUMBER),
        made_at=clock.now() - timedelta(days=days_ago),
        **given,
    )


def acknowledge(client: Client, each: Notice, **body: Any) -> Any:
    return post(client, f"{NOTICES}/{each.id}/acknowledge", {"evidence": "Letter 17", **body})


def test_only_the_operators_desk_sees_and_acts(client: Client, written: list[audit.Entry]) -> None:
    each = notice()
    addresses = (NOTICES, f"{NOTICES}/{each.id}/identifier")
    assert [client.get(address).status_code for address in addresses] == [401, 401]
    assert acknowledge(client, each).status_code == 401
    client.force_login(factories.person())
    assert [client.get(address).status_code for address in addresses] == [403, 403]
    assert acknowledge(client, each).status_code == 403
    assert client.get(f"{NOTICES}/{factories.person().id}/identifier").status_code == 403, "rights before existence"
    assert not written and notices.unanswered().get() == each


def test_open_ones_with_their_day_and_nobody_named(written: list[audit.Entry]) -> None:
    late, fresh = notice(31), notice(1)
    boss, desk = at_desk()
    written.clear()
    answered = desk.get(NOTICES)
    found = answered.json()
    assert [(each["id"], each["overdue"]) for each in found["open"]] == [(str(late.id), True), (str(fresh.id), False)]
    assert found["days"] == 30 and not found["answered"] and NUMBER not in answered.content.decode()
    assert not written, "numbers and companies: nobody's data"
    named = desk.get(f"{NOTICES}/{fresh.id}/identifier").json()
    assert named == {"known_as": NUMBER}
    assert [(each.act, each.actor, each.about) for each in written] == [
        ("erasures.notice_read", boss.id, str(fresh.id))
    ]


def test_a_confirmation_says_who_when_and_by_what(written: list[audit.Entry]) -> None:
    each = notice(5)
    boss, desk = at_desk()
    written.clear()
    day = (clock.today() - timedelta(days=2)).isoformat()
    (shown,) = acknowledge(desk, each, evidence="  Letter   17 ", confirmed_on=day).json()["answered"]
    assert (shown["evidence"], shown["confirmed_on"], shown["named"]) == ("Letter 17", day, False)
    assert [(one.act, one.actor, one.subject, one.about) for one in written] == [
        ("erasures.notice_acknowledged", boss.id, None, str(each.id))
    ]
    each.refresh_from_db()
    assert each.acknowledged_by == boss and each.known_as == "" and not notices.unanswered()
    assert acknowledge(desk, each).json()["type"] == "urn:egret:notice-closed"
    assert desk.get(f"{NOTICES}/{each.id}/identifier").json() == {"known_as": ""}


@pytest.mark.parametrize("evidence", ["", "   ", "\u200b", "x" * (EVIDENCE_LENGTH + 1)])
def test_without_evidence_it_stays_open(evidence: str, written: list[audit.Entry]) -> None:
    each = notice()
    _, desk = at_desk()
    written.clear()
    assert acknowledge(desk, each, evidence=evidence).json()["type"] == "urn:egret:evidence-unusable"
    assert notices.unanswered().get() == each and not written


@pytest.mark.parametrize("days", [-4, 2, 40000])
def test_a_day_before_it_was_asked_or_to_come_is_refused(days: int) -> None:
    each = notice(3)
    _, desk = at_desk()
    day = (clock.today() + timedelta(days=days)).isoformat()
    assert acknowledge(desk, each, confirmed_on=day).json()["type"] == "urn:egret:confirmation-day-impossible"
    assert post(desk, f"{NOTICES}/{boss_id()}/acknowledge", {"evidence": "x"}).status_code == 404


def boss_id() -> str:
    return str(factories.person().id)


def test_who_confirmed_first_counts(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """While Egret asks, somebody at the desk notes the letter: the answer that comes then does not undo it."""
    each = notice()
    settings.EGRET_DELETION_URLS = {each.host: "https://sms.example/delete"}

    def answers_late(*_: Any, **__: Any) -> Any:
        notices.do_acknowledge(each.id, actor=None, evidence="Letter 17")
        raise egress.EgressFailed

    monkeypatch.setattr(egress, "request", answers_late)
    assert notices.tell_all() == 0
    each.refresh_from_db()
    assert each.acknowledged_at is not None and each.evidence == "Letter 17"


def test_past_their_day_is_an_alarm(caplog: pytest.LogCaptureFixture) -> None:
    notice(29)
    tell_overdue.func()
    assert "notices_overdue" not in caplog.text
    notice(31)
    tell_overdue.func()
    assert "erasures.notices_overdue notices=1" in caplog.text


def test_the_command_needs_the_evidence_too(written: list[audit.Entry]) -> None:
    each = notice()
    with pytest.raises(CommandError, match="by what the company confirmed"):
        call_command("erasure_notices", "--acknowledge", str(each.id))
    output = StringIO()
    call_command("erasure_notices", "--acknowledge", str(each.id), "--evidence", "Letter 17", stdout=output)
    assert "Noted" in output.getvalue() and [one.act for one in written] == ["erasures.notice_acknowledged"]
    with pytest.raises(CommandError, match="confirmed already"):
        call_command("erasure_notices", "--acknowledge", str(each.id), "--evidence", "Letter 17")


def test_whoever_noted_it_is_forgotten_and_the_note_stays() -> None:
    each = notice()
    boss, desk = at_desk()
    acknowledge(desk, each)
    assert erasure.KEPT["erasures.notices"].count(boss.id) == 1
    erasure.delete("person", boss.id)
    each.refresh_from_db()
    assert each.acknowledged_by is None and each.evidence == "Letter 17"
    assert not Person.objects.filter(id=boss.id).exists()

"""Polls over HTTP: who asks, who votes, who sees what and when."""

from __future__ import annotations

from typing import Any

import pytest

from egret.meetings import actions as meetings
from egret.meetings.models import Meeting
from egret.meetings.talk import actions
from egret.meetings.talk.models import Ballot, Choice, Option, Poll
from tests import factories
from tests.meetings.scheduling.support import Caller, comes, somebody

pytestmark = pytest.mark.django_db

BIRDS = {"question": "Which bird?", "options": ["Egret", "Heron", "Stork"]}


def ask(host: Caller, meeting: Meeting, **given: Any) -> dict[str, Any]:
    poll: dict[str, Any] = host.post(f"/meetings/{meeting.code}/polls", {**BIRDS, **given}, 201)["items"][0]
    return poll


def polls(who: Caller, meeting: Meeting) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = who.get(f"/meetings/{meeting.code}/polls")["items"]
    return items


def vote(who: Caller, meeting: Meeting, poll: dict[str, Any], *chosen: int, status: int = 200) -> Any:
    return who.post(f"/meetings/{meeting.code}/polls/{poll['id']}/vote", {"chosen": list(chosen)}, status)


def counts(poll: dict[str, Any]) -> list[int | None]:
    return [option["votes"] for option in poll["options"]]


def test_results_are_the_hosts_at_once_and_everybodys_in_the_end(host: Caller, meeting: Meeting) -> None:
    ada = comes(meeting, "Ada")
    poll = ask(host, meeting)
    vote(ada, meeting, poll, 1)
    seen = polls(ada, meeting)[0]
    assert (seen["voted"], seen["voters"], counts(seen)) == (True, 1, [None] * 3)
    assert [option["mine"] for option in seen["options"]] == [False, True, False]
    live = polls(host, meeting)[0]
    assert counts(live) == [0, 1, 0] and live["options"][1]["names"] == ["Ada"]
    for _ in range(2):
        host.post(f"/meetings/{meeting.code}/polls/{poll['id']}/close")
    closed = polls(ada, meeting)[0]
    assert counts(closed) == [0, 1, 0] and closed["options"][1]["names"] is None
    assert vote(host, meeting, poll, 0, status=409)["type"] == "urn:egret:poll-closed"


def test_an_anonymous_poll_leads_from_nobody_to_a_choice(host: Caller, meeting: Meeting) -> None:
    voters = [comes(meeting, name) for name in ("Ada", "Bo", "Cy")]
    poll = ask(host, meeting, anonymous=True)
    for number, voter in enumerate(voters):
        vote(voter, meeting, poll, number % 2)
        # Whoever looks after each ballot must not see which count has grown.
        assert counts(polls(host, meeting)[0]) == [None] * 3
    assert not Choice.objects.exists()
    # The keys are in no order of time.
    assert all(ballot.id.version == 4 for ballot in Ballot.objects.all())
    host.post(f"/meetings/{meeting.code}/polls/{poll['id']}/close")
    seen = polls(host, meeting)[0]
    assert counts(seen) == [2, 1, 0] and all(option["names"] is None for option in seen["options"])


def test_one_ballot_each(host: Caller, meeting: Meeting) -> None:
    ada = comes(meeting, "Ada")
    one, many = ask(host, meeting), ask(host, meeting, several=True)
    vote(ada, meeting, many, 0, 2, 2)
    assert vote(ada, meeting, many, 1, status=409)["type"] == "urn:egret:already-voted"
    for chosen in ((0, 1), (), (7,), (-1,)):
        assert vote(ada, meeting, one, *chosen, status=422)["type"] == "urn:egret:poll-unusable"
    assert list(Option.objects.filter(poll_id=many["id"]).order_by("position").values_list("votes", flat=True)) == [
        1,
        0,
        1,
    ]
    assert not Ballot.objects.filter(poll_id=one["id"]).exists()


def test_only_who_leads_asks_and_only_who_is_here_votes(host: Caller, meeting: Meeting) -> None:
    ada, stranger = comes(meeting, "Ada"), somebody()
    poll = ask(host, meeting)
    ada.post(f"/meetings/{meeting.code}/polls", BIRDS, 403)
    ada.post(f"/meetings/{meeting.code}/polls/{poll['id']}/close", None, 403)
    ada.ask("delete", f"/meetings/{meeting.code}/polls/{poll['id']}", None, 403)
    for outsider in (stranger, Caller()):
        outsider.get(f"/meetings/{meeting.code}/polls", 403)
        vote(outsider, meeting, poll, 0, status=403)
    other = factories.meeting(host.person)
    host.post(f"/meetings/{other.code}/polls/{poll['id']}/close", None, 404)
    host.ask("delete", f"/meetings/{meeting.code}/polls/{poll['id']}")
    assert not Poll.objects.exists()


@pytest.mark.parametrize(
    "given",
    [
        {"question": ""},
        {"question": "x" * 201},
        {"question": "\u202eevil"},
        {"options": ["one"]},
        {"options": ["same", " same "]},
        {"options": [str(number) for number in range(11)]},
        {"options": ["a", "x" * 101]},
        {"options": ["a", "  "]},
    ],
)
def test_what_cannot_be_asked(host: Caller, meeting: Meeting, given: dict[str, Any]) -> None:
    answer = host.post(f"/meetings/{meeting.code}/polls", {**BIRDS, **given}, 422)
    assert answer["type"] in ("urn:egret:poll-unusable", "urn:egret:request-invalid")
    assert not Poll.objects.exists()


def test_a_script_is_a_text(host: Caller, meeting: Meeting) -> None:
    script = "<script>alert(1)</script>"
    poll = ask(host, meeting, question=script, options=[script, "<img src=x onerror=alert(1)>"])
    assert (poll["question"], poll["options"][0]["text"]) == (script, script)


def test_polls_end_with_the_meeting_and_are_not_without_number(
    host: Caller, meeting: Meeting, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(actions, "MOST_POLLS", 1)
    ask(host, meeting)
    assert host.post(f"/meetings/{meeting.code}/polls", BIRDS, 409)["type"] == "urn:egret:too-many-polls"
    assert host.person is not None
    with django_capture_on_commit_callbacks(execute=True):
        meetings.do_end(meeting, host.person.id)
    assert Poll.objects.get().closed_at is not None
    host.post(f"/meetings/{meeting.code}/polls", BIRDS, 410)

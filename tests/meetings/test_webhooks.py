"""The engine's webhooks at the door: signed, whole, for us."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client

from egret.kernel import clock
from egret.meetings.models import Spell
from tests import factories
from tests.meetings.webhook import at, event, post, signature

pytestmark = pytest.mark.django_db


def test_join_and_leave(client: Client) -> None:
    meeting = factories.meeting()
    guest = factories.participant(meeting)
    assert post(client, event("participant_joined", meeting, guest)) == 204
    spell = Spell.objects.get()
    assert (spell.participant, spell.joined_at, spell.left_at) == (guest, at(0), None)
    assert post(client, event("participant_left", meeting, guest, created=75)) == 204
    spell.refresh_from_db()
    assert (spell.left_at, spell.closed_by) == (at(75), "left")


def test_forged_replayed_and_truncated_change_nothing(client: Client) -> None:
    meeting = factories.meeting()
    guest = factories.participant(meeting)
    body = json.dumps(event("participant_joined", meeting, guest)).encode()
    token = signature(body)
    other = json.dumps(event("participant_joined", meeting, guest, "PA_other")).encode()
    assert post(client, body, signature(body, secret="somebody else's secret, long enough")) == 401
    assert post(client, body, "") == 401
    assert post(client, body, "Bearer nonsense") == 401
    assert post(client, body, signature(body, iss="somebody")) == 401
    assert post(client, body, signature(body, sha256="")) == 401
    assert post(client, body, signature(body, lives=timedelta(minutes=-5))) == 401
    assert post(client, other, token) == 401, "another body under the same token"
    assert post(client, body[:-20], signature(body[:-20])) == 400, "signed, but cut off"
    assert post(client, b"", signature(b"")) == 400
    assert post(client, b"[1]", signature(b"[1]")) == 400
    with clock.travel(timedelta(minutes=6)):
        assert post(client, body, token) == 401, "replayed when its token is over"
    assert not Spell.objects.exists()
    assert post(client, body, token) == 204
    assert post(client, body, token) == 204, "delivered twice"
    assert Spell.objects.count() == 1


def test_other_rooms_identities_and_kinds_are_passed_over(client: Client) -> None:
    meeting, other = factories.meeting(), factories.meeting()
    guest = factories.participant(other)
    assert post(client, event("participant_joined", meeting, guest)) == 204, "identity of another meeting"
    assert post(client, {"event": "room_started", "room": {"name": "x", "sid": "y"}, "createdAt": "1"}) == 204
    stranger = event("participant_joined", meeting, guest)
    stranger["participant"]["identity"] = "recorder"
    assert post(client, stranger) == 204
    stranger["room"]["name"] = "somebody's room"
    assert post(client, stranger) == 204
    assert not Spell.objects.exists()


def test_a_connection_given_up_before_it_was_in_the_room_is_no_spell(client: Client) -> None:
    meeting = factories.meeting()
    guest = factories.participant(meeting)
    aborted = event("participant_connection_aborted", meeting, guest)
    aborted["participant"].pop("joinedAt")
    aborted["participant"].pop("joinedAtMs")
    assert post(client, aborted) == 204
    assert not Spell.objects.exists()

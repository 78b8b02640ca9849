"""Starting, joining, listing and ending meetings over HTTP, with a real engine."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import jwt
import pytest
from django.test import Client

from egret.accounts.models import Person
from egret.kernel import clock, egress, policy
from egret.media import rooms, tokens
from egret.meetings import actions
from egret.meetings.models import EndReason, Meeting, Participant, Spell
from tests import factories
from tests.meetings.webhook import event, post

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def host() -> Person:
    return factories.person()


@pytest.fixture
def hosting(host: Person) -> Client:
    client = Client()
    client.force_login(host)
    return client


def start(hosting: Client, **headers: str) -> dict[str, str]:
    response = hosting.post("/api/v1/meetings", {}, "application/json", headers=headers)
    assert response.status_code == 201
    meeting: dict[str, str] = response.json()
    return meeting


def join(client: Client, code: str, nickname: str = "Guest", version: str | None = None) -> tuple[int, dict[str, Any]]:
    body = {"nickname": nickname, "policy_version": policy.version() if version is None else version}
    response = client.post(f"/api/v1/meetings/{code}/join", body, "application/json")
    return response.status_code, response.json()


def admitted(token: str, url: str) -> int:
    return egress.request("GET", f"{url}/rtc/validate?access_token={token}").status


def test_starting_needs_an_account(client: Client) -> None:
    response = client.post("/api/v1/meetings", {}, "application/json")
    assert (response.status_code, response.json()["type"]) == (401, "urn:egret:sign-in-required")


def test_the_same_idempotency_key_is_the_same_meeting(hosting: Client) -> None:
    first = start(hosting, **{"idempotency-key": "a"})
    assert start(hosting, **{"idempotency-key": "a"})["id"] == first["id"]
    assert start(hosting, **{"idempotency-key": "b"})["id"] != first["id"]
    assert start(hosting)["id"] != start(hosting)["id"]
    bad = hosting.post("/api/v1/meetings", {}, "application/json", headers={"idempotency-key": "x" * 65})
    assert (bad.status_code, bad.json()["type"]) == (400, "urn:egret:idempotency-key-unusable")


@pytest.mark.parametrize("code", ["abcd-efgh-jkmn", "nonsense", "ABCD", "abcd-efgh-jkm%00", "a" * 300])
def test_unknown_and_malformed_links(client: Client, code: str) -> None:
    for response in (
        client.get(f"/api/v1/meetings/{code}"),
        client.post(f"/api/v1/meetings/{code}/join", {"nickname": "x"}, "application/json"),
    ):
        assert (response.status_code, response.json()["type"]) == (404, "urn:egret:meeting-unknown")


def test_guest_joins_by_link_after_accepting_the_policy(hosting: Client, client: Client, engine: str) -> None:
    code = start(hosting)["code"]
    for version in ("", "2001-01-01"):
        status, body = join(client, code, version=version)
        assert (status, body["type"]) == (409, "urn:egret:policy-not-accepted")
    assert not Participant.objects.exists()
    assert not client.cookies
    status, body = join(client, code, " Zoë  W. ")
    assert status == 200
    guest = Participant.objects.get()
    assert (guest.nickname, guest.person, guest.policy_version) == ("Zoë W.", None, policy.version())
    assert guest.accepted_at is not None
    assert admitted(body["token"], engine) == 200


def test_token_is_for_one_room_and_one_identity_with_least_grants(hosting: Client, engine: str) -> None:
    meeting = start(hosting)
    _, body = join(hosting, meeting["code"])
    claims = jwt.decode(body["token"], options={"verify_signature": False})
    assert claims["sub"] == str(Participant.objects.get().id)
    assert claims["video"] == {
        "roomJoin": True,
        "room": meeting["id"],
        "canSubscribe": True,
        "canPublish": True,
        "canPublishSources": ["camera", "microphone", "screen_share", "screen_share_audio"],
        "canPublishData": True,
        "canUpdateOwnMetadata": False,
    }
    assert timedelta(0) < timedelta(seconds=claims["exp"] - clock.now().timestamp()) <= tokens.JOIN_LIFETIME
    assert admitted(body["token"] + "x", engine) == 401
    elsewhere = tokens.join_token(room="no-such-room", identity="x", nickname="x")
    assert admitted(elsewhere, engine) == 404


def test_who_comes_back_is_the_same_participant(hosting: Client, client: Client, engine: str) -> None:
    code = start(hosting)["code"]
    first, again = join(client, code, "Ada")[1], join(client, code, "Ada L.")[1]
    assert first["participant"]["id"] == again["participant"]["id"]
    assert client.get(f"/api/v1/meetings/{code}").json()["my_nickname"] == "Ada L."
    other = join(Client(), code, "Ada")[1]
    assert other["participant"]["id"] != first["participant"]["id"]
    assert join(hosting, code)[1]["participant"]["is_host"] is True
    join(hosting, code)
    assert Participant.objects.count() == 3


def test_a_guests_cookie_of_another_meeting_or_forged_is_a_new_guest(
    hosting: Client, client: Client, engine: str
) -> None:
    one, other = start(hosting)["code"], start(hosting)["code"]
    mine = join(client, one)[1]["participant"]["id"]
    assert join(client, other)[1]["participant"]["id"] != mine
    client.cookies["egret_guest"] = "forged"
    assert join(client, one)[1]["participant"]["id"] != mine


@pytest.mark.parametrize(
    ("nickname", "reason"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("\u200d", "empty"),
        ("\u3164", "empty"),
        ("x" * 41, "too long"),
        ("x" * 300, "too long"),
        ("ab\u200bc", "invisible characters"),
        ("\u202egnihton", "invisible characters"),
        ("\u2066x", "invisible characters"),
        ("a\x00b", "invisible characters"),
        ("Z" + "\u0301" * 8, "too many marks"),
    ],
)
def test_unusable_nicknames(hosting: Client, client: Client, nickname: str, reason: str) -> None:
    status, body = join(client, start(hosting)["code"], nickname)
    assert (status, body["type"], body["reason"]) == (422, "urn:egret:nickname-unusable", reason)
    assert not Participant.objects.exists()


@pytest.mark.parametrize("nickname", ["王小明", "دانیال", "נועה", "می‌خواهم", "👩‍👩‍👧", "Đặng Thị Ngọc", "x" * 40])
def test_names_of_all_scripts_are_welcome(hosting: Client, client: Client, engine: str, nickname: str) -> None:
    assert join(client, start(hosting)["code"], nickname)[0] == 200


def test_ending_sends_everybody_out_and_closes_the_link(hosting: Client, client: Client, engine: str) -> None:
    meeting = start(hosting)
    code = meeting["code"]
    token = join(client, code)[1]["token"]
    stranger = Client()
    stranger.force_login(factories.person())
    assert client.post(f"/api/v1/meetings/{code}/end", {}, "application/json").status_code == 401
    assert stranger.post(f"/api/v1/meetings/{code}/end", {}, "application/json").status_code == 403
    assert meeting["id"] in rooms.list_rooms()
    ended = hosting.post(f"/api/v1/meetings/{code}/end", {}, "application/json")
    assert (ended.status_code, ended.json()["state"]) == (200, "ended")
    assert meeting["id"] not in rooms.list_rooms()
    assert admitted(token, engine) == 404, "the old token brings no room back"
    status, body = join(client, code)
    assert (status, body["type"]) == (410, "urn:egret:meeting-ended")
    again = hosting.post(f"/api/v1/meetings/{code}/end", {}, "application/json").json()
    assert again["ended_at"] == ended.json()["ended_at"]


def test_engine_away(hosting: Client, client: Client, settings: pytest.FixtureRequest) -> None:
    settings.EGRET_ENGINE_URL = "http://127.0.0.1:9"  # type: ignore[attr-defined]
    egress.register("http://127.0.0.1:9", processor="nobody", purpose="media.calls", payload=())
    code = start(hosting)["code"]
    status, body = join(client, code)
    assert (status, body["type"]) == (503, "urn:egret:engine-unavailable")
    assert not Participant.objects.exists()
    assert hosting.post(f"/api/v1/meetings/{code}/end", {}, "application/json").status_code == 200


def test_attendance_is_the_hosts(hosting: Client, client: Client) -> None:
    code = start(hosting)["code"]
    meeting = Meeting.objects.get(code=code)
    anna = factories.participant(meeting, "Anna")
    factories.participant(meeting, "Never came")
    for body in (
        event("participant_joined", meeting, anna, "PA_1", joined=0),
        event("participant_left", meeting, anna, "PA_1", joined=0, created=60),
        event("participant_joined", meeting, anna, "PA_2", joined=90),
        event("participant_left", meeting, anna, "PA_2", joined=90, created=120),
    ):
        post(client, body)
    url = f"/api/v1/meetings/{code}/attendance"
    assert client.get(url).status_code == 401
    stranger = Client()
    stranger.force_login(factories.person())
    assert stranger.get(url).status_code == 404
    (row,) = hosting.get(url).json()["participants"]
    assert (row["nickname"], row["duration_seconds"], row["present"], row["is_guest"]) == ("Anna", 90, False, True)
    assert [spell["duration_seconds"] for spell in row["spells"]] == [60, 30]
    (listed,) = hosting.get("/api/v1/meetings").json()["items"]
    assert (listed["participants"], listed["duration_seconds"], listed["people_now"]) == (1, 120, 0)


def test_list_is_paged_and_mine(hosting: Client) -> None:
    factories.meeting()
    for _ in range(31):
        start(hosting)
    first = hosting.get("/api/v1/meetings").json()
    second = hosting.get("/api/v1/meetings", {"cursor": first["next_cursor"]}).json()
    codes = [row["code"] for row in first["items"] + second["items"]]
    assert len(codes) == len(set(codes)) == 31
    assert second["next_cursor"] is None
    assert codes == list(Meeting.objects.filter(code__in=codes).order_by("-created_at").values_list("code", flat=True))
    assert hosting.get("/api/v1/meetings", {"cursor": "mine"}).json()["type"] == "urn:egret:cursor-unusable"


def test_an_empty_meeting_ends_by_itself_in_the_end(hosting: Client, client: Client) -> None:
    idle, busy = (Meeting.objects.get(code=start(hosting)["code"]) for _ in range(2))
    post(client, event("participant_joined", busy, factories.participant(busy)))
    assert actions.end_abandoned() == 0
    with clock.travel(actions.lifecycle.ABANDONED_AFTER + timedelta(minutes=1)):
        assert actions.end_abandoned() == 1
    idle.refresh_from_db()
    assert idle.end_reason == EndReason.ABANDONED


def test_a_lost_webhook_leaves_no_ghost(hosting: Client, engine: str) -> None:
    meeting = Meeting.objects.get(code=start(hosting)["code"])
    join(hosting, meeting.code)
    ghost = Spell.objects.create(
        sid="PA_ghost",
        participant=Participant.objects.get(),
        room_sid="RM_gone",
        joined_at=clock.now() - timedelta(minutes=5),
        seen_at=clock.now() - timedelta(minutes=1),
    )
    fresh = Spell.objects.create(
        sid="PA_fresh",
        participant=Participant.objects.get(),
        room_sid="RM_gone",
        joined_at=clock.now(),
        seen_at=clock.now(),
    )
    assert actions.do_reconcile() == 1
    ghost.refresh_from_db()
    fresh.refresh_from_db()
    assert (ghost.left_at, ghost.closed_by) == (ghost.seen_at, "missed")
    assert fresh.left_at is None, "its webhook may still be under way"


def test_an_ended_meetings_room_is_removed_when_the_engine_is_back(hosting: Client, engine: str) -> None:
    meeting = Meeting.objects.get(code=start(hosting)["code"])
    join(hosting, meeting.code)
    Meeting.objects.filter(id=meeting.id).update(ended_at=clock.now(), end_reason=EndReason.HOST)
    assert str(meeting.id) in rooms.list_rooms()
    actions.do_reconcile()
    assert str(meeting.id) not in rooms.list_rooms()

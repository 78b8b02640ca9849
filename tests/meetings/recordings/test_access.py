"""Who may do what with a recording."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from egret.accounts.models import Person
from egret.kernel import blobs, clock
from egret.kernel.blobs import Owner
from egret.kernel.models import Blob, BlobKey
from egret.kernel.vault.owners import is_destroyed
from egret.media.recorder import native
from egret.media.recorder.tracks import Published
from egret.meetings import actions as meetings
from egret.meetings.hosting.models import Seat, Standing
from egret.meetings.models import Meeting, Participant, Spell
from egret.meetings.recordings import actions
from egret.meetings.recordings.compacting import compact
from egret.meetings.recordings.models import Composition, Layout, Progress, Recording, State, Track
from egret.meetings.recordings.owners import owner_of_film, owner_of_tracks
from egret.meetings.recordings.sink import VaultSink
from egret.meetings.recordings.tasks import expire, remind, save_films
from tests import factories
from tests.factories import organizations

pytestmark = pytest.mark.django_db(transaction=True)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def begin(client: Client, meeting: Meeting) -> tuple[int, str]:
    answer = client.post(f"/api/v1/meetings/{meeting.code}/recording", {}, "application/json")
    return answer.status_code, answer.json().get("type", "")


@pytest.fixture
def host() -> Person:
    return factories.person()


@pytest.fixture
def meeting(host: Person) -> Meeting:
    return factories.meeting(host)


def track_of(recording: Recording, participant: Participant) -> Track:
    owner = owner_of_tracks(participant)
    draft = blobs.draft(owner, "recordings.track")
    draft.write(b"recorded")
    draft.finish()
    return Track.objects.create(
        recording=recording,
        participant=participant,
        source="camera",
        codec="vp8",
        began_at=clock.now(),
        ended_at=clock.now(),
        blob=draft.commit(),
    )


@pytest.fixture
def recording(meeting: Meeting, host: Person) -> Recording:
    moment = clock.now()
    return Recording.objects.create(
        meeting=meeting, started_by=host, state=State.STOPPED, begun_at=moment, stopped_at=moment
    )


def film_of(recording: Recording) -> Composition:
    draft = blobs.PatchableDraft(owner_of_film(recording.meeting), "recordings.film")
    draft.write(b"0123456789")
    draft.finish()
    return Composition.objects.create(recording=recording, progress="done", percent=100, blob=draft.commit())


def test_only_the_host_begins_one(meeting: Meeting, host: Person) -> None:
    assert begin(Client(), meeting) == (401, "urn:egret:sign-in-required")
    assert begin(signed_in(factories.person()), meeting) == (403, "urn:egret:not-allowed")
    assert begin(signed_in(host), meeting)[0] == 201


def test_whoever_leads_the_meeting_stops_it(meeting: Meeting, host: Person) -> None:
    begin(signed_in(host), meeting)
    found = Recording.objects.get()
    ann = factories.person()
    participant = factories.participant(meeting, "Ann", ann)
    url = f"/api/v1/meetings/{meeting.code}/recording/{found.id}/stop"
    refused = signed_in(ann).post(url, {}, "application/json")
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:egret:not-allowed")
    Seat.objects.create(meeting=meeting, participant=participant, standing=Standing.ADMITTED, cohost=True)
    assert signed_in(ann).post(url, {}, "application/json").json()["state"] == "stopped"
    assert begin(signed_in(ann), meeting)[0] == 403, "it would be the host's recording"


def test_an_organisation_says_who_records(host: Person) -> None:
    organization = organizations.organization(host)
    member = organizations.member(organization, factories.person())
    theirs = meetings.do_start(member.person_id, organization_id=organization.id)
    assert begin(signed_in(member.person), theirs) == (403, "urn:egret:not-allowed")
    organization.who_records = "members"
    organization.save()
    assert begin(signed_in(member.person), theirs)[0] == 201


def test_not_after_the_end_and_not_without_the_module(
    meeting: Meeting, host: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(native, "is_there", lambda: False)
    assert begin(signed_in(host), meeting) == (503, "urn:egret:recorder-missing")
    monkeypatch.undo()
    meetings.do_end(meeting, host.id)
    assert begin(signed_in(host), meeting) == (410, "urn:egret:meeting-ended")


def test_the_notice_is_for_who_is_in_the_meeting(meeting: Meeting, host: Person) -> None:
    begin(signed_in(host), meeting)
    found = Recording.objects.get()
    url = f"/api/v1/meetings/{meeting.code}/recording"
    outside = Client().post(f"{url}/{found.id}/notice", {}, "application/json")
    assert (outside.status_code, outside.json()["type"]) == (403, "urn:egret:not-in-meeting")
    assert Client().get(url).json()["recording"]["state"] == "announced"


def test_whoever_does_not_answer_holds_up_nobody_for_long(meeting: Meeting, host: Person) -> None:
    begin(signed_in(host), meeting)
    found = Recording.objects.get()
    actions.begin_if_told(found)
    found.refresh_from_db()
    assert found.state == State.ANNOUNCED
    with clock.travel(actions.NOTICE):
        actions.begin_if_told(found)
    found.refresh_from_db()
    assert found.state == State.RECORDING


def test_the_host_sees_all_a_recorded_person_themselves_and_others_nothing(
    meeting: Meeting, host: Person, recording: Recording
) -> None:
    ann, bob, stranger = factories.person(), factories.person(), factories.person()
    tracks = {who: track_of(recording, factories.participant(meeting, "x", who)) for who in (ann, bob)}
    film_of(recording)
    url = f"/api/v1/meetings/{meeting.code}/recordings/{recording.id}"

    def seen(person: Person) -> Any:
        answer = signed_in(person).get(url)
        return [row["id"] for row in answer.json()["tracks"]] if answer.status_code == 200 else answer.status_code

    assert seen(host) == [str(track.id) for track in tracks.values()]
    assert seen(ann) == [str(tracks[ann].id)]
    assert seen(stranger) == 404
    assert signed_in(ann).get(f"{url}/tracks/{tracks[ann].id}").status_code == 200
    assert signed_in(ann).get(f"{url}/tracks/{tracks[bob].id}").status_code == 404
    assert signed_in(stranger).get(f"{url}/film").status_code == 404
    assert Client().get(f"{url}/film").status_code == 401
    assert signed_in(ann).get(f"{url}/film").status_code == 200
    for refused in (
        signed_in(ann).delete(url),
        signed_in(ann).delete(f"{url}/film"),
        signed_in(ann).delete(f"{url}/participants/{tracks[bob].participant_id}"),
        signed_in(ann).get(f"{url}/accesses"),
        signed_in(ann).post(f"{url}/film", {"layout": "gallery"}, "application/json"),
    ):
        assert (refused.status_code, refused.json()["type"]) == (403, "urn:egret:not-allowed")
    whats = [(row["person"], row["what"]) for row in signed_in(host).get(f"{url}/accesses").json()["items"]]
    assert whats == [(str(ann.id), "played"), (str(ann.id), "track")]


def test_who_left_the_organisation_has_their_own_tracks_alone(host: Person) -> None:
    organization = organizations.organization(host)
    left, colleague = (organizations.member(organization, factories.person()) for _ in range(2))
    theirs = meetings.do_start(left.person_id, organization_id=organization.id)
    moment = clock.now()
    made = Recording.objects.create(meeting=theirs, state=State.STOPPED, begun_at=moment, stopped_at=moment)
    own = track_of(made, factories.participant(theirs, "left", left.person))
    track_of(made, factories.participant(theirs, "colleague", colleague.person))
    film_of(made)
    url = f"/api/v1/meetings/{theirs.code}/recordings/{made.id}"
    leaving = signed_in(left.person)
    assert (leaving.get(f"{url}/film").status_code, len(leaving.get(url).json()["tracks"])) == (200, 2)
    in_it = leaving.get(f"/api/v1/recordings?organization={organization.id}").json()["items"]
    assert [(row["id"], row["i_host"]) for row in in_it] == [(str(made.id), True)]
    left.active = False
    left.save()
    seen = leaving.get(url).json()
    assert ([row["id"] for row in seen["tracks"]], seen["may_play"], seen["i_host"]) == ([str(own.id)], False, False)
    for refused in (leaving.get(f"{url}/film"), leaving.get(f"{url}/sound"), leaving.delete(url)):
        assert refused.json()["type"] == "urn:egret:not-allowed"
    assert leaving.get(f"{url}/tracks/{own.id}").status_code == 200
    assert [row["id"] for row in leaving.get("/api/v1/recordings").json()["items"]] == [str(made.id)], "C18"
    assert signed_in(colleague.person).get(f"{url}/film").status_code == 200


def test_a_list_of_all_that_somebody_made_or_is_in(meeting: Meeting, host: Person, recording: Recording) -> None:
    ann = factories.person()
    track_of(recording, factories.participant(meeting, "ann", ann))
    Recording.objects.create(meeting=meeting, state=State.STOPPED, stopped_at=clock.now())

    def listed(person: Person) -> list[tuple[str, bool]]:
        return [(row["id"], row["i_host"]) for row in signed_in(person).get("/api/v1/recordings").json()["items"]]

    assert listed(host) == [(str(recording.id), True)], "one that never began is none"
    assert listed(ann) == [(str(recording.id), False)]
    assert listed(factories.person()) == []
    wrong = signed_in(host).get("/api/v1/recordings?cursor=x")
    assert wrong.json()["type"] == "urn:egret:cursor-unusable"


def test_chapters_tell_who_came_and_showed_a_screen(meeting: Meeting, host: Person, recording: Recording) -> None:
    ann, ben = factories.participant(meeting, "Ann"), factories.participant(meeting, "Ben")
    start = clock.now()
    for who, source, begins, ends in (
        (ann, "camera", 0, 60),
        (ann, "microphone", 1, 60),
        (ben, "microphone", 30, 40),
        (ann, "screen_share", 45, 70),
        (ben, "microphone", 90, 95),
    ):
        track = track_of(recording, who)
        track.source, track.began_at = source, start + timedelta(seconds=begins)
        track.ended_at = start + timedelta(seconds=ends)
        track.save()
    film_of(recording)
    url = f"/api/v1/meetings/{meeting.code}/recordings/{recording.id}"
    shown = signed_in(host).get(url).json()
    assert [(each["at"], each["kind"], each["nickname"]) for each in shown["chapters"]] == [
        (0, "joined", "Ann"),
        (30, "joined", "Ben"),
        (45, "share", "Ann"),
        (90, "came_back", "Ben"),
    ]
    assert shown["length_seconds"] == 95


def test_whoever_stays_unseen_is_not_in_it(meeting: Meeting, host: Person) -> None:
    begin(signed_in(host), meeting)
    found = Recording.objects.get()
    ann = factories.person()
    participant = factories.participant(meeting, "Ann", ann)
    client = signed_in(ann)
    url = f"/api/v1/meetings/{meeting.code}/recording"

    def choose(**body: bool) -> Any:
        return client.post(f"{url}/{found.id}/notice", body, "application/json").json()

    sink = VaultSink(found)
    published = Published("TR_x", str(participant.id), "PA_x", "camera")
    with transaction.atomic():
        assert sink.begin(published, "vp8", 0) is None, "before they were told"
    assert choose()["i_am_unseen"] is False
    handle = sink.begin(published, "vp8", 0)
    assert handle is not None and sink.store([(handle, b"seconds")]) == []
    told = choose(unseen=True)
    assert (told["i_was_told"], told["i_am_unseen"], told["left_out"]) == (True, True, None)
    assert not Track.objects.exists(), "who chooses at once is not in it at all"
    assert sink.store([(handle, b"more")]) == [handle] and sink.begin(published, "vp8", 0) is None
    choose(unseen=False)
    handle = sink.begin(published, "vp8", 0)
    assert handle is not None and sink.store([(handle, b"seen")]) == []
    with clock.travel(actions.AT_ONCE):
        choose(unseen=True)
    (kept,) = Track.objects.all()
    assert (kept.blob.size, kept.blob.state) == (4, Blob.State.SEALED), "who chooses later is in it until then"
    assert sink.store([(handle, b"more")]) == [handle]


def test_the_host_sees_who_is_not_in_it(meeting: Meeting, host: Person) -> None:
    begin(signed_in(host), meeting)
    found = Recording.objects.get()
    here = [factories.participant(meeting, name) for name in ("Unaware", "Unseen", "Told", "Gone")]
    for participant in here:
        Spell.objects.create(
            sid=f"PA_{participant.nickname}",
            participant=participant,
            room_sid="RM_x",
            joined_at=clock.now(),
            left_at=clock.now() if participant is here[3] else None,
            seen_at=clock.now(),
        )
    actions.do_show_notice(found, here[1], unseen=True)
    actions.do_show_notice(found, here[2])
    shown = signed_in(host).get(f"/api/v1/meetings/{meeting.code}/recording").json()["recording"]
    assert [(each["nickname"], each["chose"]) for each in shown["left_out"]] == [("Unseen", True), ("Unaware", False)]


def test_a_guests_key_goes_with_the_last_of_what_it_opens(meeting: Meeting, host: Person, recording: Recording) -> None:
    guest = factories.participant(meeting, "guest")
    owner = Owner("guest", guest.id)
    track_of(recording, guest)
    actions.do_take_out(recording, host.id, guest.id)
    assert not is_destroyed(owner), "the meeting goes on: the guest may be recorded again"
    track_of(recording, guest)
    meetings.do_end(meeting, host.id)
    actions.do_take_out(recording, host.id, guest.id)
    assert is_destroyed(owner)


def test_a_guests_key_that_opens_nothing_is_found(meeting: Meeting, host: Person, recording: Recording) -> None:
    kept, gone = factories.participant(meeting, "kept"), factories.participant(meeting, "gone")
    track_of(recording, kept)
    track_of(recording, gone)
    actions.do_take_out(recording, host.id, gone.id)
    owner = Owner("guest", gone.id)
    gone.delete()
    assert actions.forget_unused_keys() == 1
    assert is_destroyed(owner) and not is_destroyed(Owner("guest", kept.id))


def test_a_copy_in_the_drive_follows_the_recording(meeting: Meeting, host: Person, recording: Recording) -> None:
    guest = factories.participant(meeting, "guest")
    track_of(recording, guest)
    client, url = signed_in(host), f"/api/v1/meetings/{meeting.code}/recordings/{recording.id}"
    space = client.get("/api/v1/cloud/spaces").json()["items"][0]["id"]

    def save() -> Any:
        return client.post(f"{url}/savings", {"space": space}, "application/json")

    assert save().json()["type"] == "urn:egret:film-not-ready"
    film = film_of(recording)
    assert save().status_code == 202
    save_films.call()
    (saved,) = client.get(url).json()["savings"]
    assert (saved["progress"], saved["space"]) == ("done", space)
    content = client.get(f"/api/v1/cloud/nodes/{saved['file']}/content")
    assert content.getvalue() == b"0123456789"
    assert [row["what"] for row in client.get(f"{url}/accesses").json()["items"]] == ["saved"]
    save()
    save_films.call()
    assert [row["file"] for row in client.get(url).json()["savings"]] == [saved["file"]], "once"

    actions.do_take_out(recording, host.id, guest.id)
    assert client.get(f"/api/v1/cloud/nodes/{saved['file']}").status_code == 404
    (waiting,) = client.get(url).json()["savings"]
    assert (waiting["progress"], waiting["file"]) == ("waiting", None)
    draft = blobs.PatchableDraft(owner_of_film(meeting), "recordings.film")
    draft.write(b"without")
    draft.finish()
    film.refresh_from_db()
    film.blob, film.progress = draft.commit(), Progress.DONE
    film.save()
    save_films.call()
    (again,) = client.get(url).json()["savings"]
    assert client.get(f"/api/v1/cloud/nodes/{again['file']}/content").getvalue() == b"without"
    actions.do_delete_recording(recording, host.id)
    assert client.get(f"/api/v1/cloud/nodes/{again['file']}").status_code == 200, "what was saved stays"


def test_nobody_saves_into_anothers_drive(host: Person, recording: Recording) -> None:
    film_of(recording)
    others = signed_in(factories.person()).get("/api/v1/cloud/spaces").json()["items"][0]["id"]
    url = f"/api/v1/meetings/{recording.meeting.code}/recordings/{recording.id}/savings"
    answer = signed_in(host).post(url, {"space": others}, "application/json")
    assert answer.json()["type"] == "urn:egret:space-unknown"


def test_the_host_is_reminded_once_before_it_goes(host: Person, recording: Recording) -> None:
    client = signed_in(host)
    with clock.travel(timedelta(days=172)):
        remind.call()
    assert client.get("/api/v1/recordings/reminders").json() == {"items": [], "unread": 0}
    with clock.travel(timedelta(days=173, minutes=1)):
        remind.call()
        remind.call()
    reminders = client.get("/api/v1/recordings/reminders").json()
    assert (reminders["unread"], reminders["items"][0]["recording"]) == (1, str(recording.id))
    assert client.post("/api/v1/recordings/reminders/read", {}, "application/json").json()["unread"] == 0


def test_a_persons_tracks_go_with_their_account(meeting: Meeting, recording: Recording) -> None:
    from egret.accounts import actions as accounts

    ann = factories.person()
    guest = factories.participant(meeting, "guest")
    track_of(recording, factories.participant(meeting, "ann", ann))
    kept = track_of(recording, guest)
    film = film_of(recording)
    accounts.do_delete_person(ann)
    assert list(Track.objects.all()) == [kept]
    film.refresh_from_db()
    assert (film.blob, film.progress) == (None, "waiting"), "the rest is composed anew"
    assert set(BlobKey.objects.values_list("owner", flat=True)) == {f"guest:{guest.id}"}


def test_it_goes_after_its_period_with_its_contents(meeting: Meeting, recording: Recording) -> None:
    track_of(recording, factories.participant(meeting, "guest"))
    film_of(recording)
    with clock.travel(timedelta(days=179)):
        expire.call()
    assert Recording.objects.exists()
    with clock.travel(timedelta(days=181)):
        expire.call()
    assert not Recording.objects.exists() and not BlobKey.objects.exists()
    assert not Blob.objects.exclude(state=Blob.State.DOOMED).exists()


def test_a_film_begun_anew_is_not_replaced_by_the_one_before(host: Person, recording: Recording) -> None:
    film = film_of(recording)
    before = film.revision
    track_of(recording, factories.participant(recording.meeting, "guest"))
    composition = actions.do_compose(recording, host.id, Layout.GALLERY)
    assert composition.revision != before and composition.blob is None
    actions.do_cancel_composing(recording, host.id)
    composition.refresh_from_db()
    assert composition.progress == "cancelled"


def test_a_track_of_many_parts_gets_few(meeting: Meeting, recording: Recording) -> None:
    guest = factories.participant(meeting, "guest")
    owner = owner_of_tracks(guest)
    blob = blobs.begin(owner, "recordings.track")
    writer = blobs.writer(blob, owner)
    for second in range(5):
        blobs.append(blob, writer.store(f"second {second};".encode()))
    blobs.seal(blob, owner)
    track = Track.objects.create(
        recording=recording, participant=guest, source="camera", codec="vp8", began_at=clock.now(), blob=blob
    )
    assert compact(recording) == 1
    track.refresh_from_db()
    assert track.blob.part_count == 1
    assert blobs.open_blob(track.blob, owner).read(0, 100) == b"second 0;second 1;second 2;second 3;second 4;"
    assert compact(recording) == 0
    blob.refresh_from_db()
    assert blob.state == Blob.State.DOOMED

"""Who may do what with a recording."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from egret.accounts.models import Person
from egret.kernel import blobs, clock
from egret.kernel.models import Blob, BlobKey
from egret.media.recorder import native
from egret.meetings import actions as meetings
from egret.meetings.models import Meeting, Participant
from egret.meetings.recordings import actions
from egret.meetings.recordings.compacting import compact
from egret.meetings.recordings.models import Composition, Layout, Recording, State, Track
from egret.meetings.recordings.owners import owner_of_film, owner_of_tracks
from egret.meetings.recordings.tasks import expire
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

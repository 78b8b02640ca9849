"""Holds: what is held survives every way to be deleted; released, it goes; the person is told unless forbidden."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from egret.accounts import actions as accounts
from egret.accounts.models import Person
from egret.cloud.actions import trash, versions
from egret.cloud.models import FileVersion, Node, Role
from egret.kernel import clock, holds, retention
from egret.kernel.holds import Held
from egret.meetings.models import Meeting, Participant, Spell
from egret.meetings.quality.models import Sample
from egret.meetings.recordings import actions as recordings
from egret.meetings.recordings import tasks as recording_tasks
from egret.meetings.recordings.models import Recording, Source, State, Track
from egret.privacy.holds import actions, queries
from egret.privacy.holds.errors import HoldIncomplete, HoldUnknown, TargetUnknown
from egret.privacy.holds.models import Hold
from tests import factories
from tests.factories import cloud

pytestmark = pytest.mark.django_db
LATER = timedelta(days=400)


def hold(kind: str, target: uuid.UUID, *, secret: bool = False) -> Hold:
    return actions.do_place(
        kind,
        target,
        reason="A complaint",
        authority="Case 7/2026",
        placed_by="Ines",
        review_at=clock.now() + timedelta(days=30),
        secret=secret,
    )


def ended_meeting(host: Person | None = None) -> Meeting:
    meeting = factories.meeting(host)
    Meeting.objects.filter(id=meeting.id).update(ended_at=clock.now())
    return meeting


def enforce_later() -> None:
    with clock.travel(LATER):
        retention.enforce()
        recording_tasks.expire.func()
        trash.purge_expired()
        trash.finish_purges()
        versions.expire_versions()


def test_a_held_meeting_stays_with_all_that_hangs_on_it_and_its_host() -> None:
    held, other = ended_meeting(), ended_meeting()
    participant = factories.participant(held, who=factories.person())
    Sample.objects.create(participant=participant)
    placed = hold("meeting", held.id)
    enforce_later()
    assert list(Meeting.objects.all()) == [held]
    assert Participant.objects.exists() and Sample.objects.exists()
    with pytest.raises(Held):
        accounts.do_delete_person(held.host)
    assert holds.held_person(held.host_id) and not holds.held_person(other.host_id)
    actions.do_release(placed.id, released_by="Ines")
    enforce_later()
    assert not Meeting.objects.exists() and not Sample.objects.exists()


def test_a_held_person_stays_with_what_is_about_them() -> None:
    person = factories.person()
    meeting = ended_meeting(factories.person())
    factories.participant(meeting, who=person)
    placed = hold(holds.PERSON, person.id)
    enforce_later()
    assert Meeting.objects.filter(id=meeting.id).exists()
    with pytest.raises(Held):
        accounts.do_delete_person(person)
    actions.do_release(placed.id, released_by="Ines")
    enforce_later()
    assert not Meeting.objects.filter(id=meeting.id).exists()
    accounts.do_delete_person(person)
    assert not Person.objects.filter(id=person.id).exists()


def test_a_held_recording_stays_whole() -> None:
    meeting, person = ended_meeting(), factories.person()
    recording = Recording.objects.create(
        meeting=meeting, started_by=meeting.host, state=State.STOPPED, stopped_at=clock.now()
    )
    participant = factories.participant(meeting, who=person)
    blob = cloud.file(person, "voice").version
    assert blob is not None
    Track.objects.create(
        recording=recording,
        participant=participant,
        source=Source.MICROPHONE,
        codec="opus",
        began_at=clock.now(),
        blob=blob.blob,
    )
    placed = hold("recording", recording.id)
    enforce_later()
    assert Recording.objects.exists() and Track.objects.exists() and Meeting.objects.exists()
    with pytest.raises(Held):
        recordings.do_delete_recording(recording, meeting.host_id)
    with pytest.raises(Held):
        recordings.do_take_out(recording, meeting.host_id, participant.id)
    with pytest.raises(Held):
        accounts.do_delete_person(person)
    actions.do_release(placed.id, released_by="Ines")
    enforce_later()
    assert not Recording.objects.exists()


def test_a_held_file_is_not_purged_nor_the_folder_it_is_in() -> None:
    person = factories.person()
    folder = cloud.folder(person, "Case")
    node, other = cloud.file(person, "a.txt", parent=folder), cloud.file(person, "b.txt")
    cloud.file(person, "a.txt", b"second", parent=folder)
    placed = hold("file", node.id)
    for each in (folder, other):
        trash.do_trash(cloud.access(person, each.id, Role.EDIT))
    with pytest.raises(Held):
        trash.do_purge(cloud.access(person, folder.id, Role.MANAGE, trashed=True))
    assert trash.do_empty_trash(cloud.root_of(person)) == 1
    enforce_later()
    assert set(Node.objects.filter(parent__isnull=False).values_list("name", flat=True)) == {"Case", "a.txt"}
    assert FileVersion.objects.filter(node=node).count() == 2
    # Marked already when the hold came: a killed worker's rest is left alone as well.
    Node.objects.filter(id=folder.id).update(purging=True)
    trash.finish_purges()
    assert Node.objects.filter(id=node.id).exists()
    with pytest.raises(Held):
        accounts.do_delete_person(person)
    actions.do_release(placed.id, released_by="Ines")
    enforce_later()
    assert not Node.objects.filter(parent__isnull=False).exists()


def test_what_is_gone_cannot_be_held_and_what_is_short_is_no_hold() -> None:
    with pytest.raises(TargetUnknown):
        hold("meeting", uuid.uuid4())
    with pytest.raises(TargetUnknown):
        hold("nothing", uuid.uuid4())
    meeting = factories.meeting()
    for review in (clock.now(), clock.now() + timedelta(days=400)):
        with pytest.raises(HoldIncomplete):
            actions.do_place("meeting", meeting.id, reason="r", authority="a", placed_by="p", review_at=review)
    with pytest.raises(HoldIncomplete):
        actions.do_place(
            "meeting",
            meeting.id,
            reason=" ",
            authority="a",
            placed_by="p",
            review_at=clock.now() + timedelta(days=1),
        )
    with pytest.raises(HoldUnknown):
        actions.do_release(uuid.uuid4(), released_by="Ines")


def test_an_overdue_review_is_an_alarm(caplog: pytest.LogCaptureFixture) -> None:
    placed = hold("meeting", factories.meeting().id)
    assert actions.tell_overdue() == 0
    with clock.travel(timedelta(days=31)):
        assert list(queries.overdue()) == [placed]
        assert actions.tell_overdue() == 1
    assert "holds.review_overdue" in caplog.text


@pytest.fixture
def clients() -> Iterator[tuple[Client, Person]]:
    person = factories.person()
    client = Client()
    client.force_login(person)
    yield client, person


def test_the_person_is_told_unless_the_authority_forbids_it(clients: tuple[Client, Person]) -> None:
    client, person = clients
    hold(holds.PERSON, person.id, secret=True)
    hold("meeting", factories.meeting().id)
    assert client.get("/api/v1/privacy/holds").json() == {"items": []}
    hold("meeting", factories.meeting(person).id)
    (told,) = client.get("/api/v1/privacy/holds").json()["items"]
    assert (told["what"], told["authority"]) == ("A meeting of yours", "Case 7/2026")
    accesses = client.get("/api/v1/privacy/accesses").json()["items"]
    assert not any("kept" in item["what"] for item in accesses)
    hold(holds.PERSON, person.id)
    assert "kept" in client.get("/api/v1/privacy/accesses").json()["items"][0]["what"]
    assert Client().get("/api/v1/privacy/holds").status_code == 401


def test_the_command() -> None:
    meeting, output = factories.meeting(), StringIO()
    review = (clock.now() + timedelta(days=20)).date().isoformat()
    given = ["--reason", "r", "--authority", "Case 7", "--by", "Ines", "--review", review]
    call_command("holds", "place", "meeting", str(meeting.id), *given, "--secret", stdout=output)
    call_command("holds", "list", stdout=output)
    assert "Case 7: r; placed by Ines" in output.getvalue()
    listed = StringIO()
    call_command("holds", "list", "--json", stdout=listed)
    (row,) = json.loads(listed.getvalue())
    call_command("holds", "release", row["id"], "--by", "Ines", stdout=output)
    with pytest.raises(CommandError, match="no such hold"):
        call_command("holds", "release", row["id"], "--by", "Ines", stdout=output)
    assert not Spell.objects.exists()

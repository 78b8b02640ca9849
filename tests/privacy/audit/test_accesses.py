"""Who saw my data: in words, page by page, to nobody else, each with a proof that can be recomputed."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from egret.accounts import actions as accounts
from egret.accounts.models import Person, Profile
from egret.cloud.actions import files
from egret.cloud.models import FileVersion, Node
from egret.cloud.models import Role as FileRole
from egret.kernel import audit, blobs
from egret.kernel.text import LANGUAGES
from egret.kernel.vault import destroying
from egret.meetings.models import Participant
from egret.meetings.recordings import actions as recordings
from egret.meetings.recordings.models import Access, Recording, Source, State, Track
from egret.organizations.actions import members
from egret.organizations.models import Role
from egret.privacy.audit import actions, queries
from egret.privacy.audit.merkle import leaf_hash, proves_inclusion
from egret.privacy.audit.models import Entry
from tests import factories
from tests.factories import cloud
from tests.factories import organizations as make

pytestmark = pytest.mark.django_db
ACCESSES = "/api/v1/privacy/accesses"


@pytest.fixture(autouse=True)
def no_heads() -> Iterator[None]:
    settings.INSTANCE.audit_heads.unlink(missing_ok=True)
    yield
    settings.INSTANCE.audit_heads.unlink(missing_ok=True)


def named(name: str) -> Person:
    person = factories.person()
    Profile.objects.create(person=person, name=name)
    return person


def seen_by(person: Person, language: str = "en", path: str = "") -> Any:
    client = Client(headers={"accept-language": language})
    client.force_login(person)
    return client.get(ACCESSES + path).json()


def told(person: Person, language: str = "en") -> list[str]:
    return [f"{item['who']} {item['what']}" for item in seen_by(person, language)["items"]]


def recorded(host: Person, *people: Person) -> tuple[Recording, list[Track]]:
    meeting = factories.meeting(host)
    recording = Recording.objects.create(meeting=meeting, started_by=host, state=State.STOPPED)
    tracks = []
    for person in people:
        participant = Participant.objects.create(meeting=meeting, person=person, nickname="Nick")
        draft = blobs.draft(blobs.Owner("person", person.id), "recordings.track")
        draft.write(b"voice")
        draft.finish()
        tracks.append(
            Track.objects.create(
                recording=recording,
                participant=participant,
                source=Source.MICROPHONE,
                codec="opus",
                began_at=recording.announced_at,
                blob=draft.commit(),
            )
        )
    return recording, tracks


def test_playing_a_recording_is_told_to_everybody_in_it() -> None:
    host, ana, ben = named("Hana"), named("Ana"), named("Ben")
    recording, tracks = recorded(host, host, ana, ben)
    recordings.do_note_access(recording, ana.id, Access.PLAYED)
    assert told(ben) == told(host) == ["Ana played a recording you are in"]
    assert told(ana) == []
    recordings.do_note_access(recording, host.id, Access.TRACK, tracks[2].participant)
    assert told(ben)[0] == "Hana downloaded your part of a recording"
    assert told(ana) == []


def test_what_administrators_do_is_told_with_the_organisation() -> None:
    owner, who = named("Ines"), factories.person()
    of = make.organization(owner, "Reed & Water")
    member = make.member(of, who)
    members.do_change_member(make.owner_of(of), member.id, {"role": Role.ADMIN})
    members.do_remove_member(make.owner_of(of), member.id)
    assert told(who) == ["Ines removed you from Reed & Water", "Ines changed your role in Reed & Water"]
    assert told(who, "zh-Hans")[0] == "Ines 将您移出“Reed & Water”"
    # Settings are nobody's data, and in the log all the same.
    assert Entry.objects.filter(act="organizations.organization.created", subject="").exists()


def test_a_file_that_others_open_is_told_to_whose_it_is() -> None:
    owner, reader = factories.person(), named("Ana")
    node = cloud.file(owner, "plan.txt")
    cloud.share(node, FileRole.VIEW, owner, person=reader)
    files.do_note_opened(cloud.access(reader, node.id))
    files.do_note_opened(cloud.access(owner, node.id))
    assert told(owner) == ["Ana opened your file “plan.txt”"]
    Node.objects.filter(id=node.id).update(version=None)
    FileVersion.objects.filter(node=node).delete()
    Node.objects.filter(id=node.id).delete()
    assert told(owner) == ["Ana opened your file “something that is gone”"]


def test_the_operator_and_who_is_gone() -> None:
    person, other = factories.person(), factories.person()
    recording, _ = recorded(other, other, person)
    recordings.do_note_access(recording, other.id, Access.PLAYED)
    assert told(person) == ["Somebody without a name played a recording you are in"]
    call_command("forget_second_factor", str(person.phone), reason="lost", stdout=StringIO())
    assert told(person)[:3] == [
        "This installation closed a case about you",
        "This installation removed your second factor and ended your sessions",
        "This installation opened a case about you",
    ]
    accounts.do_delete_person(other)
    destroying.destroy_doomed()
    assert told(person)[3] == "Somebody whose account is deleted played a recording you are in"


def test_deleting_by_command_is_written_and_leads_nowhere() -> None:
    person = factories.person()
    call_command("delete_person", str(person.phone), reason="asked by letter", stdout=StringIO())
    entry = Entry.objects.get(act="accounts.deleted_by_operator")
    assert len(entry.subject) == 32


def test_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    person = factories.person()
    for _ in range(3):
        audit.record("recordings.played", subject=person.id)
    first = seen_by(person)
    second = seen_by(person, path=f"?cursor={first['next_cursor']}")
    assert [len(page["items"]) for page in (first, second)] == [2, 1]
    assert second["next_cursor"] is None
    ids = [item["id"] for page in (first, second) for item in page["items"]]
    assert ids == sorted(ids, reverse=True)


def test_each_has_a_proof_for_its_own_person_alone() -> None:
    person, stranger = factories.person(), factories.person()
    audit.record("recordings.played", actor=stranger.id, subject=person.id)
    audit.record("recordings.played", actor=person.id, subject=stranger.id)
    assert seen_by(person)["items"][0]["number"] is None
    actions.sequence()
    number = seen_by(person)["items"][0]["number"]
    assert seen_by(person, path=f"/{number}/proof")["type"].endswith("entry-not-yet-proved")
    actions.do_sign()
    proof = seen_by(person, path=f"/{number}/proof")
    assert proves_inclusion(
        leaf_hash(proof["entry"].encode()),
        number,
        proof["head"]["size"],
        [bytes.fromhex(each) for each in proof["path"]],
        bytes.fromhex(proof["head"]["root"]),
    )
    for id_ in (person.id, stranger.id):
        assert str(id_) not in proof["entry"] and id_.hex not in proof["entry"]
    assert seen_by(stranger, path=f"/{number}/proof")["type"].endswith("entry-unknown")
    assert Client().get(ACCESSES).status_code == Client().get(f"{ACCESSES}/0/proof").status_code == 401


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_act_has_words(language: Any) -> None:
    for name, text in audit.ACTS.items():
        if not name.startswith("tests."):
            assert text.say(language, about=str(uuid.uuid4())), name
            assert len(name) <= 64

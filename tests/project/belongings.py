"""A person who has one of everything that an address of the API can name."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.test import Client

from egret.accounts.actions.sign_in import do_send_code
from egret.accounts.actions.tokens import do_make_token
from egret.accounts.freshness import PROVED_AT
from egret.accounts.models import Identity, Passkey, Person, ProfilePicture, Session, TokenKind
from egret.cloud.actions.uploads import do_begin
from egret.cloud.models import Conflict, Node
from egret.cloud.uploads.wanted import Wanted
from egret.kernel import blobs, clock, policy
from egret.kernel.api import SECOND_FACTOR_AT
from egret.meetings.hosting.models import Breakout, Seat
from egret.meetings.models import Invitee, Meeting
from egret.meetings.recordings.models import Composition, Recording, State, Track
from egret.meetings.recordings.owners import owner_of_film, owner_of_tracks
from egret.meetings.scheduling.queries import guest_token
from egret.meetings.talk.models import Option, Poll
from egret.organizations.actions.expected import do_expect
from egret.organizations.actions.requests import do_ask
from egret.organizations.models import Invitation
from egret.privacy.copies.models import Arrival, ArrivalState, Copy, CopyState
from egret.privacy.erasures import queries as erasures
from egret.privacy.erasures.models import Erasure, Notice
from egret.privacy.requests import actions as requests
from egret.privacy.requests.models import Kind
from tests import factories
from tests.cloud.test_every_address import place as drive
from tests.factories import cloud
from tests.factories import organizations as make
from tests.meetings.scheduling.support import Caller, set_meeting
from tests.organizations.test_every_address import place as organization


@dataclass
class Belongings:
    """`ids` by the name that a path, a query or a body has for them."""

    person: Person
    ids: dict[str, str]

    def url(self, address: str, others: Belongings | None = None, foreign: Collection[str] = ()) -> str:
        """An address with what it names: one's own, or another's."""

        def named(found: re.Match[str]) -> str:
            ids = others.ids if others is not None and found[1] in foreign else self.ids
            # The same word names different things in different places.
            return ids.get(f"{address.split('/')[1]}.{found[1]}") or ids[found[1]]

        return "/api/v1" + re.sub(r"{(\w+)}", named, address)

    def filled(self, body: Any) -> Any:
        """A body in whose texts `{names}` stand for ids."""
        return json.loads(re.sub(r"{(\w+)}", lambda found: self.ids[found[1]], json.dumps(body)))


class Visitor:
    """Somebody signed in just now, with a second factor; whatever they do is undone after each answer."""

    def __init__(self, person: Person) -> None:
        self.client = Client()
        self.client.force_login(person)
        session = self.client.session
        session[PROVED_AT] = session[SECOND_FACTOR_AT] = clock.now().isoformat()
        session.save()
        self._cookie = self.client.cookies["egret_session"].value

    def ask(self, method: str, url: str, body: Any = None, kind: str = "application/json", **headers: str) -> Any:
        """One request with a body of JSON, or of bytes as they are."""
        self.client.cookies.clear()
        self.client.cookies["egret_session"] = self._cookie
        content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body)
        with transaction.atomic(), transaction.atomic("keyring"):
            answer = self.client.generic(method, url, content, kind, headers=headers)
            transaction.set_rollback(True)
            transaction.set_rollback(True, "keyring")
        return answer


def belongings(person: Person | None = None) -> Belongings:
    person = person or factories.person()
    ids = {
        **_account(person),
        **_organization(person),
        **_drive(person),
        **_meetings(person),
        **_privacy(person),
    }
    return Belongings(person, ids)


def _account(person: Person) -> dict[str, str]:
    key = Passkey.objects.create(person=person, credential_id=uuid.uuid4().hex, public_key=b"k", label="Laptop")
    before = set(Session.objects.filter(person=person))
    Client().force_login(person)
    (session,) = set(Session.objects.filter(person=person)) - before
    token = do_make_token(person.id, TokenKind.APP_PASSWORD, label="rclone", scopes=("webdav",))
    picture = ProfilePicture.objects.create(
        person=person, blob=_blob(blobs.Owner("person", person.id), "accounts.picture"), large_size=4
    )
    flow = do_send_code(factories.new_phone(), accepted_policy=policy.version(), language="en", address="198.51.100.1")
    return {
        "person_id": str(person.id),
        "picture_id": str(picture.id),
        "people.size": "small",
        "passkey": str(key.id),
        "public_id": str(session.public_id),
        "token_id": str(token.token.id),
        "identity": str(Identity.objects.create(person=person, provider="wechat", uid=uuid.uuid4().hex).id),
        "flow": str(flow.id),
    }


def _organization(person: Person) -> dict[str, str]:
    here = organization(person)
    elsewhere = organization()
    invited = do_expect(
        make.owner_of(elsewhere.of),
        phone=str(person.phone),
        name="",
        role="member",
        department_id=None,
        source_detail="a list",
    )
    asked = organization()
    return {
        **{name: str(id_) for name, id_ in here.ids.items()},
        "organizations.token": str(here.ids["token"]),
        "space": str(here.ids["organization_id"]),
        "organization": str(here.ids["organization_id"]),
        "invitations.code": Invitation.objects.get(id=here.ids["invitation"]).code,
        "expected.expected": str(invited.id),
        "requests.join_request": str(do_ask(asked.of.id, person.id, "").id),
    }


def _drive(person: Person) -> dict[str, str]:
    here = drive(person)
    root = Node.objects.get(space=here.folder.space, parent=None)
    upload = do_begin(
        cloud.access(person, root.id),
        Wanted(parent=root.id, folders=(), name="u", media_type="", conflict=Conflict.REPLACE, modified_at=None),
        person_id=person.id,
        link_id=None,
        length=10,
    )
    return {
        **here.ids,
        "node_id": str(here.file.id),
        "node": str(here.file.id),
        "version": here.ids["version_id"],
        "parent": str(here.folder.id),
        "cloud.token": here.tokens["edit"],
        "upload_id": str(upload.id),
        "cloud.space": here.ids["space_id"],
        "meetings.space": here.ids["space_id"],
    }


def _meetings(person: Person) -> dict[str, str]:
    host = Caller(person)
    schedule = set_meeting(
        host, rule="FREQ=DAILY", who_may_join="anyone", invitees=[{"kind": "phone", "value": factories.new_phone()}]
    )
    meeting = factories.meeting(person)
    here = factories.participant(meeting, "Host", person)
    guest = factories.participant(meeting, "Guest")
    for each in (here, guest):
        Seat.objects.create(participant=each, meeting=meeting)
    poll = Poll.objects.create(meeting=meeting, asked_by=here, question="When?")
    for position in range(2):
        Option.objects.create(poll=poll, position=position, text=str(position))
    recording = _recording(meeting, person)
    track = Track.objects.create(
        recording=recording,
        participant=here,
        source="camera",
        codec="vp8",
        began_at=clock.now(),
        ended_at=clock.now(),
        blob=_blob(owner_of_tracks(here), "recordings.track"),
    )
    Composition.objects.create(
        recording=recording,
        progress="done",
        percent=100,
        blob=_blob(owner_of_film(meeting), "recordings.film"),
    )
    one = host.get(f"/schedules/{schedule['id']}")
    feed = host.post("/calendar-feed")["address"]
    return {
        "schedule_id": schedule["id"],
        "series": one["next"][0]["series"],
        "occurrence": one["next"][0]["occurrence"],
        "invited.token": guest_token(Invitee.objects.get(schedule_id=schedule["id"])),
        "calendar.token": re.findall(r"calendar/(.*)\.ics", feed)[0],
        "code": meeting.code,
        "participant_id": str(guest.id),
        "participant": str(guest.id),
        "recording_id": str(recording.id),
        "track_id": str(track.id),
        "poll_id": str(poll.id),
        "breakout": str(Breakout.objects.create(meeting=meeting, name="1", position=1).id),
    }


def _recording(meeting: Meeting, person: Person) -> Recording:
    moment = clock.now()
    return Recording.objects.create(
        meeting=meeting, started_by=person, state=State.STOPPED, begun_at=moment, stopped_at=moment
    )


def _privacy(person: Person) -> dict[str, str]:
    asked, _ = requests.do_submit(person.id, Kind.COMPLAINT, text="Too loud.", organization_id=None, language="en")
    owner = blobs.Owner("person", person.id)
    later = clock.now() + timedelta(days=1)
    copy = Copy.objects.create(
        person=person,
        state=CopyState.READY,
        language="en",
        ready_at=clock.now(),
        expires_at=later,
        blob=_blob(owner, "privacy.copy"),
    )
    arrival = Arrival.objects.create(person=person, state=ArrivalState.DOUBTFUL, blob=_blob(owner, "privacy.arrival"))
    erasure = Erasure.objects.create(person=None, state=Erasure.State.DONE, due_at=clock.now(), certificate="{}")
    return {
        "request_id": str(asked.id),
        "copy_id": str(copy.id),
        "arrival_id": str(arrival.id),
        "receipt": erasures.receipt_of(erasure),
        "notice_id": str(Notice.objects.create(host="sms.example", processor="SMS Ltd", erasure=erasure).id),
        "number": "0",
        "clause": "C01",
        "privacy.version": policy.version(),
        "policy.version": policy.version(),
        "purpose": "accounts.messages",
        "category": "identity",
    }


def _blob(owner: blobs.Owner, kind: str) -> Any:
    draft = blobs.draft(owner, kind)
    draft.write(b"0123456789")
    draft.finish()
    return draft.commit()

"""Name, description, picture over HTTP: optional, removable, seen by whom they may be seen."""

from __future__ import annotations

import threading
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from egret.accounts import actions, queries, visibility
from egret.accounts.actions import profile
from egret.accounts.models import Person, Profile, ProfilePicture
from egret.kernel import blobs, vault
from egret.kernel import pictures as decoder
from egret.kernel.installation import tables_holding
from egret.kernel.models import Blob, BlobKey, Part
from egret.kernel.objects import ObjectMissing, store
from egret.kernel.purpose import under
from egret.kernel.tasks import remove_released_blobs
from tests import factories
from tests.factories import pictures

pytestmark = pytest.mark.django_db(transaction=True)

URL = "/api/v1/profile"
PICTURE = "/api/v1/profile/picture"
BINARY = "application/octet-stream"


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(settings.INSTANCE), "blobs", tmp_path / "blobs")


def signed_in(who: Person | None = None) -> Client:
    client = Client()
    client.force_login(who or factories.person())
    return client


def change(client: Client, **members: Any) -> Any:
    return client.patch(URL, members, content_type="application/json")


def put(client: Client, data: bytes, query: str = "") -> Any:
    return client.put(PICTURE + query, data, content_type=BINARY)


def test_a_new_account_shows_nothing() -> None:
    assert signed_in().get(URL).json() == {"name": None, "description": None, "picture": None}
    assert not Profile.objects.exists()


def test_signed_out_is_401() -> None:
    for method, path in (("get", URL), ("patch", URL), ("put", PICTURE), ("delete", PICTURE)):
        assert getattr(Client(), method)(path, content_type="application/json").status_code == 401


def test_name_and_description_are_kept_trimmed_in_nfc() -> None:
    client = signed_in()
    answer = change(client, name="  Ame\u0301lie   Li ", description=" One\r\n\n\n\ntwo \u3000 three ")
    assert answer.json() == {"name": "Am\u00e9lie Li", "description": "One\n\ntwo three", "picture": None}
    assert client.get(URL).json() == answer.json()


def test_only_what_is_sent_changes() -> None:
    client = signed_in()
    change(client, name="Li", description="Builds bridges")
    assert change(client, name="李").json()["description"] == "Builds bridges"
    assert change(client).json()["name"] == "李"


@pytest.mark.parametrize("empty", [None, "", " \u3000 "])
def test_empty_removes_and_leaves_no_row(empty: str | None) -> None:
    client = signed_in()
    change(client, name="Canary name", description="Canary text")
    assert change(client, name=empty).json()["name"] is None
    assert change(client, description=empty).json()["description"] is None
    assert not Profile.objects.exists()
    assert tables_holding("Canary") == []


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("x" * 61, "too long"),
        ("admin\u202egnp", "invisible characters"),
        ("a\x00b", "invisible characters"),
        ("a\u200bb", "invisible characters"),
        ("\u3164", "empty"),
        ("a" + "\u0301\u0302\u0303\u0304" * 2, "too many marks"),
    ],
)
def test_a_name_others_could_not_read_is_refused(typed: str, reason: str) -> None:
    answer = change(signed_in(), name=typed)
    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:egret:profile-name-unusable"
    assert answer.json()["reason"] == reason
    assert not Profile.objects.exists()


def test_a_refused_description_leaves_the_name_unchanged() -> None:
    client = signed_in()
    answer = change(client, name="New", description="x" * 501)
    assert answer.json()["type"] == "urn:egret:description-unusable"
    assert client.get(URL).json()["name"] is None


@pytest.mark.parametrize("body", [{"phone": "+44"}, {"name": 3}, {"name": "x" * 601}, {"name": "\ud800"}])
def test_other_members_are_refused(body: dict[str, Any]) -> None:
    assert change(signed_in(), **body).status_code == 422


def test_the_session_shows_name_picture_and_choices_in_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = signed_in()
    change(client, name="Li")
    small = put(client, pictures.jpeg_with_place()).json()["picture"]["small_url"]
    client.patch("/api/v1/preferences", {"theme": "dark"}, content_type="application/json")
    with django_assert_num_queries(3):  # the session, the person, their card
        person = client.get("/api/v1/session").json()["person"]
    assert (person["name"], person["picture"], person["theme"], person["language"]) == ("Li", small, "dark", None)


def test_cards_of_many_in_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    people = [factories.person() for _ in range(3)]
    actions.do_change_profile(people[0].id, name="Li")
    actions.do_set_picture(people[1].id, pictures.jpeg_with_place(), None)
    with django_assert_num_queries(1):
        cards = queries.people_by_id([each.id for each in people] + [uuid4()])
    assert [cards[each.id].name for each in people] == ["Li", "", ""]
    assert [cards[each.id].picture_id is not None for each in people] == [False, True, False]
    assert len(cards) == 3


def test_a_picture_is_kept_in_two_sizes_without_where_it_was_taken() -> None:
    client = signed_in()
    picture = put(client, pictures.jpeg_with_place(), "?x=0&y=0&size=1").json()["picture"]
    for size in ("large_url", "small_url"):
        answer = client.get(picture[size])
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/webp")
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert pictures.SERIAL.encode() not in answer.content
    stored = ProfilePicture.objects.get()
    for name in Part.objects.filter(blob=stored.blob).values_list("name", flat=True):
        held = store().get_range(name, 0, store().size(name))
        assert pictures.SERIAL.encode() not in held and b"WEBP" not in held
    large, small = (client.get(picture[size]).content for size in ("large_url", "small_url"))
    assert [Image.open(BytesIO(each)).size for each in (large, small)] == [(512, 512), (96, 96)]


def test_a_new_picture_has_a_new_address_and_the_old_one_is_gone() -> None:
    client = signed_in()
    first = put(client, pictures.jpeg_with_place()).json()["picture"]
    second = put(client, pictures.HEIC_WITH_PLACE.read_bytes()).json()["picture"]
    assert first["large_url"] != second["large_url"]
    assert [client.get(first[size]).status_code for size in first] == [404, 404]
    assert ProfilePicture.objects.count() == 1
    assert list(Blob.objects.exclude(state=Blob.State.DOOMED)) == [ProfilePicture.objects.get().blob]


def test_a_removed_picture_is_gone_from_addresses_caches_and_files() -> None:
    client = signed_in()
    picture = put(client, pictures.jpeg_with_place()).json()["picture"]
    etag = client.get(picture["large_url"]).headers["ETag"]
    assert client.get(picture["large_url"], headers={"If-None-Match": etag}).status_code == 304
    blob_id = ProfilePicture.objects.get().blob_id
    marker = bytes(BlobKey.objects.get(blob=blob_id).wrapped)
    assert marker in database_files() or connection.vendor != "sqlite"
    (name,) = Part.objects.filter(blob=blob_id).values_list("name", flat=True)
    assert client.delete(PICTURE).json()["picture"] is None
    for size in picture.values():
        assert client.get(size, headers={"If-None-Match": etag}).status_code == 404
    assert not ProfilePicture.objects.exists() and not BlobKey.objects.filter(blob=blob_id).exists()
    assert marker not in database_files()
    remove_released_blobs.func()
    assert not Blob.objects.filter(id=blob_id).exists()
    with pytest.raises(ObjectMissing):
        store().size(name)
    assert client.delete(PICTURE).status_code == 200


def test_a_picture_that_cannot_be_stored_leaves_the_one_before(monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in()
    first = put(client, pictures.jpeg_with_place()).json()["picture"]
    with monkeypatch.context() as patch:
        patch.setattr(blobs.Draft, "finish", lambda _: refuse())
        answer = put(client, pictures.jpeg_with_place(3))
    assert (answer.status_code, answer.json()["type"]) == (507, "urn:egret:store-full")
    assert client.get(URL).json()["picture"] == first and client.get(first["large_url"]).status_code == 200
    assert blobs.reconcile(grace=timedelta(0)).agrees


def refuse() -> None:
    raise blobs.StoreFull


def database_files() -> bytes:
    """What SQLite's file and log hold now; nothing on PostgreSQL, whose files are its own."""
    if connection.vendor != "sqlite":
        return b""
    name = Path(str(connection.settings_dict["NAME"]))
    return b"".join(each.read_bytes() for each in (name, name.with_name(f"{name.name}-wal")) if each.exists())


def test_a_picture_is_for_oneself_and_whom_a_rule_names(monkeypatch: pytest.MonkeyPatch) -> None:
    owner, colleague = factories.person(), factories.person()
    address = put(signed_in(owner), pictures.jpeg_with_place()).json()["picture"]["small_url"]
    assert Client().get(address).status_code == 401
    stranger = signed_in(colleague).get(address)
    assert stranger.status_code == 404
    missing = signed_in(owner).get(address.replace(str(ProfilePicture.objects.get().id), str(uuid4())))
    assert stranger.json() == missing.json()
    monkeypatch.setattr(visibility, "_rules", [lambda viewer, person: (viewer, person) == (colleague.id, owner.id)])
    assert signed_in(colleague).get(address).status_code == 200
    assert signed_in().get(address).status_code == 404


@pytest.mark.parametrize(
    ("sent", "status", "slug"),
    [
        (b"", 415, "picture-kind-unknown"),
        (pictures.svg_with_script(), 415, "picture-is-drawing"),
        (pictures.truncated_jpeg(), 422, "picture-damaged"),
        (pictures.huge_png(), 422, "picture-too-many-pixels"),
        (bytes(20 * 1024 * 1024 + 1), 413, "picture-too-large"),
    ],
    ids=["empty", "svg", "truncated", "huge", "large"],
)
@pytest.mark.parametrize("path", [PICTURE, f"{PICTURE}/preview"])
def test_what_cannot_be_taken_says_why_and_changes_nothing(sent: bytes, status: int, slug: str, path: str) -> None:
    client = signed_in()
    put(client, pictures.jpeg_with_place())
    before = ProfilePicture.objects.get().id
    answer = (client.put if path == PICTURE else client.post)(path, sent, content_type=BINARY)
    assert (answer.status_code, answer.json()["type"]) == (status, f"urn:egret:{slug}")
    assert ProfilePicture.objects.get().id == before


@pytest.mark.parametrize("query", ["?size=0", "?size=1.1", "?x=-1", "?y=2", "?x=nan&size=1", "?size=inf", "?x=a"])
def test_a_crop_outside_the_picture_is_refused(query: str) -> None:
    assert put(signed_in(), pictures.jpeg_with_place(), query).status_code == 422


def test_a_preview_of_heic_is_a_clean_jpeg_and_nothing_is_kept() -> None:
    answer = signed_in().post(f"{PICTURE}/preview", pictures.HEIC_WITH_PLACE.read_bytes(), content_type=BINARY)
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.content.startswith(b"\xff\xd8\xff") and pictures.SERIAL.encode() not in answer.content
    assert answer.headers["Cache-Control"] == "no-store"
    assert not ProfilePicture.objects.exists()


def test_a_chunked_body_is_read_to_its_limit() -> None:
    """As Granian hands it over: no Content-Length, and a stream that ends by itself."""
    client, sent = signed_in(), pictures.jpeg_with_place()
    for body, status in ((sent, 200), (bytes(21 * 1024 * 1024), 413)):
        chunked = {"wsgi.input": BytesIO(body), "HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": ""}
        assert client.put(PICTURE, content_type=BINARY, **chunked).status_code == status  # type: ignore[arg-type]  # the stubs know no WSGI extras


def test_a_busy_decoder_asks_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(profile, "PATIENCE_SECONDS", 0)
    with decoder.turn(0):
        answer = put(signed_in(), pictures.jpeg_with_place())
    assert (answer.status_code, answer.json()["type"]) == (503, "urn:egret:pictures-busy")
    assert put(signed_in(), pictures.jpeg_with_place()).status_code == 200


def test_two_uploads_at_once_leave_one_picture() -> None:
    person = factories.person()
    actions.do_set_picture(person.id, pictures.jpeg_with_place(), None)
    failures: list[Exception] = []

    def send() -> None:
        try:
            actions.do_set_picture(person.id, pictures.jpeg_with_place(3), None)
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=under("tests.arrange")(send)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert ProfilePicture.objects.filter(person=person).count() == 1
    assert list(Blob.objects.exclude(state=Blob.State.DOOMED)) == [ProfilePicture.objects.get().blob]
    assert blobs.reconcile(grace=timedelta(0)).agrees


def test_too_many_pictures_an_hour() -> None:
    client = signed_in()
    statuses = [put(client, b"no picture").status_code for _ in range(profile.PICTURES_PER_PERSON.count + 1)]
    assert statuses[-1] == 429 and set(statuses[:-1]) == {415}


def test_the_door_suggests_the_name_until_a_nickname_was_used() -> None:
    host = factories.person()
    meeting = factories.meeting(host)
    client = signed_in(host)
    address = f"/api/v1/meetings/{meeting.code}"
    assert client.get(address).json()["my_nickname"] is None
    change(client, name="L" * 39 + " Long")
    assert client.get(address).json()["my_nickname"] == "L" * 39
    factories.participant(factories.meeting(), "Captain", host)
    assert client.get(address).json()["my_nickname"] == "Captain"


def test_a_deleted_account_takes_its_profile_along() -> None:
    person = factories.person()
    actions.do_change_profile(person.id, name="Li")
    actions.do_set_picture(person.id, pictures.jpeg_with_place(), None)
    person_id = person.id
    actions.do_delete_person(person)
    assert not Profile.objects.exists() and not ProfilePicture.objects.exists() and not BlobKey.objects.exists()
    assert vault.is_destroyed(vault.Owner("person", person_id))
    with pytest.raises(vault.KeyDestroyed):
        actions.do_set_picture(person_id, pictures.jpeg_with_place(), None)
    remove_released_blobs.func()
    assert not Blob.objects.exists() and blobs.reconcile(grace=timedelta(0)).agrees

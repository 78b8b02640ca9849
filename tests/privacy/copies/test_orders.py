"""Ordering a copy, building it, fetching it, and its end."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest

from egret.accounts.actions import do_change_profile
from egret.accounts.models import Person
from egret.kernel import blobs, clock
from egret.kernel.models import Blob
from egret.privacy.copies import actions, building, documents
from egret.privacy.copies.errors import TooManyCopies
from egret.privacy.copies.models import Copy, CopyState, Member
from egret.privacy.copies.writing import Writing
from tests import factories
from tests.factories import cloud, pictures
from tests.factories.browsers import browser

pytestmark = pytest.mark.django_db
COPIES = "/api/v1/privacy/copies"


def ordered(person: Person) -> Copy:
    copy, made = actions.do_order(person.id, "en")
    assert made
    return copy


def opened(person: Person, copy: Copy) -> zipfile.ZipFile:
    _, reader = actions.do_open(person.id, copy.id, note=False)
    archive = zipfile.ZipFile(io.BytesIO(reader.read(0, reader.size)))
    assert archive.testzip() is None
    return archive


def built(person: Person) -> zipfile.ZipFile:
    copy = ordered(person)
    assert building.build_wanted() == 1
    return opened(person, copy)


def rows(archive: zipfile.ZipFile, model: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(archive.read(f"data/{model.lower()}.json"))["rows"]
    return found


def test_a_copy_over_http() -> None:
    person = factories.person()
    do_change_profile(person.id, name="Ada 鹭", description="Water & reeds")
    folder = cloud.folder(person, "Letters")
    cloud.file(person, "a.txt", b"first", folder)
    cloud.file(person, "a.txt", b"second", folder)
    client = browser(person)
    response = client.post(COPIES)
    assert response.status_code == 201, response.content
    again = client.post(COPIES)
    assert again.status_code == 200 and again.json()["id"] == response.json()["id"]
    assert building.build_wanted() == 1
    copy = client.get(f"{COPIES}/{response.json()['id']}").json()
    assert copy["state"] == "ready" and copy["bytes_done"] == copy["bytes_total"] == 11
    content = client.get(f"{COPIES}/{copy['id']}/content")
    data = content.getvalue()
    assert len(data) == copy["size"] == int(content["Content-Length"])
    part = client.get(f"{COPIES}/{copy['id']}/content", headers={"Range": "bytes=2-9"})
    assert part.status_code == 206 and part.getvalue() == data[2:10]
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert archive.testzip() is None
    assert archive.read("files/Letters/a.txt") == b"second"
    assert [archive.read(name) for name in archive.namelist() if name.startswith("versions/")] == [b"first"]
    assert rows(archive, "accounts.Profile")[0]["name"] == "Ada 鹭"
    page = archive.read("pages/profile.html").decode()
    assert "Ada 鹭" in page and "Water &amp; reeds" in page and "<script" not in page
    assert "http" not in archive.read("index.html").decode().replace("http-equiv", "")
    assert not Member.objects.exists()


def test_only_with_a_fresh_proof_and_only_ones_own() -> None:
    person, other = factories.person(), factories.person()
    client = browser(person)
    copy = client.post(COPIES).json()
    building.build_wanted()
    with clock.travel(timedelta(minutes=11)):
        assert client.get(f"{COPIES}/{copy['id']}/content").json()["type"].endswith("proof-needed")
        assert client.post(COPIES).status_code == 403
    assert browser(other).get(f"{COPIES}/{copy['id']}").status_code == 404
    assert browser(other).get(f"{COPIES}/{copy['id']}/content").status_code == 404


def test_a_damaged_content_is_named_and_the_rest_is_there() -> None:
    person = factories.person()
    cloud.file(person, "whole.txt", b"whole")
    damaged = cloud.file(person, "damaged.txt", b"gone")
    assert damaged.version is not None
    Blob.objects.filter(id=damaged.version.blob_id).update(seal=bytes(32))
    archive = built(person)
    assert archive.read("files/whole.txt") == b"whole" and "files/damaged.txt" not in archive.namelist()
    missing = json.loads(archive.read("data/contents.json"))["missing"]
    assert [each["path"] for each in missing] == ["files/damaged.txt"]
    assert "files/damaged.txt" in archive.read("index.html").decode()


def test_a_killed_worker_is_followed_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed at any point, as a process is: nothing is undone, the next goes on behind the last commit."""
    person = factories.person()
    for number in range(4):
        cloud.file(person, f"{number}.txt", b"%d" % number * 100)
    copy = ordered(person)
    monkeypatch.setattr("egret.privacy.copies.writing.COMMIT_MEMBERS", 2)
    original, calls = blobs.open_blob, 0

    class Killed(BaseException):
        pass

    def killed(*given: Any) -> blobs.Reader:
        nonlocal calls
        calls += 1
        if calls == 4:
            raise Killed
        return original(*given)

    monkeypatch.setattr(blobs, "open_blob", killed)
    monkeypatch.setattr(Writing, "abandon", lambda self: None)
    with pytest.raises(Killed):
        building.build_wanted()
    assert Member.objects.filter(copy=copy).count() == 2
    assert not building.build(copy.id), "its worker may live"
    with clock.travel(building.SILENT_AFTER * 2):
        assert building.build_wanted() == 1
    assert calls == 6, "what was committed was read again"
    archive = opened(person, copy)
    assert [archive.read(f"files/{number}.txt") for number in range(4)] == [b"%d" % n * 100 for n in range(4)]
    assert len(archive.namelist()) == len(set(archive.namelist()))


def test_a_full_disk_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    person = factories.person()
    cloud.file(person, "a.txt", b"content")
    copy = ordered(person)

    def full(*_: object) -> None:
        raise blobs.StoreFull

    monkeypatch.setattr("egret.kernel.blobs.parts.store", full)
    assert building.build_wanted() == 0
    copy.refresh_from_db()
    assert (copy.state, copy.problem, copy.blob_id) == (CopyState.FAILED, "store-full", None)
    assert not Blob.objects.filter(kind="privacy.copy").exclude(state="doomed").exists()
    monkeypatch.undo()
    # Nor does one begin that could not end.
    monkeypatch.setattr(blobs, "free_bytes", lambda: 3)
    copy = ordered(person)
    assert building.build_wanted() == 0
    copy.refresh_from_db()
    assert (copy.state, copy.problem, copy.blob_id) == (CopyState.FAILED, "store-full", None)
    monkeypatch.undo()
    assert actions.do_order(person.id, "en")[1]


def test_cancelled_while_it_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    person = factories.person()
    cloud.file(person, "a.txt", b"content")
    copy = ordered(person)
    original = documents.rows

    def cancelling(*given: Any) -> Any:
        actions.do_remove(person.id, copy.id)
        return original(*given)

    monkeypatch.setattr(documents, "rows", cancelling)
    assert building.build_wanted() == 0
    copy.refresh_from_db()
    assert copy.state == CopyState.CANCELLED and copy.blob_id is None
    assert not Blob.objects.filter(kind="privacy.copy").exclude(state="doomed").exists()


def test_it_expires_after_a_week() -> None:
    person = factories.person()
    copy = ordered(person)
    building.build_wanted()
    assert actions.expire() == 0
    with clock.travel(timedelta(days=7, minutes=1)):
        response = browser(person).get(f"{COPIES}/{copy.id}/content")
        assert response.status_code == 409 and response.json()["state"] == "expired"
        assert actions.expire() == 1
    copy.refresh_from_db()
    assert copy.state == CopyState.EXPIRED and copy.blob_id is None


def test_the_eleventh_of_a_day_is_the_one_that_is_there() -> None:
    person = factories.person()
    for _ in range(10):
        copy = ordered(person)
        building.build_wanted()
    eleventh, made = actions.do_order(person.id, "en")
    assert eleventh.id == copy.id and not made
    actions.do_remove(person.id, copy.id)
    for each in Copy.objects.filter(state=CopyState.READY):
        actions.do_remove(person.id, each.id)
    with pytest.raises(TooManyCopies):
        actions.do_order(person.id, "en")
    with clock.travel(timedelta(days=1, minutes=1)):
        assert actions.do_order(person.id, "en")[1]


def test_with_the_person_it_goes() -> None:
    from egret.accounts.actions import do_delete_person

    person = factories.person()
    ordered(person)
    building.build_wanted()
    do_delete_person(person)
    assert not Copy.objects.exists()
    assert not Blob.objects.filter(kind="privacy.copy").exclude(state="doomed").exists()


def test_a_picture_and_what_is_not_shown() -> None:
    from egret.accounts.actions import do_set_picture

    person = factories.person()
    do_set_picture(person.id, pictures.transparent_png(), None)
    archive = built(person)
    assert archive.read("pictures/profile-picture.webp")[8:12] == b"WEBP"
    account = rows(archive, "accounts.Person")[0]
    assert account["phone"] == person.phone and "password" not in account
    described = json.loads(archive.read("schema.json"))["models"]["accounts.Person"]["fields"]["password"]
    assert described["shown"] is False and described["why"]

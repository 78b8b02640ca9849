"""Many small files in one request: each becomes a file or says why not, and none twice."""

from __future__ import annotations

import contextlib
import json
import uuid
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from egret.accounts.models import Person
from egret.cloud.errors.uploads import BundleTooLarge, BundleUnusable
from egret.cloud.models import FileVersion, Node, Role, Space
from egret.cloud.uploads.bundles import CONTENT_TYPE, MAXIMUM_BYTES, MAXIMUM_FILES, parse_bundle
from egret.kernel.models import Blob, Part
from egret.kernel.objects import store
from tests import factories
from tests.accounts.visitors import signed_up
from tests.factories import cloud

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(client: Client) -> Person:
    return signed_up(client)


def entry(name: str, content: bytes, **about: Any) -> bytes:
    line = {"id": str(uuid.uuid4()), "filename": name, "size": len(content), **about}
    return json.dumps(line).encode() + b"\n" + content


def post(client: Client, body: bytes, content_type: str = CONTENT_TYPE) -> Any:
    return client.post("/api/v1/cloud/bundles", body, content_type=content_type)


def stored(client: Client, *entries: bytes) -> list[dict[str, Any]]:
    response = post(client, b"".join(entries))
    assert response.status_code == 200, response.content
    items: list[dict[str, Any]] = response.json()["items"]
    return items


def objects() -> set[str]:
    """The names of everything in the store."""
    return {each.name for shard in store().shards() for each in store().objects(shard)}


def slugs(items: list[dict[str, Any]]) -> list[str | None]:
    return [item["problem"]["type"].removeprefix("urn:egret:") if item["problem"] else None for item in items]


def content_of(client: Client, item: dict[str, Any]) -> bytes:
    response = client.get(f"/api/v1/cloud/nodes/{item['node']}/content")
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


def test_files_with_their_folders_types_and_times(client: Client, ada: Person) -> None:
    before = objects()
    items = stored(
        client,
        entry("a.txt", b"one", lastModified="1700000000123"),
        entry("空.bin", b""),
        entry("b.png", b"\n{two}\n", relativePath="album/2024/b.png", filetype="image/png"),
    )
    assert slugs(items) == [None, None, None]
    assert [content_of(client, item) for item in items] == [b"one", b"", b"\n{two}\n"]
    picture = Node.objects.get(id=items[2]["node"])
    assert picture.parent and picture.parent.parent
    assert (picture.parent.name, picture.parent.parent.name, picture.media_type) == ("2024", "album", "image/png")
    assert Node.objects.get(id=items[0]["node"]).modified_at.timestamp() == 1700000000.123
    assert Space.objects.get(person=ada).used_bytes == 3 + 7
    assert objects() - before == set(Part.objects.values_list("name", flat=True)) - before


def test_what_one_alone_would_be_told_is_said_of_each(client: Client, ada: Person) -> None:
    before = objects()
    stored(client, entry("taken.txt", b"old"), entry("kept.txt", b"old"))
    items = stored(
        client,
        entry("taken.txt", b"new"),
        entry("kept.txt", b"new", conflict="keep_both"),
        entry("taken.txt", b"newer", conflict="replace"),
        entry("CON", b"x"),
        entry("twice.txt", b"1"),
        entry("twice.txt", b"2"),
        entry("a.txt", b"x", parent=str(uuid.uuid4())),
    )
    assert slugs(items) == [
        "file-name-taken",
        None,
        None,
        "file-name-unusable",
        None,
        "file-name-taken",
        "file-unknown",
    ]
    assert Node.objects.get(id=items[1]["node"]).name == "kept (2).txt"
    assert content_of(client, items[2]) == b"newer"
    versions = FileVersion.objects.filter(node_id=items[2]["node"]).order_by("id")
    assert [str(each.id) for each in versions][1:] == [items[2]["version"]], "ids are in the order of time"
    # Nothing is left in the store of what was refused.
    assert objects() - before == set(Part.objects.values_list("name", flat=True)) - before


def test_a_bundle_whose_answer_was_lost_is_sent_again(client: Client, ada: Person) -> None:
    before = objects()
    body = entry("a.txt", b"one") + entry("b.txt", b"two")
    first, second = post(client, body).json(), post(client, body).json()
    assert first == second
    assert FileVersion.objects.count() == Node.objects.filter(is_folder=False).count() == 2
    assert Space.objects.get(person=ada).used_bytes == 6
    assert objects() - before == set(Part.objects.values_list("name", flat=True)) - before


def test_an_id_of_somebody_elses_file_tells_nothing_of_it(client: Client, ada: Person) -> None:
    theirs = Client()
    signed_up(theirs)
    id_ = str(uuid.uuid4())
    stored(theirs, entry("theirs.txt", b"x", id=id_))
    items = stored(client, entry("mine.txt", b"x", id=id_), entry("other.txt", b"y"))
    assert slugs(items) == ["file-id-taken", None]
    assert items[0]["node"] is None


def test_what_does_not_fit_is_refused_and_the_rest_stored(client: Client, ada: Person) -> None:
    stored(client, entry("first.txt", b"x"))
    Space.objects.filter(person=ada).update(quota_bytes=10)
    items = stored(client, entry("large.bin", b"x" * 10), entry("small.bin", b"x" * 9))
    assert slugs(items) == ["quota-exceeded", None]
    assert Space.objects.get(person=ada).used_bytes == 10
    assert Blob.objects.exclude(state=Blob.State.DOOMED).count() == 2


def test_who_may_only_look_puts_nothing_there(client: Client, ada: Person) -> None:
    owner = factories.person()
    folder = cloud.folder(owner, "shared")
    cloud.share(folder, Role.VIEW, owner, person_id=ada.id)
    assert slugs(stored(client, entry("a.txt", b"x", parent=str(folder.id)))) == ["not-allowed"]
    assert post(Client(), entry("a.txt", b"x")).status_code == 401


ID = str(uuid.UUID(int=2))  # a random one in a parameter would be another test in each process


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"no json\n", "json"),
        (b"[]\n", "keys"),
        (b'{"id": "x", "size": 0, "filename": "a"}\n', "id"),
        (b'{"size": 0, "filename": "a"}\n', "id"),
        (entry("a", b"", id=ID)[:-1], "line"),
        (entry("a", b"abc", id=ID)[:-1], "size"),
        (entry("a", b"abc", id=ID, size=-1), "size"),
        (entry("a", b"abc", id=ID, size=True), "size"),
        (entry("a", b"abc", id=ID, owner="me"), "keys"),
        (entry("a", b"abc", id=ID, lastModified=5), "values"),
        (entry("a", b"abc", id=ID, conflict="whatever"), "values"),
        (b"[" * 60_000 + b"\n", "json"),
        (b"x" * 100_000, "line"),
    ],
)
def test_what_is_no_bundle(body: bytes, what: str) -> None:
    with pytest.raises(BundleUnusable) as raised:
        parse_bundle(entry("good", b"1") + body)
    assert raised.value.facts == {"entry": 1, "what": what}


def test_the_same_id_twice_is_no_bundle() -> None:
    with pytest.raises(BundleUnusable):
        parse_bundle(entry("a", b"", id=str(uuid.UUID(int=1))) + entry("b", b"", id=str(uuid.UUID(int=1))))


def test_too_many_and_too_much(client: Client, ada: Person) -> None:
    with pytest.raises(BundleTooLarge):
        parse_bundle(entry("a", b"") * 0 + b"".join(entry(f"{n}", b"") for n in range(MAXIMUM_FILES + 1)))
    assert post(client, entry("a", b"x" * MAXIMUM_BYTES)).status_code == 413
    assert post(client, entry("a", b"x"), "application/json").status_code == 415
    assert not Node.objects.filter(is_folder=False).exists()


@given(st.lists(st.tuples(st.text("abcd", min_size=1), st.binary(max_size=200)), max_size=20))
def test_every_content_comes_out_as_it_went_in(files: list[tuple[str, bytes]]) -> None:
    body = b"".join(entry(name, content) for name, content in files)
    assert [(each.wanted.name, each.data) for each in parse_bundle(body)] == files  # type: ignore[union-attr]


@given(st.binary(max_size=300))
def test_any_bytes_are_a_bundle_or_refused(body: bytes) -> None:
    with contextlib.suppress(BundleUnusable):
        parse_bundle(body)

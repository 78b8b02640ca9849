"""Folders and selections as one ZIP."""

from __future__ import annotations

import io
import subprocess
import unicodedata
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from egret.accounts.models import Person
from egret.cloud.models import Activity, Node, Verb
from egret.kernel import blobs
from egret.kernel.models import Part
from egret.kernel.objects import store
from egret.kernel.zips import ContentChanged, Members, archive, length_of
from tests import factories
from tests.factories import cloud

pytestmark = pytest.mark.django_db
MOMENT = datetime(2024, 2, 29, 12, 30, 17, tzinfo=UTC)
YEAR_1900, YEAR_2200 = -2_208_988_800, 7_258_118_400  # beyond what MS-DOS knows


def signed_in(client: Client) -> Person:
    person = factories.person()
    client.force_login(person)
    return person


def fetch(client: Client, path: str) -> bytes:
    response = client.get(f"/api/v1{path}")
    assert response.status_code == 200, response.content
    body = b"".join(response.streaming_content)  # type: ignore[attr-defined]  # Django's stubs know the plain response
    assert response.headers["Content-Length"] == str(len(body))
    return body


def opened(body: bytes) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(io.BytesIO(body))
    assert archive.testzip() is None
    return archive


def test_a_folder_with_all_below_it(client: Client, tmp_path: Path) -> None:
    ada = signed_in(client)
    top = cloud.folder(ada, "Briefe 鹭")
    inner = cloud.folder(ada, "inner", top)
    cloud.folder(ada, "empty", inner)
    big = bytes(range(256)) * 20_000
    cloud.file(ada, "🪶 فارسی.bin", big, inner)
    cloud.file(ada, unicodedata.normalize("NFD", "é.txt"), b"nfc", top)
    cloud.file(ada, "nothing.txt", b"", top)
    Node.objects.filter(name="nothing.txt").update(modified_at=MOMENT)
    body = fetch(client, f"/cloud/nodes/{top.id}/archive")
    archive = opened(body)
    assert sorted(archive.namelist()) == sorted(
        [
            "Briefe 鹭/",
            "Briefe 鹭/inner/",
            "Briefe 鹭/inner/empty/",
            "Briefe 鹭/inner/🪶 فارسی.bin",
            "Briefe 鹭/é.txt",
            "Briefe 鹭/nothing.txt",
        ]
    )
    assert archive.read("Briefe 鹭/inner/🪶 فارسی.bin") == big
    assert all(info.compress_type == zipfile.ZIP_STORED for info in archive.infolist())
    info = archive.getinfo("Briefe 鹭/nothing.txt")
    assert info.date_time == (2024, 2, 29, 12, 30, 16)
    assert info.external_attr >> 16 == 0o100644
    assert archive.getinfo("Briefe 鹭/inner/empty/").external_attr >> 16 == 0o40755
    file = tmp_path / "a.zip"
    file.write_bytes(body)
    subprocess.run(["unzip", "-tq", file], check=True)
    extracted = {"TZ": "UTC", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"}
    subprocess.run(["unzip", "-qo", file, "-d", tmp_path / "out"], check=True, env=extracted)
    assert (tmp_path / "out/Briefe 鹭/nothing.txt").stat().st_mtime == MOMENT.timestamp()


def test_a_selection_numbers_what_has_the_same_name(client: Client) -> None:
    ada = signed_in(client)
    one, two = cloud.folder(ada, "one"), cloud.folder(ada, "two")
    first, second = cloud.file(ada, "f.txt", b"1", one), cloud.file(ada, "f.txt", b"2", two)
    body = fetch(client, f"/cloud/archive?node={first.id}&node={second.id}&node={one.id}&node={first.id}")
    archive = opened(body)
    assert archive.namelist() == ["f.txt", "f (2).txt", "one/", "one/f.txt"]
    assert archive.read("f (2).txt") == b"2"


def test_what_is_in_the_trash_stays_there_and_old_versions_too(client: Client) -> None:
    ada = signed_in(client)
    top = cloud.folder(ada, "t")
    cloud.file(ada, "f.txt", b"old", top)
    cloud.file(ada, "f.txt", b"new", top)
    gone = cloud.file(ada, "gone.txt", b"gone", top)
    from egret.cloud.actions import trash

    trash.do_trash(cloud.access(ada, gone.id))
    archive = opened(fetch(client, f"/cloud/nodes/{top.id}/archive"))
    assert archive.namelist() == ["t/", "t/f.txt"]
    assert archive.read("t/f.txt") == b"new"


def test_a_whole_space_has_a_name(client: Client) -> None:
    ada = signed_in(client)
    cloud.file(ada, "f.txt", b"x")
    assert opened(fetch(client, f"/cloud/nodes/{cloud.root_of(ada).node.id}/archive")).namelist() == [
        "Files/",
        "Files/f.txt",
    ]


def test_a_reading_is_recorded_with_the_folder_and_a_look_is_not(client: Client) -> None:
    ada = signed_in(client)
    top = cloud.folder(ada, "t")
    assert client.head(f"/api/v1/cloud/nodes/{top.id}/archive").status_code == 200
    opens = Activity.objects.filter(node_id=top.id, verb=Verb.OPENED, person=ada)
    assert not opens.exists()
    fetch(client, f"/cloud/nodes/{top.id}/archive")
    assert opens.count() == 1


def test_strangers_get_nothing_not_even_of_one_node_among_theirs(client: Client) -> None:
    ada = factories.person()
    private = cloud.file(ada, "f.txt")
    mallory = signed_in(client)
    own = cloud.file(mallory, "own.txt")
    assert client.get(f"/api/v1/cloud/nodes/{private.id}/archive").status_code == 404
    assert client.get(f"/api/v1/cloud/archive?node={own.id}&node={private.id}").status_code == 404
    assert client.get("/api/v1/cloud/archive").status_code == 422


def test_damage_cuts_the_archive_off_and_gives_no_wrong_byte(client: Client) -> None:
    ada = signed_in(client)
    top = cloud.folder(ada, "t")
    cloud.file(ada, "a.txt", b"a" * 100, top)
    damaged = cloud.file(ada, "b.txt", b"b" * 100, top)
    cloud.file(ada, "c.txt", b"c" * 100, top)
    assert damaged.version is not None
    name = Part.objects.get(blob=damaged.version.blob).name
    stored = bytearray(store().get_range(name, 0, store().size(name)))
    stored[-40] ^= 1
    store().put(name, bytes(stored))
    response = client.get(f"/api/v1/cloud/nodes/{top.id}/archive")
    received = b""
    with pytest.raises(blobs.BlobDamaged):
        for piece in response.streaming_content:  # type: ignore[attr-defined]  # as above
            received += piece
    assert len(received) < int(response.headers["Content-Length"])
    assert b"a" * 100 in received and b"b" * 10 not in received and b"c" * 10 not in received
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(received))


def test_a_thousand_levels(client: Client, tmp_path: Path) -> None:
    ada = signed_in(client)
    node = top = cloud.folder(ada, "0")
    for level in range(1, 1000):
        node = Node.objects.create(space=node.space, parent=node, name=str(level % 10), is_folder=True)
    cloud.file(ada, "deep.txt", b"deep", node)
    body = fetch(client, f"/cloud/nodes/{top.id}/archive")
    assert opened(body).namelist()[-1].count("/") == 1000


def test_what_is_too_deep_for_a_zip_is_refused_before_the_first_byte(client: Client) -> None:
    ada = signed_in(client)
    node = top = cloud.folder(ada, "x" * 255)
    for _ in range(257):
        node = Node.objects.create(space=node.space, parent=node, name="x" * 255, is_folder=True)
    response = client.get(f"/api/v1/cloud/nodes/{top.id}/archive")
    assert response.status_code == 409 and response.json()["type"] == "urn:egret:path-too-long"


@settings(deadline=None, max_examples=50)
@given(
    st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="/\\"), min_size=1, max_size=40),
        st.tuples(st.binary(max_size=3000), st.integers(YEAR_1900, YEAR_2200)),
        max_size=8,
    )
)
def test_any_members_come_back(wanted: dict[str, tuple[bytes, int]]) -> None:
    members = Members()
    for name, (content, moment) in wanted.items():
        members.add(name, len(content), datetime.fromtimestamp(moment, UTC))
    body = b"".join(archive(members, lambda member: iter([wanted[member.path][0]])))
    assert len(body) == length_of(members)
    read = opened(body)
    assert {name: read.read(name) for name in read.namelist()} == {name: each[0] for name, each in wanted.items()}


def test_more_than_four_gigabytes_and_sixty_five_thousand_members() -> None:
    """The sizes and offsets of ZIP64, without the bytes: zipfile reads the end and the directory."""
    members = Members()
    huge = 5 * 1024**3
    members.add("huge.bin", huge, MOMENT)
    for number in range(70_000):
        members.add(f"{number}.txt", 1, MOMENT)
    piece = bytes(1024**2)

    at, kept = 0, []
    pieces = archive(members, lambda member: iter([piece] * (member.size // len(piece)) or [b"x"]))
    for each in pieces:
        if each is not piece:
            kept.append((at, each))
        at += len(each)
    assert at == length_of(members)
    tail = b"".join(each for start, each in kept if start > huge)
    directory = zipfile.ZipFile(io.BytesIO(tail))
    assert len(directory.infolist()) == 70_001
    assert directory.getinfo("huge.bin").file_size == huge
    assert directory.read("69999.txt") == b"x"


def test_a_content_of_another_size_is_never_given_out_as_whole() -> None:
    members = Members()
    members.add("f.txt", 10, MOMENT)
    with pytest.raises(ContentChanged):
        b"".join(archive(members, lambda _: iter([b"short"])))

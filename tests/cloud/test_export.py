"""A copy of everything in one's space, and an import that restores it."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from egret.accounts.models import Person
from egret.cloud.actions import files, marks, trash
from egret.cloud.importing.names import usable_name
from egret.cloud.models import Favourite, FileVersion, Node
from egret.cloud.names import parse_name
from egret.cloud.queries import subtree_of
from egret.kernel import blobs
from tests import factories
from tests.factories import cloud

pytestmark = pytest.mark.django_db


def exported(client: Client, person: Person) -> bytes:
    client.force_login(person)
    response = client.get("/api/v1/cloud/export")
    assert response.status_code == 200, response.content
    body = b"".join(response.streaming_content)  # type: ignore[attr-defined]  # Django's stubs know the plain response
    assert response.headers["Content-Length"] == str(len(body))
    return body


def snapshot(person: Person, top: Node) -> dict[str, Any]:
    """A tree with everything that a copy must bring back."""
    paths: dict[Any, str] = {top.id: ""}
    result: dict[str, Any] = {}
    marked = set(Favourite.objects.filter(person=person).values_list("node_id", flat=True))
    for node in subtree_of(top.id, with_trashed=True):
        if node.id == top.id:
            continue
        paths[node.id] = path = f"{paths[node.parent_id]}/{node.name}"
        versions = []
        for version in FileVersion.objects.filter(node=node).order_by("id"):
            reader = blobs.open_blob(version.blob, blobs.Owner("person", person.id))
            versions.append((reader.read(0, reader.size), version.label, version.media_type, version.modified_at))
        result[path] = (node.is_folder, node.trashed_at is not None, node.id in marked, versions)
    return result


def furnish(person: Person) -> None:
    letters = cloud.folder(person, "Briefe 鹭")
    cloud.folder(person, "empty", letters)
    file = cloud.file(person, "🪶.txt", b"first", letters)
    first = file.version
    assert first is not None
    cloud.file(person, "🪶.txt", b"second", letters)
    files.do_label_version(cloud.access(person, file.id), first.id, "draft")
    FileVersion.objects.filter(id=first.id).update(modified_at=datetime(2020, 1, 2, 3, 4, 5, 678, tzinfo=UTC))
    marks.do_mark_favourite(cloud.access(person, file.id))
    cloud.file(person, "empty.txt", b"")
    gone = cloud.folder(person, "gone")
    cloud.file(person, "inner.txt", b"inner", gone)
    trash.do_trash(cloud.access(person, gone.id))


def test_the_copy_is_for_eyes_and_for_programs(client: Client) -> None:
    ada = factories.person()
    furnish(ada)
    archive = zipfile.ZipFile(io.BytesIO(exported(client, ada)))
    assert archive.testzip() is None
    assert archive.read("files/Briefe 鹭/🪶.txt") == b"second"
    assert "files/Briefe 鹭/empty/" in archive.namelist()
    assert not any("gone" in name for name in archive.namelist())
    manifest = json.loads(archive.read("egret.json"))
    by_name = {node["name"]: node for node in manifest["nodes"]}
    versions = by_name["🪶.txt"]["versions"]
    assert [each["label"] for each in versions] == ["draft", ""] and by_name["🪶.txt"]["favourite"]
    assert by_name["gone"]["trashed_at"] is not None
    for node in manifest["nodes"]:
        for each in node["versions"]:
            assert hashlib.sha256(archive.read(each["member"])).hexdigest() == manifest["sha256"][each["id"]]
    assert len(manifest["sha256"]) == FileVersion.objects.filter(node__space__person=ada).count()


def test_it_holds_nothing_of_others(client: Client) -> None:
    ada, bo = factories.person(), factories.person()
    shared = cloud.file(bo, "bo.txt", b"of Bo")
    from egret.cloud.models import Role

    cloud.share(shared, Role.EDIT, bo, person=ada)
    assert b"bo.txt" not in exported(client, ada) and b"of Bo" not in exported(client, ada)
    client.logout()
    assert client.get("/api/v1/cloud/export").status_code == 401


def test_the_picture_comes_along(client: Client) -> None:
    from tests.factories import pictures

    ada = factories.person()
    client.force_login(ada)
    picture = io.BytesIO()
    pictures.quarters().save(picture, "PNG")
    client.put("/api/v1/profile/picture", picture.getvalue(), content_type="application/octet-stream")
    archive = zipfile.ZipFile(io.BytesIO(exported(client, ada)))
    assert archive.read("profile-picture.webp")[8:12] == b"WEBP"


def test_a_copy_is_restored_and_restoring_twice_changes_nothing(client: Client, tmp_path: Path) -> None:
    ada, bo = factories.person(), factories.person("+447700900777")
    furnish(ada)
    file = tmp_path / "copy.zip"
    file.write_bytes(exported(client, ada))
    for _ in range(2):
        call_command("import_files", str(file), to="+447700900777")
        assert snapshot(bo, cloud.root_of(bo).node) == snapshot(ada, cloud.root_of(ada).node)


NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).map(usable_name)
TREES = st.dictionaries(
    st.lists(NAMES, min_size=1, max_size=3).map(tuple),
    st.lists(st.binary(max_size=2000), min_size=1, max_size=3),
    max_size=6,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TREES)
def test_any_tree_comes_back(client: Client, tmp_path: Path, wanted: dict[tuple[str, ...], list[bytes]]) -> None:
    ada, bo = factories.person(), factories.person()
    for path, contents in wanted.items():
        # Where one path needs a folder and another a file, the folder wins.
        if any(other[: len(path)] == path and other != path for other in wanted):
            continue
        place = cloud.root_of(ada).node
        for name in path[:-1]:
            place = Node.objects.filter(parent=place, name=name).first() or cloud.folder(ada, name, place)
        for content in contents:
            cloud.file(ada, path[-1], content, place)
    file = tmp_path / "copy.zip"
    file.write_bytes(exported(client, ada))
    call_command("import_files", str(file), to=bo.phone)
    assert snapshot(bo, cloud.root_of(bo).node) == snapshot(ada, cloud.root_of(ada).node)


def test_a_copy_that_was_changed_is_noticed(client: Client, tmp_path: Path) -> None:
    ada = factories.person("+447700900778")
    cloud.file(ada, "f.txt", b"content")
    before = zipfile.ZipFile(io.BytesIO(exported(client, ada)))
    file = tmp_path / "copy.zip"
    with zipfile.ZipFile(file, "w") as after:
        for info in before.infolist():
            after.writestr(info.filename, b"CONTENT" if info.filename == "files/f.txt" else before.read(info))
    with pytest.raises(CommandError):
        call_command("import_files", str(file), to="+447700900778", folder="restored")
    assert not Node.objects.filter(parent__name="restored").exists()


@given(st.text(max_size=300))
def test_every_name_becomes_one_that_can_be_kept(name: str) -> None:
    assert parse_name(usable_name(name)) == usable_name(name)

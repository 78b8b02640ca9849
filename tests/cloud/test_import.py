"""Files from a folder, from a real WebDAV server, and from anybody's ZIP."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import socket
import subprocess
import time
import unicodedata
import zipfile
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from egret.accounts.models import Person
from egret.cloud.actions import files
from egret.cloud.importing.sources import SourceFailed, Unreadable
from egret.cloud.importing.zips import ZipFile
from egret.cloud.models import FileVersion, Node, Space
from egret.cloud.queries import subtree_of
from egret.kernel import blobs, egress
from tests import factories
from tests.conftest import free_port
from tests.factories import cloud

pytestmark = pytest.mark.django_db
PHONE = "+447700900779"
OLD = datetime(2021, 5, 6, 7, 8, 9, tzinfo=UTC)


@pytest.fixture
def ada() -> Person:
    return factories.person(PHONE)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A tree with what is hard: nothing, much, deep, foreign, and names that Egret has no place for."""
    root = tmp_path / "source"
    (root / "deep/er/est").mkdir(parents=True)
    (root / "empty").mkdir()
    (root / "deep/er/est/🪶 鹭.txt").write_bytes(b"feather")
    (root / "nothing").write_bytes(b"")
    (root / "big.bin").write_bytes(os.urandom(9_000_000))
    (root / "100% & #1?.txt").write_bytes(b"percent")
    (root / "con.txt").write_bytes(b"device")
    for file in root.rglob("*"):
        os.utime(file, (OLD.timestamp(), OLD.timestamp()))
    return root


def imported(person: Person) -> dict[str, bytes | None]:
    """What a person has: contents by path, None for folders."""
    paths = {cloud.root_of(person).node.id: ""}
    found: dict[str, bytes | None] = {}
    for node in subtree_of(cloud.root_of(person).node.id):
        if node.parent_id is not None:
            paths[node.id] = f"{paths[node.parent_id]}/{node.name}"
            found[paths[node.id]] = None if node.is_folder else cloud.content_of(person, node)
    return found


def expected(source: Path) -> dict[str, bytes | None]:
    names = {"con.txt": "_con.txt"}
    return {
        "/" + "/".join(names.get(part, part) for part in file.relative_to(source).parts): (
            None if file.is_dir() else file.read_bytes()
        )
        for file in source.rglob("*")
    }


def test_a_folder_comes_whole_and_once(ada: Person, source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_files", str(source), to=PHONE)
    assert imported(ada) == expected(source)
    assert "con.txt: renamed to _con.txt" in capsys.readouterr().out
    assert set(Node.objects.filter(is_folder=False).values_list("modified_at", flat=True)) == {OLD}
    call_command("import_files", str(source), to=PHONE)
    assert FileVersion.objects.count() == 5
    assert "0 files (0 bytes) and 0 folders imported, 5 were there already" in capsys.readouterr().out


def test_newer_content_here_stays_and_newer_content_there_comes(
    ada: Person, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("import_files", str(source), to=PHONE, folder="Old disk")
    here = Node.objects.get(name="big.bin")
    assert here.parent is not None
    cloud.file(ada, "big.bin", b"edited in Egret", here.parent)
    (source / "nothing").write_bytes(b"edited there")
    call_command("import_files", str(source), to=PHONE, folder="Old disk")
    assert cloud.content_of(ada, Node.objects.get(name="big.bin")) == b"edited in Egret"
    assert cloud.content_of(ada, Node.objects.get(name="nothing")) == b"edited there"
    assert "big.bin: what is here is newer, and stays" in capsys.readouterr().out


def test_what_fails_is_named_and_the_rest_comes(ada: Person, source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (source / "link").symlink_to("/etc/passwd")
    cloud.folder(ada, "nothing")
    with pytest.raises(CommandError, match="Not everything") as stopped:
        call_command("import_files", str(source), to=PHONE)
    assert stopped.value.returncode == 1
    errors = capsys.readouterr().err
    assert "link: a symbolic link" in errors and "nothing: a folder of this name" in errors
    assert imported(ada)["/big.bin"] == (source / "big.bin").read_bytes()


def test_a_full_space_stops_it_and_room_lets_it_go_on(ada: Person, source: Path) -> None:
    cloud.root_of(ada)
    Space.objects.filter(person=ada).update(quota_bytes=1_000_000)
    with pytest.raises(CommandError, match="not enough room"):
        call_command("import_files", str(source), to=PHONE)
    Space.objects.filter(person=ada).update(quota_bytes=None)
    call_command("import_files", str(source), to=PHONE)
    assert imported(ada) == expected(source)


def test_names_that_become_one_are_told_apart(ada: Person, tmp_path: Path) -> None:
    for form in ("NFC", "NFD"):
        (tmp_path / unicodedata.normalize(form, "é.txt")).write_text(form)
    for _ in range(2):
        call_command("import_files", str(tmp_path), to=PHONE)
        assert sorted(each for each in imported(ada).values() if each) == [b"NFC", b"NFD"]


def test_what_was_interrupted_goes_on_where_it_ended(
    ada: Person, source: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    original = files.do_store
    stored: list[str] = []
    # What other tests left, whose rows were rolled back.
    orphans = set(blobs.reconcile(grace=timedelta()).orphan_objects)

    def interrupted(*arguments: Any, **options: Any) -> FileVersion | None:
        if len(stored) == 2:
            raise KeyboardInterrupt
        stored.append(arguments[1])
        return original(*arguments, **options)

    monkeypatch.setattr(files, "do_store", interrupted)
    with pytest.raises(KeyboardInterrupt):
        call_command("import_files", str(source), to=PHONE)
    monkeypatch.undo()
    assert FileVersion.objects.count() == 2
    assert set(blobs.reconcile(grace=timedelta()).orphan_objects) == orphans
    call_command("import_files", str(source), to=PHONE)
    assert imported(ada) == expected(source)
    assert "3 files" in capsys.readouterr().out


def test_a_strangers_zip_stays_inside(ada: Person, tmp_path: Path) -> None:
    file = tmp_path / "evil.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("../../up.txt", b"up")
        archive.writestr("/etc/passwd", b"root")
        archive.writestr("a\\b.txt", b"windows")
    call_command("import_files", str(file), to=PHONE)
    assert {path for path, content in imported(ada).items() if content is not None} == {
        "/unnamed/unnamed/up.txt",
        "/etc/passwd",
        "/a_b.txt",
    }


def test_a_zip_that_is_odd_comes_as_far_as_it_can(
    ada: Person, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two members of one name, a second that no clock has, a stream that is none, a way of packing nobody knows."""
    file = tmp_path / "odd.zip"
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(file, "w") as archive:
        archive.writestr("twice.txt", b"first")
        archive.writestr("twice.txt", b"second one")
        archive.writestr(zipfile.ZipInfo("late.txt", (2020, 1, 1, 23, 59, 60)), b"late")
        archive.writestr("broken.txt", b"broken", zipfile.ZIP_DEFLATED)
        archive.writestr("packed.txt", b"packed", zipfile.ZIP_DEFLATED)
    whole = bytearray(file.read_bytes())
    whole[whole.index(b"broken.txt") + len("broken.txt")] = 0xFF
    directory = whole.rindex(b"PK\1\2")
    whole[directory + 10] = 97
    file.write_bytes(whole)
    with pytest.raises(CommandError, match="Not everything"):
        call_command("import_files", str(file), to=PHONE)
    errors = capsys.readouterr().err
    assert "broken.txt: " in errors and "packed.txt: " in errors
    assert "twice.txt: another" in errors
    assert {path: content for path, content in imported(ada).items() if content is not None} == {
        "/twice.txt": b"second one",
        "/late.txt": b"late",
    }


@pytest.mark.parametrize(
    "manifest",
    [
        b"",
        b"[",
        b"[" * 100_000,
        b"[]",
        b"{}",
        b'{"format": "egret export 1", "root": "r", "nodes": [7]}',
        b'{"format": "egret export 1", "root": "r", "nodes": [{"id": "a", "parent": "b"}]}',
    ],
)
def test_a_list_that_is_none_is_said(ada: Person, tmp_path: Path, manifest: bytes) -> None:
    file = tmp_path / "copy.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("egret.json", manifest)
    with pytest.raises(CommandError, match=r"cannot be read|later Egret"):
        call_command("import_files", str(file), to=PHONE)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(at=st.integers(0, 10**6), to=st.integers(0, 255), cut=st.booleans())
def test_a_zip_with_any_byte_changed_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, at: int, to: int, cut: bool
) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for packing in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
            archive.writestr(f"é/{packing}.txt", b"content " * 20, packing)
    whole = bytearray(buffer.getvalue())
    place = at % len(whole)
    whole[place] = to
    file = tmp_path_factory.mktemp("zips") / "changed.zip"
    file.write_bytes(whole[:place] if cut else whole)
    with contextlib.suppress(SourceFailed):
        for entry in ZipFile(file).walk():
            for content in () if isinstance(entry, Unreadable) else entry.versions:
                with contextlib.suppress(zipfile.BadZipFile):
                    deque(content.read(), maxlen=0)


@pytest.fixture
def server(source: Path, tmp_path: Path) -> Iterator[str]:
    """rclone's WebDAV server, with a user and a password."""
    if shutil.which("rclone") is None:
        pytest.fail("install rclone (apt install rclone)")
    port = free_port()
    command = [
        "rclone",
        "serve",
        "webdav",
        str(source),
        "--addr",
        f"127.0.0.1:{port}",
        "--user",
        "ada",
        "--pass",
        "p w",
    ]
    environment = {**os.environ, "RCLONE_CONFIG": str(tmp_path / "rclone.conf")}
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, env=environment) as process:
        try:
            deadline = time.monotonic() + 20
            while time.monotonic() < deadline:
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield f"http://ada@127.0.0.1:{port}/"
        finally:
            process.terminate()
            process.wait(10)


def test_webdav_comes_whole_and_once(
    ada: Person, source: Path, server: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    password = tmp_path / "password"
    password.write_text("p w\n")
    for _ in range(2):
        call_command("import_files", server, to=PHONE, password_file=password)
        assert imported(ada) == expected(source)
    assert "5 were there already" in capsys.readouterr().out
    assert set(Node.objects.filter(is_folder=False).values_list("modified_at", flat=True)) == {OLD}


def test_a_wrong_password_is_said(ada: Person, server: str, tmp_path: Path) -> None:
    password = tmp_path / "password"
    password.write_text("wrong")
    with pytest.raises(CommandError, match="refuses this user or password"):
        call_command("import_files", server, to=PHONE, password_file=password)


def test_a_password_is_never_sent_in_the_clear(ada: Person) -> None:
    with pytest.raises(CommandError, match="use https"):
        call_command("import_files", "http://ada@files.example/dav/", to=PHONE, password_file=Path(os.devnull))


def test_streaming_knows_only_registered_hosts() -> None:
    with pytest.raises(egress.EgressRefused), egress.streamed("GET", "http://127.0.0.1:19/unregistered"):
        pass

"""A disk that is really full: an upload is refused, what was told before stays, and the server goes on."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

from egret.accounts.models import Person
from egret.cloud.models import Node, Upload
from egret.kernel.blobs import PART_SIZE
from egret.kernel.models import Blob
from tests.accounts.visitors import signed_up
from tests.cloud.dav import Dav
from tests.cloud.test_bundles import entry, post
from tests.cloud.tus import begun, create, offset_of, patch
from tests.factories import cloud

pytestmark = pytest.mark.django_db(transaction=True)

CONTENT = bytes(range(251)) * (PART_SIZE * 4 // 251)


class SmallDisk:
    """A file system of its own where this test run keeps its blobs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def mount(self, size: str) -> None:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", self.folder], check=True)

    def grow(self, size: str) -> None:
        subprocess.run(["mount", "-o", f"remount,size={size}", self.folder], check=True)

    def files(self) -> list[str]:
        return sorted(path.name for path in self.folder.rglob("*") if path.is_file())


@pytest.fixture
def disk(settings: Settings) -> Iterator[SmallDisk]:
    settings.EGRET_BLOBS_URL = ""
    small = SmallDisk(settings.INSTANCE.blobs)
    small.mount("10m")
    yield small
    subprocess.run(["umount", small.folder], check=True)


@pytest.fixture
def ada(client: Client) -> Person:
    return signed_up(client)


@pytest.mark.skipif(os.getuid() != 0, reason="only root mounts a file system")
def test_a_full_store(client: Client, ada: Person, disk: SmallDisk) -> None:
    address = begun(client, length=len(CONTENT))
    full = patch(client, address, 0, CONTENT)
    assert (full.status_code, full.json()["type"]) == (507, "urn:egret:store-full")
    kept = offset_of(client, address)
    assert kept in (PART_SIZE, 2 * PART_SIZE)
    assert len(disk.files()) == kept // PART_SIZE, "nothing half-written takes room"
    if kept == PART_SIZE:
        # Two parts are on their way at once, and the third took the room that the second one needed.
        assert patch(client, address, kept, CONTENT[kept : 2 * PART_SIZE]).status_code == 204
        kept = 2 * PART_SIZE
    assert patch(client, address, kept, CONTENT[kept:]).status_code == 507
    assert create(client, "small.bin", PART_SIZE, CONTENT[:PART_SIZE]).status_code == 507
    assert len(disk.files()) == 2
    assert Upload.objects.count() == 1 and Blob.objects.count() == 1
    assert create(client, "tiny.txt", 4, b"tiny").status_code == 201, "what fits is still taken"
    disk.grow("64m")
    done = patch(client, address, kept, CONTENT[kept:])
    assert cloud.content_of(ada, Node.objects.get(id=done.headers["Egret-Node"])) == CONTENT


@pytest.mark.skipif(os.getuid() != 0, reason="only root mounts a file system")
def test_a_full_store_over_webdav(ada: Person, disk: SmallDisk) -> None:
    """A new version that does not fit leaves the old one, and a new file nothing."""
    dav = Dav(ada)
    assert dav.status("PUT", "/f", CONTENT[:PART_SIZE]) == 201
    stored = disk.files()
    for path in ("/f", "/new"):
        refused = dav("PUT", path, CONTENT)
        assert refused.status_code == 507 and "Traceback" not in str(refused)
        assert disk.files() == stored
    assert dav.read("/f") == CONTENT[:PART_SIZE] and dav.status("GET", "/new") == 404
    assert dav.status("PUT", "/f", b"what fits") == 204
    disk.grow("64m")
    assert dav.status("PUT", "/f", CONTENT) == 204 and dav.read("/f") == CONTENT


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own setting")
def test_a_full_database(client: Client, ada: Person) -> None:
    """As full as SQLite finds a disk: it may not take one more page."""
    cloud.root_of(ada)
    dav = Dav(ada)
    assert dav.status("PROPFIND", "/", depth="0") == 207
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        try:
            answers = [create(client, f"{number}.txt", 4, b"tiny") for number in range(100)]
            assert dav.status("PUT", "/by-dav.txt", b"tiny") == 507
        finally:
            cursor.execute("PRAGMA max_page_count = 1073741823")
    statuses = [answer.status_code for answer in answers]
    assert set(statuses) == {201, 507}
    assert answers[statuses.index(507)].json()["type"] == "urn:egret:store-full"
    assert Node.objects.filter(is_folder=False).count() == statuses.count(201)
    assert create(client, "later.txt", 4, b"tiny").status_code == 201


@pytest.mark.skipif(os.getuid() != 0, reason="only root mounts a file system")
def test_a_bundle_that_does_not_fit(client: Client, ada: Person, disk: SmallDisk) -> None:
    bundles = [b"".join(entry(f"{n}-{part}.bin", CONTENT[:1_000_000]) for n in range(6)) for part in ("a", "b")]
    assert post(client, bundles[0]).status_code == 200
    response = post(client, bundles[1])
    assert (response.status_code, response.json()["type"]) == (507, "urn:egret:store-full")
    assert Node.objects.filter(is_folder=False).count() == 6
    assert len(disk.files()) == 6, "nothing of it is left behind"
    disk.grow("30m")
    assert post(client, bundles[1]).status_code == 200
    assert Node.objects.filter(is_folder=False).count() == len(disk.files()) == 12

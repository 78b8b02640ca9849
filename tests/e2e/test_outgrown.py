"""The machine outgrown: rows in PostgreSQL, the keyring in another database of it, blobs in a bucket; a file's life."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from egret.kernel.blobs import PART_SIZE
from tests import with_postgres
from tests.e2e.acts import OCTETS, Drive
from tests.e2e.installation import Egret, wait_until
from tests.vault import s3

FIRST = bytes(range(251)) * (2 * PART_SIZE // 251 + 1) + b"the end"
SECOND = FIRST[::-1]


@pytest.fixture
def outgrown(tmp_path: Path) -> Iterator[tuple[Egret, Path]]:
    """The installation, and the folder in which the S3 server keeps its objects."""
    objects = tmp_path / "s3" / "root"
    with with_postgres.server() as postgres, s3.server(objects) as bucket:
        databases = {
            "EGRET_DATABASE_URL": with_postgres.create_database(postgres, "egret"),
            "EGRET_KEYRING_URL": with_postgres.create_database(postgres, "keyring"),
        }
        egret = Egret(tmp_path / "data", **databases, **bucket)
        yield egret, objects / s3.BUCKET
        egret.stop()


def test_a_files_life(outgrown: tuple[Egret, Path]) -> None:
    egret, objects = outgrown
    drive = Drive(egret, json.loads(egret.command("demo", "--json").stdout)["people"][0])
    drive.open()
    metadata = {"filename": "film.bin", "parent": drive.root}
    headers = {**drive.upload(metadata, len(FIRST)), "Content-Type": OCTETS}
    node = drive.ask("POST", "/cloud/uploads", headers=headers, data=FIRST).headers["Egret-Node"]
    assert drive.ask("PUT", "/dav/film.bin", data=SECOND).status_code == 204
    address = f"/cloud/nodes/{node}"
    assert drive.ask("GET", f"{address}/content").content == SECOND
    ranged = drive.ask("GET", f"{address}/content", headers={"Range": f"bytes={PART_SIZE - 3}-{PART_SIZE + 4}"})
    assert (ranged.status_code, ranged.content) == (206, SECOND[PART_SIZE - 3 : PART_SIZE + 5])
    current, before = drive.ask("GET", f"{address}/versions").json()["items"]
    assert (current["current"], before["current"]) == (True, False)
    drive.ask("POST", f"{address}/versions/{before['id']}/restore")
    assert drive.ask("GET", "/dav/film.bin", headers={"Range": "bytes=-7"}).content == b"the end"
    assert objects_in(objects) == 6
    assert not (egret.data / "blobs").exists() or not any((egret.data / "blobs").rglob("*.*.*"))
    report = json.loads(egret.command("manage", "reconcile", "--grace", "0", "--json").stdout)
    assert report["counts"] == {"blobs": 2, "parts": 6, "objects": 6}
    drive.ask("DELETE", address)
    assert drive.ask("GET", address, (404,)).status_code == 404
    drive.ask("POST", f"/cloud/spaces/{drive.space}/trash/empty")
    wait_until(lambda: objects_in(objects) == 0, 60, "an empty bucket")
    assert drive.used() == 0
    found = {
        each["name"]: each["state"] for each in json.loads(egret.command("doctor", "--reconcile", "--json").stdout)
    }
    assert found["reconcile"] == "good"
    assert requests.get(f"{egret.origin}/api/v1/policy", timeout=20).json()["recipients"] == []


def objects_in(bucket: Path) -> int:
    return sum(path.is_file() for path in bucket.rglob("some/prefix/**/*"))

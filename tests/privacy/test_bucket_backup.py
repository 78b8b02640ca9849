"""Backup and restore of an installation whose contents lie in a bucket: a real S3 server, killed and away."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.prepared import prepare
from tests.privacy.place import Place
from tests.vault import s3


@pytest.fixture(scope="module")
def variables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    with s3.server(tmp_path_factory.mktemp("s3") / "root") as found:
        yield found


@pytest.fixture(scope="module")
def planted(variables: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Place:
    """An installation on a bucket, in which somebody keeps eleven files."""
    place = Place(tmp_path_factory.mktemp("planted"), variables)
    prepare(place.data)
    place.living("keep", "+447700900875")
    return place


def elsewhere(place: Place, folder: Path, url: str) -> Place:
    """An empty data directory with the master key, and another bucket or, without an address, a folder."""
    other = Place(folder, {**place.variables, "EGRET_BLOBS_URL": url})
    other.data.mkdir(parents=True)
    shutil.copy(place.data / "master.key", other.data / "master.key")
    (other.data / "master.key").chmod(0o600)
    return other


def test_contents_of_a_bucket_come_back_into_a_bucket_and_into_a_folder(planted: Place, tmp_path: Path) -> None:
    arguments = (str(tmp_path / "backup"), "--keyring", str(tmp_path / "keys"))
    first = planted.egret("backup", *arguments)
    (made,) = (tmp_path / "backup").glob("*Z")
    stored = sorted(path.name for path in (made / "blobs").glob("*/*"))
    assert len(stored) >= 13 and f"{len(stored)} contents ({len(stored)} new)" in first
    kept = planted.living("contents")
    assert kept

    bucket = elsewhere(planted, tmp_path / "bucket", f"s3://{s3.BUCKET}/another")
    assert bucket.killed("restore", str(tmp_path / "backup"), str(tmp_path / "keys"), "0", "5")
    assert json.loads((bucket.data / "restored.json").read_text())["state"] == "filling"
    bucket.egret("restore", *arguments)
    assert not list((bucket.data / "blobs").glob("*/*"))
    assert sorted(bucket.living("contents")) == sorted(kept)

    folder = elsewhere(planted, tmp_path / "folder", "")
    folder.egret("restore", *arguments)
    assert sorted(path.name for path in (folder.data / "blobs").glob("*/*")) == stored
    assert sorted(folder.living("contents")) == sorted(kept)


def test_what_the_last_backup_has_is_not_fetched_again(planted: Place, tmp_path: Path) -> None:
    arguments = (str(tmp_path / "backup"), "--keyring", str(tmp_path / "keys"))
    planted.egret("backup", *arguments)
    planted.living("keep", "+447700900876")
    (before,) = (tmp_path / "backup").glob("*Z")
    # Backups are named by the second.
    before.rename(before.with_name("2020-01-01T000000Z"))
    said = planted.egret("backup", *arguments)
    made = max((tmp_path / "backup").glob("*Z"))
    files = list((made / "blobs").glob("*/*"))
    linked = [path for path in files if path.stat().st_nlink == 2]
    assert 0 < len(linked) < len(files)
    assert f"({len(files) - len(linked)} new)" in said


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"EGRET_BLOBS_URL": f"s3://{s3.BUCKET}-unknown"}, "does not answer"),
        ({"EGRET_BLOBS_URL": "https://example.org/bucket"}, "s3://bucket/prefix"),
        ({"AWS_SECRET_ACCESS_KEY": "another"}, "does not answer"),
    ],
)
def test_a_bucket_that_is_away_leaves_nothing_half_done(
    planted: Place, tmp_path: Path, wrong: dict[str, str], says: str
) -> None:
    place = Place(planted.folder, {**planted.variables, **wrong})
    said = place.egret("backup", str(tmp_path / "backup"), "--keyring", str(tmp_path / "keys"), code=2)
    assert says in said and "nothing was left half done" in said
    assert not list((tmp_path / "backup").iterdir()) and not list((tmp_path / "keys").iterdir())

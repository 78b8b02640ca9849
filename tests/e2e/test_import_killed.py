"""`egret import`, killed again and again on its way: what it brings in the end is there once, and whole."""

from __future__ import annotations

import json
import os
import random
import subprocess
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.acts import Drive
from tests.e2e.installation import EGRET, Egret, free_port, wait_until

DEATHS = 4
# Renamed on their way are: those with a mark that turns text, a name of Windows' own, and ends that Windows drops.
NAMES = (
    "plain.txt",
    "a #?;%41&=.txt",
    "文件.txt",
    "👩‍👩‍👧.txt",
    "שלום.txt",
    "e\u0301.txt",
    "-dash",
    ".hidden",
    "a:b*c.txt",
)
RENAMED = ("CON", "dots.", "aux.txt", " edge ", "x\u202ecod.exe")
SIZES = (0, 1, 70_000, 5 * 1024 * 1024)


@pytest.fixture(scope="module")
def drive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drive]:
    egret = Egret(tmp_path_factory.mktemp("import") / "data")
    drive = Drive(egret, json.loads(egret.command("demo", "--json").stdout)["people"][0])
    drive.open()
    yield drive
    egret.stop()


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("source") / "imported"
    chance = random.Random(4)
    for number, name in enumerate((*NAMES, *RENAMED)):
        for folder in (top, top / "below 下" / "e\u0301 & #", top / f"many {number}"):
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(chance.randbytes(SIZES[number % len(SIZES)] + number))
    return top


@pytest.mark.parametrize("by", ["folder", "webdav"])
def test_an_import_that_dies_brings_each_file_once(drive: Drive, source: Path, tmp_path: Path, by: str) -> None:
    folder = drive.ask("POST", f"/cloud/nodes/{drive.root}/folders", json={"name": by}).json()["id"]
    with served(source, tmp_path) if by == "webdav" else directly(source) as address:
        command = [*EGRET, "import", *address, "--to", drive.person["phone"], "--folder", by]
        command += ["--data", str(drive.egret.data)]
        environment = {**drive.egret.environment, "DJANGO_SETTINGS_MODULE": "egret.project.settings"}
        chance = random.Random(by)
        deaths = 0
        for _ in range(DEATHS):
            with subprocess.Popen(
                command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
            ) as running:
                # It takes its time to start: the moment is counted from its first file on.
                wait_for_more(drive, running)
                time.sleep(chance.uniform(0, 0.2))
                deaths += running.poll() is None
                running.kill()
        done = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    assert deaths >= 2, "it was done before it could be killed"
    wanted = sorted(path.read_bytes() for path in source.rglob("*") if path.is_file())
    found = dict(contents(drive, folder))
    assert sorted(found.values()) == wanted
    assert {path.rpartition("/")[2] for path in found} >= {unicodedata.normalize("NFC", name) for name in NAMES}
    report = json.loads(drive.egret.command("doctor", "--reconcile", "--json").stdout)
    assert not {"missing-parts", "wrong-sizes", "ownerless-blobs"} & {each["name"] for each in report}


def wait_for_more(drive: Drive, running: subprocess.Popen[bytes]) -> None:
    """Until it brought another byte, or ended."""
    before = drive.used()
    wait_until(lambda: running.poll() is not None or drive.used() > before, 60, "a file")


@contextmanager
def directly(source: Path) -> Iterator[list[str]]:
    yield [str(source)]


@contextmanager
def served(source: Path, home: Path) -> Iterator[list[str]]:
    """The same through rclone's WebDAV server."""
    port, password = free_port(), home / "password"
    password.write_text("p w\n")
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
    environment = {**os.environ, "RCLONE_CONFIG": str(home / "rclone.conf")}
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=environment, text=True) as server:
        assert server.stderr is not None
        # It says so once it listens.
        server.stderr.readline()
        try:
            yield [f"http://ada@127.0.0.1:{port}/", "--password-file", str(password)]
        finally:
            server.terminate()


def listed(drive: Drive, folder: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = drive.ask("GET", f"/cloud/nodes/{folder}/children").json()["items"]
    return items


def contents(drive: Drive, folder: str, above: str = "") -> Iterator[tuple[str, bytes]]:
    """Each file below, by its path; each has one version only."""
    for each in listed(drive, folder):
        path = f"{above}/{each['name']}"
        if each["is_folder"]:
            yield from contents(drive, each["id"], path)
            continue
        assert len(drive.ask("GET", f"/cloud/nodes/{each['id']}/versions").json()["items"]) == 1, path
        yield path, drive.ask("GET", f"/cloud/nodes/{each['id']}/content").content

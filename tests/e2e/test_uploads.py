"""tus-js-client against a running Egret: whole, in pieces, with either side killed; byte for byte each time."""

from __future__ import annotations

import hashlib
import http.client
import json
import random
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest

from egret.cloud.uploads.protocol import metadata_of
from egret.kernel.blobs import PART_SIZE
from tests.e2e.installation import Egret, wait_until

SCRIPT = Path(__file__).parents[1] / "cloud" / "tus_upload.mjs"
UPLOADS = "/api/v1/cloud/uploads"
MEBIBYTE = 1024 * 1024


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Egret]:
    """An installation of this module's own: its web server is killed again and again."""
    running = Egret(tmp_path_factory.mktemp("uploads") / "data")
    yield running
    running.stop()


@pytest.fixture(scope="module")
def token(killed: Egret) -> str:
    done = killed.command("demo", "--json")
    secret: str = json.loads(done.stdout)["people"][0]["api_token"]
    return secret


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("content") / "content.bin"
    path.write_bytes(random.Random(5).randbytes(48 * MEBIBYTE + 12345))
    return path


class Node:
    """One run of tus-js-client."""

    def __init__(self, egret: Egret, token: str, content: Path, **options: Any) -> None:
        command = ["node", str(SCRIPT), egret.origin + UPLOADS, token, str(content), json.dumps(options)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.said: list[dict[str, Any]] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(json.loads(line))
        self.process.stdout.close()

    def accepted(self) -> int:
        return max((each.get("accepted", 0) for each in self.said), default=0)

    def result(self) -> dict[str, Any]:
        """Its last word."""
        self.process.wait(120)
        self._reader.join(10)
        return self.said[-1]


@contextmanager
def asked(
    egret: Egret, token: str, method: str, path: str, *, body: bytes | None = None, **headers: str
) -> Iterator[http.client.HTTPResponse]:
    with closing(http.client.HTTPConnection("localhost", egret.port, timeout=60)) as connection:
        connection.request(
            method, path, body, headers={"Authorization": f"Bearer {token}", "Tus-Resumable": "1.0.0", **headers}
        )
        with connection.getresponse() as response:
            yield response


def digest_of(egret: Egret, token: str, node: str) -> str:
    with asked(egret, token, "GET", f"/api/v1/cloud/nodes/{node}/content") as response:
        assert response.status == 200
        # At once: read by pieces, http.client takes a connection that broke for the end. Killed often, the server
        # restarts as a whole, within an answer too.
        return hashlib.sha256(response.read()).hexdigest()


def assert_stored(egret: Egret, token: str, result: dict[str, Any], content: Path) -> None:
    assert "node" in result, result
    assert digest_of(egret, token, result["node"]) == hashlib.sha256(content.read_bytes()).hexdigest()


def workers(egret: Egret) -> list[psutil.Process]:
    """What the web server started: one of them answers requests."""
    return egret.child("granian").children(recursive=True)


def kill_web(egret: Egret) -> None:
    """The whole web server; the supervisor waits longer each time before it starts another."""
    _kill([egret.child("granian"), *workers(egret)])


def kill_worker(egret: Egret) -> None:
    """Only who answers requests: the server starts another at once."""
    _kill(workers(egret))


def _kill(processes: list[psutil.Process]) -> None:
    for process in processes:
        try:
            process.send_signal(signal.SIGKILL)
        except psutil.NoSuchProcess:
            continue


@pytest.mark.parametrize(
    "options",
    [{}, {"chunkSize": 5_000_000}, {"parallelUploads": 3}, {"chunkSize": 7_000_000, "uploadDataDuringCreation": True}],
    ids=lambda options: ",".join(options) or "whole",
)
def test_tus_js_client(killed: Egret, token: str, content: Path, options: dict[str, Any]) -> None:
    metadata = {"filename": f"{len(options)}-{next(iter(options), 'whole')}.bin"}
    done = Node(killed, token, content, metadata=metadata, **options).result()
    assert_stored(killed, token, done, content)


def test_a_killed_client_goes_on_where_it_was(killed: Egret, token: str, content: Path, tmp_path: Path) -> None:
    options = {"metadata": {"filename": "client.bin"}, "chunkSize": 3_000_000, "state": str(tmp_path / "state.json")}
    first = Node(killed, token, content, **options)
    wait_until(lambda: first.accepted() > 6_000_000, 60, "some bytes")
    first.process.kill()
    assert first.result().get("node") is None
    second = Node(killed, token, content, **options)
    done = second.result()
    assert {"resumed": True} in second.said
    assert min(each["accepted"] for each in second.said if "accepted" in each) > 6_000_000
    assert_stored(killed, token, done, content)


def test_a_killed_server_goes_on_where_it_was(killed: Egret, token: str, content: Path) -> None:
    upload = Node(killed, token, content, metadata={"filename": "server.bin"}, chunkSize=3_000_000)
    for reached in (6_000_000, 24_000_000):

        def is_there(reached: int = reached) -> bool:
            return upload.accepted() > reached

        wait_until(is_there, 90, "some bytes")
        kill_web(killed)
    assert_stored(killed, token, upload.result(), content)


def test_a_server_killed_within_a_request_lost_nothing_that_it_told(killed: Egret, token: str, content: Path) -> None:
    kill_at_random_points(killed, token, content.read_bytes(), random.Random(11), times=4)


@pytest.mark.nightly
def test_a_server_killed_a_hundred_times(killed: Egret, token: str, content: Path) -> None:
    data = content.read_bytes()
    for seed in range(25):
        kill_at_random_points(killed, token, data, random.Random(100 + seed), times=4)
        # Whose parts die often waits longer each time before it starts them again: a new one begins anew.
        killed.stop()
        killed.start()


def test_many_files_of_one_folder_at_once(killed: Egret, token: str) -> None:
    """Each asks for the same folders: they are made once."""

    def upload(number: int) -> int:
        metadata = {"filename": f"{number}.txt", "relativePath": f"many/below/{number}.txt"}
        headers: dict[str, Any] = {
            "Upload-Length": "2",
            "Upload-Metadata": metadata_of(metadata),
            "Content-Type": "application/offset+octet-stream",
        }
        with asked(killed, token, "POST", UPLOADS, body=b"ok", **headers) as response:
            return response.status

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(upload, range(60))) == {201}
    below = listed(killed, token, listed(killed, token, root_of(killed, token))["many"])["below"]
    assert set(listed(killed, token, below)) == {f"{number}.txt" for number in range(60)}


def root_of(egret: Egret, token: str) -> str:
    with asked(egret, token, "GET", "/api/v1/cloud/spaces") as response:
        root: str = json.load(response)["items"][0]["root"]
        return root


def listed(egret: Egret, token: str, folder: str) -> dict[str, str]:
    """Ids by name."""
    with asked(egret, token, "GET", f"/api/v1/cloud/nodes/{folder}/children") as response:
        return {entry["name"]: entry["id"] for entry in json.load(response)["items"]}


def kill_at_random_points(egret: Egret, token: str, data: bytes, chance: random.Random, *, times: int) -> None:
    """A new version of one file, in one request each time as far as it comes; what was told before is there after.

    Whatever point the server dies at, the file is its old version or its new one.
    """
    name = f"killed-{chance.random()}.bin"
    before = data[: PART_SIZE // 2]
    node = put(egret, token, name, before)
    address = created(egret, token, name, len(data), "replace")
    told, kills = 0, 0
    while True:
        offset = patiently(lambda: offset_of(egret, token, address))
        assert offset >= told, "a byte that was told is gone"
        told = offset
        if kills == times:
            break
        timer = threading.Timer(chance.uniform(0.0, 0.35), kill_worker, [egret])
        timer.start()
        send_from(egret, token, address, data, offset)
        timer.join()
        kills += 1
        digest = patiently(lambda: digest_of(egret, token, node))
        expected = data if patiently(lambda: offset_of(egret, token, address)) == len(data) else before
        assert digest == hashlib.sha256(expected).hexdigest()
    while told < len(data):
        send_from(egret, token, address, data, told)
        told = patiently(lambda: offset_of(egret, token, address))
    assert patiently(lambda: digest_of(egret, token, node)) == hashlib.sha256(data).hexdigest()


def patiently(ask: Any) -> Any:
    """Until the server is back. Raises what was in the way last."""
    deadline = time.monotonic() + 60
    while True:
        try:
            return ask()
        except (OSError, http.client.HTTPException, AssertionError):
            if time.monotonic() > deadline:
                raise
        time.sleep(0.1)


def created(egret: Egret, token: str, name: str, length: int, conflict: str) -> str:
    metadata = metadata_of({"filename": name, "conflict": conflict})
    headers: dict[str, Any] = {"Upload-Length": str(length), "Upload-Metadata": metadata}
    with asked(egret, token, "POST", UPLOADS, **headers) as response:
        assert response.status == 201, response.read()
        return str(response.headers["Location"])


def put(egret: Egret, token: str, name: str, data: bytes) -> str:
    address = created(egret, token, name, len(data), "ask")
    node = send_from(egret, token, address, data, 0)
    assert node is not None
    return node


def offset_of(egret: Egret, token: str, address: str) -> int:
    with asked(egret, token, "HEAD", address) as response:
        assert response.status == 200, response.status
        return int(response.headers["Upload-Offset"])


def send_from(egret: Egret, token: str, address: str, data: bytes, offset: int) -> str | None:
    """All that is left in one request; the file, where one was made and told of."""
    connection = http.client.HTTPConnection("localhost", egret.port, timeout=60)
    headers = {
        "Authorization": f"Bearer {token}",
        "Tus-Resumable": "1.0.0",
        "Upload-Offset": str(offset),
        "Content-Type": "application/offset+octet-stream",
    }
    try:
        connection.request("PATCH", address, body=data[offset:], headers=headers)
        with connection.getresponse() as response:
            response.read()
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
    if response.status == 423:
        time.sleep(1)
    return response.headers.get("Egret-Node")


def test_memory_stays_flat(killed: Egret, token: str) -> None:
    """2 GiB in one request: the web process holds a part or two of them at a time."""
    length = 2048 * MEBIBYTE
    # The first upload of a process loads what every later one shares.
    put(killed, token, "small.bin", b"x" * PART_SIZE * 2)
    address = created(killed, token, "large.bin", length, "ask")
    worker = max(workers(killed), key=lambda process: process.memory_info().rss)
    before = peak = worker.memory_info().rss
    connection = http.client.HTTPConnection("localhost", killed.port, timeout=120)
    connection.putrequest("PATCH", address)
    for name, value in {
        "Authorization": f"Bearer {token}",
        "Tus-Resumable": "1.0.0",
        "Upload-Offset": "0",
        "Content-Type": "application/offset+octet-stream",
        "Content-Length": str(length),
    }.items():
        connection.putheader(name, value)
    connection.endheaders()
    block = random.Random(2).randbytes(MEBIBYTE)
    for _ in range(length // MEBIBYTE):
        connection.send(block)
        peak = max(peak, worker.memory_info().rss)
    with closing(connection), connection.getresponse() as response:
        assert (response.status, response.headers["Upload-Offset"]) == (204, str(length))
    assert peak - before < 30 * MEBIBYTE

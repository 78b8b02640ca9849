"""Fixtures of the whole suite: no message left over, no call to a host nobody registered, a real engine when asked.

Tests run under a purpose of their own that reaches every table; the requests they make run under their endpoints'.
`pytest --record-purposes FILE` lets the door (kernel/door.py) note what it would refuse instead of refusing it.
"""

from __future__ import annotations

import os
import socket
import subprocess
import time
import traceback
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test.client import ClientHandler
from pytest_django.fixtures import Settings

from egret.accounts.sms.memory import MemorySms
from egret.kernel import door, egress, purpose
from egret.kernel.blobs import kinds
from egret.kernel.mail.memory import MemoryMail
from egret.kernel.text import Text
from egret.media import rooms
from egret.media.engine.binary import find_binary
from egret.media.engine.configuration import MediaAddress, engine_configuration

ARRANGE = "tests.arrange"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--record-purposes", metavar="FILE", help="append what the door would refuse, and let it pass")


def pytest_configure(config: pytest.Config) -> None:
    purpose.register(
        ARRANGE,
        purpose.LegalBasis.CONTRACT,
        Text("To arrange a test, and to look at what it did", "准备测试并查看其结果"),
        everywhere="tests stand outside the product",
    )
    file = config.getoption("--record-purposes")
    if file:

        def note(now: purpose.Purpose | None, closed: frozenset[str]) -> None:
            frames = [frame for frame in traceback.extract_stack() if "/src/egret/" in frame.filename]
            places = [f"{frame.filename.split('/src/egret/')[-1]}:{frame.lineno}" for frame in frames[-3:-9:-1]]
            with Path(file).open("a") as lines:
                for table in sorted(closed):
                    lines.write(f"{now.id if now else 'none'}\t{table}\t{' < '.join(places)}\n")

        door.refuse = note


class OfTheProduct(Mapping[str, Any]):
    """What is registered without the tests' own, of which no policy tells."""

    def __init__(self, registered: Mapping[str, Any]) -> None:
        self._registered = registered

    def __getitem__(self, name: str) -> Any:
        return self._registered[name]

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._registered if not name.startswith("tests."))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def pytest_sessionstart() -> None:
    from egret.privacy.versions import checks, snapshots

    checks.PURPOSES = snapshots.PURPOSES = OfTheProduct(purpose.PURPOSES)  # type: ignore[attr-defined, assignment]
    snapshots.KINDS = OfTheProduct(kinds.KINDS)  # type: ignore[attr-defined, assignment]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol() -> Iterator[None]:
    """Around a test and its fixtures. A thread that a test starts has no purpose before it takes one."""
    with purpose.running(ARRANGE):
        return (yield)


@pytest.fixture(autouse=True)
def requests_bring_their_purpose(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test's client asks for runs as in life: under no purpose but its endpoint's."""
    answer = ClientHandler.__call__

    def call(self: ClientHandler, environ: dict[str, object]) -> object:
        with purpose.running_under_none():
            return answer(self, environ)

    monkeypatch.setattr(ClientHandler, "__call__", call)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Every test that has a database has the keyring's too: what is stored needs both.

    On PostgreSQL only those with a database run: for the others it is the same run again.
    """
    if os.environ.get("EGRET_DATABASE_URL"):
        needless = [item for item in items if not _has_database(item)]
        config.hook.pytest_deselected(items=needless)
        items[:] = [item for item in items if _has_database(item)]
    for item in items:
        mark = item.get_closest_marker("django_db")
        if mark is not None:
            both = {"databases": ["default", "keyring"], **mark.kwargs}
            item.add_marker(pytest.mark.django_db(*mark.args, **both), append=False)


def _has_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & {"db", "transactional_db"})


@pytest.fixture(autouse=True)
def hosts_of_its_own() -> Iterator[None]:
    """A port of this machine that one test registered is free afterwards, and may be another host of a later test."""
    before = dict(egress.DESTINATIONS)
    yield
    for netloc in egress.DESTINATIONS.keys() - before:
        if urlsplit(f"//{netloc}").hostname in ("127.0.0.1", "localhost"):
            del egress.DESTINATIONS[netloc]


@pytest.fixture(autouse=True)
def empty_outbox() -> Iterator[None]:
    MemorySms.outbox.clear()
    MemoryMail.outbox.clear()
    yield


@pytest.fixture(autouse=True)
def no_session_is_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """A thread that leaves its connection open keeps PostgreSQL from dropping the database at the end of all."""
    yield
    if not (os.environ.get("EGRET_DATABASE_URL") and _has_database(request.node)):
        return
    # The tests' server keeps a thread, and its connection, for each visitor that may ask again.
    egress._pool.clear()
    deadline = time.monotonic() + 10
    while left := _other_sessions():
        assert time.monotonic() < deadline, f"connections were left open: {left}"
        time.sleep(0.05)


def _other_sessions() -> list[str]:
    """What they did last. Asked beside Django, which sees no database but the test's."""
    own = connection.connection.info.backend_pid if connection.connection else 0
    url = urlsplit(os.environ["EGRET_DATABASE_URL"])._replace(scheme="postgresql")
    with psycopg.connect(url.geturl()) as asking:
        # PostgreSQL's own housekeeping comes and goes, and stops no one.
        clients = "SELECT query FROM pg_stat_activity WHERE backend_type = 'client backend'"
        query = f"{clients} AND datname = %s AND pid <> %s"
        return [said for (said,) in asking.execute(query, [settings.DATABASES["default"]["NAME"], own])]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def engine_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real LiveKit server of this test process's own, with the product's own configuration."""
    port, media = free_port(), free_port()
    configuration: Path = tmp_path_factory.mktemp("engine") / "livekit.yaml"
    configuration.write_text(
        engine_configuration(
            settings.INSTANCE.secrets(), port, MediaAddress("127.0.0.1", "127.0.0.1", media), "http://127.0.0.1:9"
        )
    )
    with subprocess.Popen(
        [find_binary(), "--config", configuration], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            deadline = time.monotonic() + 20
            while time.monotonic() < deadline:
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield f"http://127.0.0.1:{port}"
        finally:
            # Twice: the first asks it to wait for its rooms.
            process.terminate()
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()


@pytest.fixture
def engine(engine_url: str, settings: Settings) -> Iterator[str]:
    """The product points at the real engine."""
    settings.EGRET_ENGINE_URL = engine_url
    egress.register(engine_url, processor="media engine", purpose="media.calls", payload=())
    assert rooms.engine_alive()
    yield engine_url
    for name in rooms.list_rooms():
        rooms.delete_room(name)

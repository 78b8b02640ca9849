"""Fixtures of the whole suite: no message left over, no call to a host nobody registered, a real engine when asked."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from pytest_django.fixtures import Settings

from egret.accounts.sms.memory import MemorySms
from egret.kernel import egress
from egret.kernel.mail.memory import MemoryMail
from egret.media import rooms
from egret.media.engine.binary import find_binary
from egret.media.engine.configuration import MediaAddress, engine_configuration


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test that has a database has the keyring's too: what is stored needs both."""
    for item in items:
        mark = item.get_closest_marker("django_db")
        if mark is not None:
            both = {"databases": ["default", "keyring"], **mark.kwargs}
            item.add_marker(pytest.mark.django_db(*mark.args, **both), append=False)


@pytest.fixture(autouse=True)
def empty_outbox() -> Iterator[None]:
    MemorySms.outbox.clear()
    MemoryMail.outbox.clear()
    yield


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

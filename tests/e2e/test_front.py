"""One origin: what the front lets through, and what it does not."""

from __future__ import annotations

import base64
import http.client
import json
import secrets
import signal
import socket
import subprocess
import time
from contextlib import closing

import jwt
import pytest

from tests.e2e.installation import Egret, wait_until


def get(egret: Egret, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    # The front itself waits for a part that restarts.
    with closing(http.client.HTTPConnection("localhost", egret.port, timeout=30)) as connection:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()


def websocket(egret: Egret, path: str) -> int:
    """The status of a WebSocket's opening handshake."""
    key = base64.b64encode(secrets.token_bytes(16)).decode()
    upgrade = {"Upgrade": "websocket", "Connection": "Upgrade"}
    status, _, _ = get(egret, path, **upgrade, **{"Sec-WebSocket-Key": key, "Sec-WebSocket-Version": "13"})
    return status


def token(egret: Egret, room: str, *, secret: str | None = None, lives: int = 60) -> str:
    keys = json.loads((egret.data / "secrets.json").read_text())
    claims = {
        "iss": keys["livekit_api_key"],
        "sub": "somebody",
        "exp": int(time.time()) + lives,
        "video": {"roomJoin": True, "room": room},
    }
    return jwt.encode(claims, secret or keys["livekit_api_secret"], algorithm="HS256")


def test_signalling_needs_a_token_of_ours_for_an_open_room(egret: Egret) -> None:
    assert websocket(egret, "/rtc") == 401
    assert websocket(egret, "/rtc?access_token=nonsense") == 401
    forged = token(egret, "room", secret="somebody else's secret, long enough to sign with")
    assert websocket(egret, f"/rtc?access_token={forged}") == 401
    assert websocket(egret, f"/rtc?access_token={token(egret, 'room', lives=-3600)}") == 401
    assert websocket(egret, f"/rtc?access_token={token(egret, 'no-such-meeting')}") == 404


@pytest.mark.parametrize("path", ["/twirp/livekit.RoomService/ListRooms", "/rtcx", "/debug/pprof/", "/metrics"])
def test_the_engines_other_doors_are_not_ours(egret: Egret, path: str) -> None:
    status, headers, body = get(egret, path)
    assert b"goroutine" not in body
    assert "text/html" in headers["content-type"] or status >= 400


def test_alive_ready_and_no_server_names(egret: Egret) -> None:
    assert get(egret, "/healthz")[0] == 200
    status, headers, body = get(egret, "/readyz")
    assert (status, json.loads(body)["status"]) == (200, "ready")
    assert "server" not in headers
    assert "via" not in headers


def test_pages_and_assets_come_compressed_and_cached_as_they_should(egret: Egret) -> None:
    status, headers, page = get(egret, "/")
    assert status == 200
    assert "script-src 'self';" in headers["content-security-policy"]
    assert headers["cache-control"] == "no-cache"
    asset = page.decode().split('src="/assets/')[1].split('"')[0]
    status, headers, _ = get(egret, f"/assets/{asset}", **{"Accept-Encoding": "br"})
    assert (status, headers["content-encoding"]) == (200, "br")
    assert "immutable" in headers["cache-control"]
    assert get(egret, "/assets/nothing-00000000.js")[0] == 404


@pytest.mark.parametrize(
    "path", ["/../secrets.json", "/assets/../../secrets.json", "/%2e%2e/egret.sqlite3", "/assets/%2e%2e%2findex.html"]
)
def test_no_way_out_of_the_pages(egret: Egret, path: str) -> None:
    with socket.create_connection(("localhost", egret.port), 5) as raw:
        raw.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: raw.recv(65536), b""))
    assert b"django_secret_key" not in answer
    assert b"SQLite format" not in answer


@pytest.mark.parametrize("word", ["granian", "worker", "caddy", "livekit"])
def test_a_child_that_dies_is_started_again(egret: Egret, word: str) -> None:
    child = egret.child(word)
    child.send_signal(signal.SIGKILL)
    wait_until(lambda: not child.is_running(), 5, "its end")

    def ready() -> bool:
        try:
            return get(egret, "/readyz")[0] == 200
        except OSError:
            return False

    time.sleep(0.5)
    wait_until(ready, 40, f"readiness after {word} was killed")
    assert egret.child(word).pid != child.pid


def test_a_second_start_on_the_same_data_or_port_is_refused(egret: Egret) -> None:
    same_data = egret.command("up", "--port", str(egret.port + 1))
    assert same_data.returncode != 0
    assert "already running" in same_data.stdout + same_data.stderr
    other = egret.data.with_name("other")
    command = [arg if arg != str(egret.data) else str(other) for arg in same_data.args]
    same_port = subprocess.run(
        [*command[:-3], str(egret.port), *command[-2:]], capture_output=True, text=True, env=None
    )
    assert same_port.returncode != 0
    assert str(egret.port) in same_port.stdout + same_port.stderr


def test_an_engine_that_hangs_is_started_again(egret: Egret) -> None:
    child = egret.child("livekit")
    child.send_signal(signal.SIGSTOP)
    try:
        wait_until(lambda: egret.said("does not answer any more"), 90, "the watchdog")
    except AssertionError:
        child.send_signal(signal.SIGCONT)
        raise
    wait_until(lambda: not child.is_running(), 10, "its end")
    wait_until(lambda: get(egret, "/readyz")[0] == 200, 40, "readiness")

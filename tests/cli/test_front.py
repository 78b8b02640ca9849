"""The front as visitors meet it: a real Caddy before small backends."""

from __future__ import annotations

import gzip
import json
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.client import HTTPConnection, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from egret.cli import front
from egret.cli.addresses import internal_port
from egret.cli.front import Front, caddyfile
from egret.cli.services import caddy_binary
from tests.cli.support import eventually


class Echo(BaseHTTPRequestHandler):
    """Answers with what it received."""

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        received = {"path": self.path, "headers": dict(self.headers), "body": len(self.rfile.read(length))}
        body = json.dumps({**received, "padding": " " * 2000}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Server", "secret/1.0")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815 - the library's name

    def log_message(self, *arguments: object) -> None:
        pass


@contextmanager
def backend() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Echo) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    (folder / "assets").mkdir()
    (folder / "index.html").write_text("<!doctype html>")
    (folder / "favicon.svg").write_text("<svg/>")
    (folder / "assets" / "app-12345678.js").write_text("plain")
    (folder / "assets" / "app-12345678.js.gz").write_bytes(gzip.compress(b"packed"))
    return folder


@contextmanager
def caddy(configuration: Front, directory: Path) -> Iterator[int]:
    path = directory / "Caddyfile"
    path.write_text(caddyfile(configuration))
    port = int(configuration.sites[0].rsplit(":", 1)[1])
    command: list[str | Path] = [caddy_binary(), "run", "--adapter", "caddyfile", "--config", path]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            assert eventually(lambda: listens(port))
            yield port
        finally:
            process.terminate()


def listens(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.connect()
    except OSError:
        return False
    finally:
        connection.close()
    return True


@pytest.fixture(scope="module")
def site(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    directory = tmp_path_factory.mktemp("front")
    with backend() as web, backend() as engine, caddy(plain(web, engine, dist, directory), directory) as port:
        yield port


def plain(web: str, engine: str, dist: Path, directory: Path) -> Front:
    return Front((f"http://:{internal_port()}",), ("127.0.0.1",), web, engine, dist, directory / "storage")


def ask(port: int, path: str, method: str = "GET", body: bytes = b"", **headers: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path, body or None, {name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer, content


@pytest.mark.parametrize(
    "path", ["/", "/api/v1/me", "/healthz", "/readyz", "/m/abc", "/index.html", "/rtcx", "/twirp/x"]
)
def test_pages_and_api_go_to_the_web_side(site: int, path: str) -> None:
    answer, body = ask(site, path)
    assert (answer.status, json.loads(body)["path"]) == (200, path)


def test_client_cannot_choose_its_own_address(site: int) -> None:
    _, body = ask(
        site,
        "/api/x",
        X_Forwarded_For="6.6.6.6",
        X_Forwarded_Proto="https",
        X_Real_IP="6.6.6.6",
        Forwarded="for=6.6.6.6",
    )
    assert "6.6.6.6" not in body.decode()
    received = json.loads(body)["headers"]
    assert received["X-Forwarded-For"] == "127.0.0.1"
    assert received["X-Forwarded-Proto"] == "http"
    assert received["X-Forwarded-Host"] == f"127.0.0.1:{site}"


@pytest.mark.parametrize("path", ["/rtc", "/rtc/validate?access_token=x", "/rtc/v1"])
def test_signalling_goes_to_the_engine_without_who_asks(site: int, path: str) -> None:
    _, body = ask(site, path, Cookie="egret_session=x", Origin="http://x", Referer="http://x/m/abc")
    received = json.loads(body)
    assert received["path"] == path
    assert not {"Cookie", "Origin", "Referer", "X-Forwarded-For"} & received["headers"].keys()


def test_hashed_assets_are_packed_beforehand_and_kept_forever(site: int) -> None:
    answer, body = ask(site, "/assets/app-12345678.js", Accept_Encoding="gzip")
    assert gzip.decompress(body) == b"packed"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert ask(site, "/assets/app-12345678.js")[1] == b"plain"


def test_asset_of_an_older_build_is_an_honest_404(site: int) -> None:
    answer, _ = ask(site, "/assets/gone-12345678.js")
    assert (answer.status, answer.headers["Cache-Control"]) == (404, "no-store")


def test_files_beside_the_page_are_served(site: int) -> None:
    answer, body = ask(site, "/favicon.svg")
    assert (answer.status, body) == (200, b"<svg/>")
    assert answer.headers["Cache-Control"] == "no-cache"  # without a hash in its name it may change


@pytest.mark.parametrize("path", ["/../Caddyfile", "/assets/../../Caddyfile", "/assets/%2e%2e/%2e%2e/Caddyfile"])
def test_nothing_outside_the_build_is_served(site: int, path: str) -> None:
    _, body = ask(site, path)
    assert b"reverse_proxy" not in body


def test_api_answers_are_compressed_and_nameless(site: int) -> None:
    answer, body = ask(site, "/api/x", Accept_Encoding="gzip")
    assert answer.headers["Content-Encoding"] == "gzip" and len(body) < 1000
    assert not {"Server", "Via"} & set(answer.headers.keys())
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_large_bodies_pass(site: int) -> None:
    _, body = ask(site, "/api/upload", "POST", b"x" * 5_000_000)
    assert json.loads(body)["body"] == 5_000_000


def test_backend_that_is_away_is_said_as_a_problem(dist: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "RETRY_SECONDS", 0)
    nobody = f"http://127.0.0.1:{internal_port()}"
    with caddy(plain(nobody, nobody, dist, tmp_path), tmp_path) as port:
        answer, body = ask(port, "/api/x", "POST", b"{}")
    assert answer.status == 502
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "启动" in json.loads(body)["title"]


def test_backend_that_comes_back_is_waited_for(dist: Path, tmp_path: Path) -> None:
    port = internal_port()
    url = f"http://127.0.0.1:{port}"
    with caddy(plain(url, url, dist, tmp_path), tmp_path) as site:
        answers: list[int] = []
        visitor = threading.Thread(target=lambda: answers.append(ask(site, "/api/x")[0].status))
        visitor.start()
        visitor.join(0.3)
        assert answers == []
        with ThreadingHTTPServer(("127.0.0.1", port), Echo) as server:
            server.timeout = 5
            server.handle_request()
            visitor.join(5)
    assert answers == [200]


@pytest.mark.parametrize(
    ("changes", "expected", "absent"),
    [
        ({"tls": "off"}, ["auto_https off", "admin off"], ["tls internal", "Strict-Transport-Security"]),
        ({"tls": "internal"}, ["tls internal", "skip_install_trust"], ["Strict-Transport-Security"]),
        ({"tls": "public", "sites": ("meet.example.org",)}, ["Strict-Transport-Security"], ["tls internal", "_port"]),
        ({"tls": "public", "sites": ("meet.example.org",), "port": 8443}, ["https_port 8443"], []),
        ({"engine_url": "wss://rtc.example.org"}, ["https://rtc.example.org", "{upstream_hostport}"], []),
        ({"vite_url": "http://127.0.0.1:5173"}, ["reverse_proxy http://127.0.0.1:5173"], ["file_server"]),
    ],
)
def test_every_kind_of_front_is_valid(
    changes: dict[str, object], expected: list[str], absent: list[str], dist: Path, tmp_path: Path
) -> None:
    base = Front(
        ("https://localhost:8443",), ("127.0.0.1", "[::1]"), "http://127.0.0.1:1", "http://127.0.0.1:2", dist, tmp_path
    )
    text = caddyfile(replace(base, **changes))  # type: ignore[arg-type]  # the table above is right
    assert all(words in text for words in expected)
    assert not any(words in text for words in absent)
    path = tmp_path / "Caddyfile"
    path.write_text(text)
    done = subprocess.run(
        [caddy_binary(), "adapt", "--adapter", "caddyfile", "--config", path], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr

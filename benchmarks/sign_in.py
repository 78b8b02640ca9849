"""Signing in by code, all of it: the message goes to a provider on loopback, the code comes back from there.

On SQLite, and on PostgreSQL too when EGRET_DATABASE_URL is set: `python tests/with_postgres.py python -m
benchmarks.sign_in` gives it a cluster of its own. People are made in that database.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.figures import Figure, program, say
from benchmarks.servers import granian

PEOPLE = 400
AT_ONCE = 8
# Addresses have a cap of messages an hour: each person comes from one of their own.
NETWORK = "198.18"


def measure(options: argparse.Namespace) -> list[Figure]:
    databases = {"SQLite": None, "PostgreSQL": os.environ.get("EGRET_DATABASE_URL")}
    figures: list[Figure] = []
    for name, url in databases.items():
        if name == "SQLite" or url is not None:
            figures += on_database(name, url, options.people)
    return figures


def on_database(name: str, url: str | None, people: int) -> list[Figure]:
    """Everybody signs up, then everybody signs in."""
    with tempfile.TemporaryDirectory(prefix="egret-benchmark-") as folder, telephones() as (provider, codes):
        environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith("EGRET_")},
            **({"EGRET_DATABASE_URL": url} if url else {}),
            "EGRET_DATA": str(Path(folder) / "data"),
            "EGRET_TRUST_PROXY": "1",
            "EGRET_SMS": "http",
            "EGRET_SMS_PROCESSOR": "the benchmark",
            "EGRET_SMS_URL": provider,
            "EGRET_SMS_BODY": '{"to": "{phone}", "text": "{text}"}',
            "EGRET_SMS_DAILY_CAP": str(10 * people),
            "DJANGO_SETTINGS_MODULE": "egret.project.settings",
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        subprocess.run(
            [sys.executable, "-m", "egret.cli", "migrate", "-v0"], env=environment, check=True, stdout=sys.stderr
        )
        # A database without a variable of its own must not inherit ours.
        unset = {} if url else {"EGRET_DATABASE_URL": ""}
        with granian("egret.project.wsgi:application", "wsgi", environment | unset, "/healthz") as server:
            ours = Service(server.url, codes)
            say(f"{name}: {people} people sign up …")
            crowd(ours, people)
            ours.taken.clear()
            say(f"{name}: they sign in …")
            started = time.monotonic()
            crowd(ours, people)
            seconds = time.monotonic() - started
    figures = [
        Figure(f"{name}: {step}, 95th percentile", 1000 * percentile(times, 0.95), "ms", note=f"{AT_ONCE} at once")
        for step, times in sorted(ours.taken.items())
    ]
    requests = sum(len(times) for times in ours.taken.values())
    return [*figures, Figure(f"{name}: sign-in requests", requests / seconds, "requests/s", note=f"{people} people")]


@dataclass
class Service:
    url: str
    codes: dict[str, str]
    taken: dict[str, list[float]] = field(default_factory=dict)  # seconds, by step

    def sign_in(self, person: int) -> None:
        """Ask for a code, give it back; who is new says when they were born. Raises RuntimeError when refused."""
        phone, address = f"+44770{person:07}", f"{NETWORK}.{person // 250}.{person % 250}"
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=60)

        def post(step: str, path: str, body: dict[str, str]) -> dict[str, str]:
            started = time.monotonic()
            headers = {"Content-Type": "application/json", "Host": "localhost", "X-Forwarded-For": address}
            connection.request("POST", f"/api/v1/sign-in/{path}", json.dumps(body), headers)
            response = connection.getresponse()
            answer = response.read()
            self.taken.setdefault(step, []).append(time.monotonic() - started)
            if response.status not in (200, 201, 202):
                raise RuntimeError(f"{step}: {response.status} {answer.decode()}")
            decoded: dict[str, str] = json.loads(answer)
            return decoded

        connection.request("GET", "/api/v1/session", headers={"Host": "localhost"})
        version = json.load(connection.getresponse())["policy_version"]
        flow = post("code asked for", "codes", {"phone": phone, "policy_version": version})["flow"]
        state = post("code given back", f"{flow}/confirm", {"code": self.codes[phone]})["state"]
        if state == "age_required":
            post("registration", f"{flow}/register", {"birth_date": "1990-05-17"})
        connection.close()


def crowd(service: Service, people: int) -> None:
    """All people, some at once."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(service.sign_in, range(people)))


@contextmanager
def telephones() -> Iterator[tuple[str, dict[str, str]]]:
    """A provider of SMS: its address, and the last code of each number."""
    codes: dict[str, str] = {}

    class Provider(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            codes[message["to"]] = message["text"].split()[0]
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/send", codes
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[int(share * (len(values) - 1))]


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--people", type=int, default=PEOPLE, metavar="N", help=f"who sign up and in ({PEOPLE})")


if __name__ == "__main__":
    sys.exit(program(measure, add_options))

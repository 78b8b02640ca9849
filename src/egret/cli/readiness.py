"""Whether a part answers yet. Asked often during start-up, so every question is short."""

from __future__ import annotations

import http.client
import socket
from urllib.parse import urlsplit

from egret.cli.addresses import is_wildcard
from egret.cli.options import UpOptions
from egret.cli.plan import Plan
from egret.media.engine.binary import api_url

CONNECT_SECONDS = 0.5
# /readyz asks the database and the engine; a cold first answer takes longer than a connection.
ANSWER_SECONDS = 3.0


def http_answers(url: str) -> bool:
    """Whether anything speaks HTTP there, whatever it says."""
    return http_status(url, "/", {}) is not None


def web_is_ready(plan: Plan) -> bool:
    """Whether the web side says that it can serve."""
    origin = urlsplit(plan.origin)
    return http_status(plan.web_url, "/readyz", {"Host": origin.netloc, "X-Forwarded-Proto": origin.scheme}) == 200


def front_answers(options: UpOptions, plan: Plan) -> bool:
    """Whether the front listens. With TLS a connection is enough: a public certificate may take minutes to come."""
    host = "127.0.0.1" if is_wildcard(plan.bind[0]) else plan.bind[0]
    if options.secure:
        try:
            socket.create_connection((host, plan.port), CONNECT_SECONDS).close()
        except OSError:
            return False
        return True
    shown = f"[{host}]" if ":" in host else host
    return http_status(f"http://{shown}:{plan.port}", "/healthz", {"Host": urlsplit(plan.origin).netloc}) is not None


def http_status(url: str, path: str, headers: dict[str, str]) -> int | None:
    """The status of one GET, or None when nothing answers in time. A cluster's address may be written ws:// too."""
    target = urlsplit(api_url(url))
    kind = http.client.HTTPSConnection if target.scheme == "https" else http.client.HTTPConnection
    connection = kind(target.hostname or "", target.port, timeout=CONNECT_SECONDS)
    try:
        connection.connect()
        connection.sock.settimeout(ANSWER_SECONDS)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()  # to the end: Caddy warns of a visitor who leaves in the middle
        return answer.status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()

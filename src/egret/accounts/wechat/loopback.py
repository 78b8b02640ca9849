"""A WeChat of a probe's own, on loopback: it gives one answer, whatever code it is shown."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from egret.accounts.wechat.provider import CALLBACK, Wechat
from egret.kernel import egress

# How often the thread looks whether the probe is over, in seconds.
POLL_SECONDS = 0.02


@contextmanager
def wechat_answering(answer: dict[str, object]) -> Iterator[Wechat]:
    """WeChat at a port of this machine, registered as a destination while the block runs."""
    body = json.dumps(answer, ensure_ascii=False).encode()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.do_GET()

        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/plain")  # as api.weixin.qq.com does
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": POLL_SECONDS}, daemon=True)
    thread.start()
    egress.register(url, processor="a probe's own WeChat", purpose="kernel.operation", payload=())
    try:
        yield Wechat("wxprobe", "probe", f"{url}/connect/qrconnect", url, settings.EGRET_ORIGIN + CALLBACK)
    finally:
        egress.DESTINATIONS.pop(urlsplit(url).netloc, None)
        server.shutdown()
        thread.join()
        server.server_close()

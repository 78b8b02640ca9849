"""WeChat on loopback, as its Open Platform documents it (网站应用微信登录开发指南): errors come with status 200.

A test lets somebody agree (`agree`), which gives the code that WeChat would send back, or sets a `Fault`.
"""

from __future__ import annotations

import itertools
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

APP_ID = "wx0123456789abcdef"
SECRET = "0123456789abcdef0123456789abcdef"

# What /sns/userinfo documents, and what WeChat has added to answers over the years. Nothing of it may be kept.
PROFILE = {
    "nickname": "张三·喜洋洋🐑",
    "sex": 1,
    "language": "zh_CN",
    "province": "广东",
    "city": "广州市天河区",
    "country": "中国",
    "headimgurl": "https://thirdwx.qlogo.cn/mmopen/canary-picture/132",
    "privilege": ["chinaunicom_canary"],
    "is_snapshotuser": 1,
}


class Fault(Enum):
    SILENT = auto()  # takes the request and never answers
    BROKEN_OFF = auto()
    SERVER_ERROR = auto()
    HTML = auto()
    A_LIST = auto()
    A_NUMBER = auto()
    NO_UID = auto()
    STRANGE_UID = auto()
    SYSTEM_BUSY = auto()  # errcode -1
    WRONG_SECRET = auto()  # errcode 40125
    REDIRECT = auto()


class WechatServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.fault: Fault | None = None
        self.content_type = "text/plain"  # what api.weixin.qq.com says of its JSON
        self.asked: list[str] = []
        self.codes: dict[str, dict[str, Any]] = {}
        self.used: set[str] = set()
        self.scanner: tuple[str, str] | None = None  # who scans the code on WeChat's page; nobody: they refuse
        self.closing = threading.Event()
        self._numbers = itertools.count(1)

    def agree(self, openid: str, unionid: str | None, more: Mapping[str, Any] | None = None) -> str:
        """Somebody scans the code and agrees: the code for them; `more` is in the answer as well."""
        code = f"code{next(self._numbers)}"
        union = {"unionid": unionid} if unionid is not None else {}
        self.codes[code] = {"openid": openid, **union, **(more or {})}
        return code

    def exchange(self, form: dict[str, str]) -> object:
        """The answer of /sns/oauth2/access_token."""
        if form.get("appid") != APP_ID:
            return _error(40013, "invalid appid")
        if form.get("secret") != SECRET or self.fault is Fault.WRONG_SECRET:
            return _error(40125, "invalid appsecret")
        if form.get("grant_type") != "authorization_code" or self.fault is Fault.SYSTEM_BUSY:
            return _error(-1, "system error")
        code = form.get("code", "")
        if code in self.used:
            return _error(40163, "code been used")
        if code not in self.codes:
            return _error(40029, "invalid code")
        self.used.add(code)
        tokens = {
            "access_token": "canary-access-token",
            "expires_in": 7200,
            "refresh_token": "canary-refresh-token",
            "scope": "snsapi_login",
        }
        strange: dict[Fault | None, object] = {
            Fault.A_LIST: ["access_token"],
            Fault.A_NUMBER: 40029,
            Fault.NO_UID: tokens,
            Fault.STRANGE_UID: {**tokens, "openid": "张三 <script>"},
        }
        return strange.get(self.fault, {**tokens, **self.codes[code]})


class _Handler(BaseHTTPRequestHandler):
    server: WechatServer

    def do_POST(self) -> None:
        form = {name: value[0] for name, value in parse_qs(self._body()).items()}
        self._answer(form)

    def do_GET(self) -> None:
        self._answer({name: value[0] for name, value in parse_qs(urlsplit(self.path).query).items()})

    def _answer(self, form: dict[str, str]) -> None:
        path = urlsplit(self.path).path
        self.server.asked.append(path)
        if self.server.fault is Fault.SILENT:
            self.server.closing.wait(20)
        elif self.server.fault is Fault.BROKEN_OFF:
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{")
        elif self.server.fault is Fault.SERVER_ERROR:
            self._send(502, b"<html>Bad Gateway</html>")
        elif self.server.fault is Fault.HTML:
            self._send(200, "<html>系统维护中</html>".encode())
        elif self.server.fault is Fault.REDIRECT:
            self.send_response(302)
            self.send_header("Location", "http://evil.example/")
            self.end_headers()
        elif path == "/connect/qrconnect":
            self._send_back(form)
        elif path == "/sns/oauth2/access_token":
            self._send_json(self.server.exchange(form))
        elif path == "/sns/userinfo":
            self._send_json({**PROFILE, "openid": form.get("openid", ""), "unionid": "canary-profile-unionid"})
        else:
            self._send(404, b"")

    def _send_back(self, asked: dict[str, str]) -> None:
        """WeChat's page, whose person has scanned and agreed, or has refused: then the state alone goes back."""
        sent = {"state": asked["state"]}
        if self.server.scanner is not None:
            sent = {"code": self.server.agree(*self.server.scanner, more=PROFILE), **sent}
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}?{urlencode(sent)}")
        self.end_headers()

    def _body(self) -> str:
        return self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()

    def _send_json(self, answer: object) -> None:
        self._send(200, json.dumps(answer, ensure_ascii=False).encode())

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", self.server.content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


def _error(code: int, message: str) -> dict[str, object]:
    return {"errcode": code, "errmsg": f"{message}, rid: 65a1b2c3-canary"}


@contextmanager
def wechat_server() -> Iterator[WechatServer]:
    server = WechatServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()

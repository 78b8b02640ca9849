"""Checks of one installation: its data, what runs, its engine and its certificates."""

from __future__ import annotations

import os
import ssl
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from egret.cli import preflight, services
from egret.cli.doctor.finding import Finding, bad, bad_because, good, note, running_on
from egret.cli.readiness import http_status
from egret.cli.terminal import Problem
from egret.kernel.text import Text
from egret.media.engine.binary import URL_VARIABLE, VERSION, find_binary
from egret.media.engine.errors import EngineUnusable
from egret.media.recorder import native
from egret.project.instance import Instance

# Caddy renews a public certificate thirty days before its end; one that is nearer has failed to renew.
RENEWAL_SECONDS = 14 * 86400.0
# Every device that trusts the internal authority must be told of a new one.
AUTHORITY_SECONDS = 90 * 86400.0

DATA_GOOD = Text("The data directory {data} is writable.", "数据目录 {data} 可写。")
DATA_NEW = Text("The data directory {data} will be made at the first start.", "数据目录 {data} 将在首次启动时创建。")
DATA_OPEN = Text(
    "The data directory {data} can be read by other users of this machine.", "本机其他用户可读取数据目录 {data}。"
)
CLOSE_DATA = Text("`chmod 700 {data}`", "运行 `chmod 700 {data}`")
RUNS = Text("Egret runs at {origin} and is ready.", "Egret 正在 {origin} 运行并已就绪。")
RUNS_NOT = Text("Egret is not running on this data directory.", "此数据目录当前没有 Egret 在运行。")
NOT_READY = Text(
    "Egret runs (process {pid}) but is not ready: {origin} answers {status}.",
    "Egret 正在运行（进程 {pid}），但未就绪：{origin} 返回 {status}。",
)
READ_TERMINAL = Text(
    "read what its terminal says; start it anew if it stays like this.", "请查看其终端输出；若一直如此请重新启动。"
)
ENGINE_GOOD = Text(
    "The media engine is LiveKit server {version} ({path}).", "媒体引擎为 LiveKit 服务器 {version}（{path}）。"
)
ENGINE_ANSWERS = Text("The media engine answers at {url}.", "媒体引擎 {url} 有响应。")
ENGINE_SILENT = Text("The media engine does not answer at {url}.", "媒体引擎 {url} 没有响应。")
CERTIFICATES_NONE = Text(
    "No certificates are kept here (plain HTTP, or your own proxy).", "此处没有证书（普通 HTTP，或由您的代理处理）。"
)
CERTIFICATE_GOOD = Text("The certificate {name} is valid for {days} more days.", "证书 {name} 还有 {days} 天有效期。")
CERTIFICATE_ENDS = Text("The certificate {name} ends in {days} days.", "证书 {name} 将在 {days} 天后到期。")
CERTIFICATE_EARLY = Text(
    "The certificate {name} is not valid yet by this machine's clock.", "按本机时钟，证书 {name} 尚未生效。"
)
RENEW = Text(
    "public: see that ports 80 and 443 reach this machine; own authority: delete {path} and trust the new one.",
    "公共证书：确认 80 和 443 端口可达；自签 CA：删除 {path} 并重新信任新证书。",
)
SET_CLOCK = Text("set the clock.", "请校准时钟。")
RECORDER_GOOD = Text("Meetings can be recorded.", "可以录制会议。")
RECORDER_NOT = Text(
    "Meetings cannot be recorded: the recorder is not built. Everything else works.",
    "无法录制会议：录制组件未构建。其他功能正常。",
)
BUILD_RECORDER = Text(
    "install Rust 1.89 or newer and a C compiler, then run `make install`.",
    "请安装 Rust 1.89 或更新版本及 C 编译器，然后运行 `make install`。",
)
PAGES_GOOD = Text("The web pages are built.", "网页已构建。")


def data_directory(instance: Instance, port: int) -> list[Finding]:
    try:
        preflight.require_data_directory(instance.data)
    except Problem as problem:
        return bad_because("data-directory", problem)
    if not instance.data.exists():
        return good("data-directory", DATA_NEW, data=instance.data)
    if instance.data.stat().st_mode & 0o077:
        return bad("data-directory", DATA_OPEN, CLOSE_DATA, data=instance.data)
    return good("data-directory", DATA_GOOD, data=instance.data)


def running(instance: Instance, port: int) -> list[Finding]:
    found = running_on(instance)
    if found is None:
        return good("running", RUNS_NOT)
    origin = urlsplit(found.origin)
    status = http_status(found.web_url, "/readyz", {"Host": origin.netloc, "X-Forwarded-Proto": origin.scheme})
    if status == 200:
        return good("running", RUNS, origin=found.origin)
    return bad("running", NOT_READY, READ_TERMINAL, pid=found.pid, origin=found.origin, status=status or "—")


def recorder(instance: Instance, port: int) -> list[Finding]:
    if native.is_there():
        return good("recorder", RECORDER_GOOD)
    return note("recorder", RECORDER_NOT, BUILD_RECORDER)


def engine(instance: Instance, port: int) -> list[Finding]:
    external, found = os.environ.get(URL_VARIABLE), running_on(instance)
    findings: list[Finding] = []
    if not external:
        try:
            findings += good("engine", ENGINE_GOOD, version=VERSION, path=find_binary())
        except EngineUnusable as error:
            findings += bad_because("engine", error)
    url = external or (found.engine_url if found else None)
    if url is not None:
        answers = http_status(url, "/", {}) is not None
        findings += (
            good("engine-answers", ENGINE_ANSWERS, url=url)
            if answers
            else bad(
                "engine-answers",
                ENGINE_SILENT,
                preflight.CHECK_CLUSTER if external else READ_TERMINAL,
                url=url,
                variable=URL_VARIABLE,
            )
        )
    return findings


def certificates(instance: Instance, port: int) -> list[Finding]:
    """The internal authority's root, and public certificates; the authority's own leaves renew within hours."""
    front = instance.data / "front"
    roots = sorted(front.glob("pki/authorities/*/root.crt"))
    public = sorted(path for path in front.glob("certificates/*/*/*.crt") if path.parts[-3] != "local")
    if not roots and not public:
        return good("certificates", CERTIFICATES_NONE)
    findings: list[Finding] = []
    for path, least in [*((path, AUTHORITY_SECONDS) for path in roots), *((path, RENEWAL_SECONDS) for path in public)]:
        findings += certificate(path, least, time.time())
    return findings


def certificate(path: Path, least: float, now: float) -> list[Finding]:
    """One certificate's dates."""
    # The only X.509 reader of the standard library; it has been there, under this name, since Python 2.6.
    decoded: dict[str, Any] = ssl._ssl._test_decode_cert(str(path))  # type: ignore[attr-defined]
    begins, ends = (ssl.cert_time_to_seconds(decoded[name]) for name in ("notBefore", "notAfter"))
    facts = {"name": path.name, "days": int((ends - now) // 86400), "path": path}
    if begins > now + preflight.TOLERANCE_SECONDS:
        return bad("certificates", CERTIFICATE_EARLY, SET_CLOCK, **facts)
    if ends < now:
        return bad("certificates", CERTIFICATE_ENDS, RENEW, **facts)
    if ends < now + least:
        return note("certificates", CERTIFICATE_ENDS, RENEW, **facts)
    return good("certificates", CERTIFICATE_GOOD, **facts)


def pages(instance: Instance, port: int) -> list[Finding]:
    try:
        preflight.require_pages(services.web_dist())
    except Problem as problem:
        return bad_because("pages", problem)
    return good("pages", PAGES_GOOD)

"""From what the person asked for to the addresses and ports everything gets."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from egret.cli import addresses
from egret.cli.options import UpOptions
from egret.cli.terminal import Problem
from egret.kernel.text import Text
from egret.media.engine.binary import URL_VARIABLE
from egret.media.engine.configuration import MediaAddress
from egret.project.instance import Instance

TCP, UDP = socket.SOCK_STREAM, socket.SOCK_DGRAM

MEDIA_PORT_MOVED = Text(
    "Media port {default} is in use: sound and picture go over {port} instead.",
    "媒体端口 {default} 已被占用：音视频改用端口 {port}。",
)
ENGINE_PORT_TAKEN = Text(
    "Port {port}, which your proxy sends /rtc to, is in use by another program.",
    "您的代理转发 /rtc 的端口 {port} 已被其他程序占用。",
)
FREE_IT = Text(
    "stop that program, or delete {path} to get another port and change your proxy.",
    "请停止该程序，或删除 {path} 以更换端口并修改代理配置。",
)


@dataclass(frozen=True)
class Plan:
    """Where everything listens and how it is called."""

    origin: str
    bind: tuple[str, ...]
    port: int
    web_port: int
    web_host: str
    engine_url: str
    engine_port: int | None  # None: the operator's own engine
    media: MediaAddress | None
    notes: tuple[tuple[Text, dict[str, object]], ...] = ()

    @property
    def everywhere(self) -> bool:
        """Whether it listens on every network of the machine."""
        return any(addresses.is_wildcard(address) for address in self.bind)

    @property
    def web_url(self) -> str:
        host = "127.0.0.1" if addresses.is_wildcard(self.web_host) else self.web_host
        return f"http://{bracketed(host)}:{self.web_port}"


def bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def public_origin(options: UpOptions, environ: Mapping[str, str] = os.environ) -> str:
    """The address people type. With a proxy in front only its operator knows it."""
    given = options.origin or environ.get("EGRET_ORIGIN")
    if given:
        return given.rstrip("/")
    scheme = "https" if options.secure else "http"
    host = options.domain or options.listen_host
    if addresses.is_wildcard(host):
        host = addresses.lan_address() or "localhost"
    elif host == "127.0.0.1":
        host = "localhost"
    standard = {"http": 80, "https": 443}[scheme]
    port = "" if options.listen_port == standard else f":{options.listen_port}"
    return f"{scheme}://{bracketed(host)}{port}"


def make_plan(options: UpOptions, instance: Instance, environ: Mapping[str, str] = os.environ) -> Plan:
    """Choose every port. Raises a Problem where what was asked for is not to be had."""
    bind = addresses.bound_addresses(options.listen_host)
    port = options.listen_port
    addresses.require_free(bind, port, "--port", *((TCP, UDP) if options.secure else (TCP,)))
    notes: list[tuple[Text, dict[str, object]]] = []
    media: MediaAddress | None = None
    engine_port: int | None = None
    external = environ.get(URL_VARIABLE)
    if not external:
        media = media_address(options, port)
        default = addresses.default_media_port(port)
        if options.media_port is None and media.port != default:
            notes.append((MEDIA_PORT_MOVED, {"default": default, "port": media.port}))
        taken = {port, media.port}
        engine_port = kept_engine_port(instance, taken) if options.behind_proxy else addresses.internal_port(taken)
    if options.behind_proxy:
        web_host, web_port = bind[0], port
    else:
        web_host, web_port = "127.0.0.1", addresses.internal_port({port, engine_port or 0, media.port if media else 0})
    return Plan(
        origin=public_origin(options, environ),
        bind=tuple(bind),
        port=port,
        web_host=web_host,
        web_port=web_port,
        engine_url=external.rstrip("/") if external else f"http://127.0.0.1:{engine_port}",
        engine_port=engine_port,
        media=media,
        notes=tuple(notes),
    )


def media_address(options: UpOptions, port: int) -> MediaAddress:
    """Where media comes in: this machine's address on its network, loopback where it has none.

    For people at this machine too: Firefox never pairs its own candidates with one on loopback.
    """
    host = options.listen_host
    own = host if _specific_local(host) else addresses.lan_address() or "127.0.0.1"
    announced = options.media_ip or _public_address(options.domain) or own
    bound = announced if addresses.is_local(announced) else own
    # LiveKit listens for TCP on every interface, so the port must be free on all of them.
    everywhere = "0.0.0.0"  # noqa: S104 - asked whether it is free, not bound
    if options.media_port is not None:
        addresses.require_free([bound], options.media_port, "--media-port", UDP)
        addresses.require_free([everywhere], options.media_port, "--media-port", TCP)
        return MediaAddress(announced, bound, options.media_port)
    chosen = addresses.default_media_port(port)
    while not (addresses.is_free([bound], chosen, UDP) and addresses.is_free([everywhere], chosen, TCP)):
        chosen = addresses.next_free([bound], chosen + 1, UDP, TCP)
    return MediaAddress(announced, bound, chosen)


def kept_engine_port(instance: Instance, avoid: set[int]) -> int:
    """The engine's port that the operator's proxy was told, the same at every start."""
    path = ports_file(instance)
    try:
        port = int(json.loads(path.read_text())["engine"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return addresses.internal_port(avoid)
    if not addresses.is_free(["127.0.0.1"], port, TCP):
        raise Problem(ENGINE_PORT_TAKEN, FREE_IT, port=port, path=path)
    return port


def ports_file(instance: Instance) -> Path:
    return instance.data / "ports.json"


def _specific_local(host: str) -> bool:
    """Whether the person chose one address of this machine that others reach."""
    return not (addresses.is_loopback(host) or addresses.is_wildcard(host)) and addresses.is_local(host)


def _public_address(domain: str | None) -> str | None:
    """The address the domain's name leads to: ours, or our router's, when it is set up as it must be."""
    if domain is None:
        return None
    try:
        address = socket.gethostbyname(domain)
    except OSError:
        return None
    return None if addresses.is_loopback(address) else address

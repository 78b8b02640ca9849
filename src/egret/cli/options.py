"""The options of `egret up`."""

from __future__ import annotations

import argparse
import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from egret.cli.terminal import Problem, language
from egret.kernel.text import Text

DEFAULT_PORT = 8000
HTTPS_PORT = 443

NOT_UNDERSTOOD = Text("This was not understood: {error}", "无法理解该命令：{error}")
SEE_HELP = Text("`{program} --help` lists the options.", "运行 `{program} --help` 查看所有选项。")
BAD_PORT = Text("{value} is not a port number (1–65535)", "{value} 不是有效的端口号（1–65535）")
BAD_ADDRESS = Text("{value} is not an IP address", "{value} 不是 IP 地址")

UP = Text("Start this installation and keep it running until Ctrl-C.", "启动本实例并保持运行，按 Ctrl-C 停止。")
HELP = {
    "--data": Text("data directory (default: $EGRET_DATA, else ./data)", "数据目录（默认：$EGRET_DATA，否则 ./data）"),
    "--host": Text(
        "address to listen on (default: 127.0.0.1; 0.0.0.0 for all networks)",
        "监听地址（默认：127.0.0.1；0.0.0.0 表示所有网络）",
    ),
    "--port": Text("port to listen on (default: 8000; 443 with --domain)", "监听端口（默认：8000；--domain 时为 443）"),
    "--media-ip": Text("address browsers send sound and picture to", "浏览器发送音视频的地址"),
    "--media-port": Text("UDP and TCP port of sound and picture (default: port + 10000)", "音视频的 UDP 和 TCP 端口"),
    "--tls": Text("HTTPS with certificates of this installation's own authority", "使用本实例自签 CA 的 HTTPS"),
    "--domain": Text("HTTPS with a public certificate for this name", "为该域名自动申请公共证书的 HTTPS"),
    "--behind-proxy": Text("no front of our own: your proxy handles TLS", "不启动自带前端：由您的代理处理 TLS"),
    "--origin": Text("the address people type, where your proxy has another", "代理使用其他地址时，用户输入的网址"),
    "--dev": Text("reload when the code changes", "代码变更时自动重载"),
    "--help": Text("show this help", "显示帮助"),
}
OPTIONS = Text("options", "选项")


@dataclass(frozen=True)
class UpOptions:
    """What the person asked for; None where the default depends on the rest."""

    data: Path | None = None
    host: str | None = None
    port: int | None = None
    media_ip: str | None = None
    media_port: int | None = None
    tls: bool = False
    domain: str | None = None
    behind_proxy: bool = False
    origin: str | None = None
    dev: bool = False

    @property
    def listen_host(self) -> str:
        """A public certificate is for other people's machines, so its front listens on every network."""
        return self.host or ("0.0.0.0" if self.domain else "127.0.0.1")  # noqa: S104

    @property
    def listen_port(self) -> int:
        return self.port or (HTTPS_PORT if self.domain else DEFAULT_PORT)

    @property
    def secure(self) -> bool:
        """Whether our own front speaks HTTPS."""
        return self.tls or self.domain is not None


# argparse's own refusals, as far as our options can cause them.
REFUSALS = {
    r"unrecognized arguments: (?P<what>.*)": Text("there is no {what}", "没有 {what} 选项"),
    r"argument (?P<what>\S+): expected one argument": Text("{what} needs a value", "{what} 需要一个值"),
    r"argument (?P<what>\S+): not allowed with argument (?P<other>\S+)": Text(
        "{what} does not go with {other}", "{what} 不能与 {other} 同时使用"
    ),
    r"argument (?P<what>[^:]+): (?P<why>.*)": Text("{what}: {why}", "{what}：{why}"),
}


class Parser(argparse.ArgumentParser):
    """argparse in the person's language, and its refusals as a Problem."""

    def error(self, message: str) -> NoReturn:
        for pattern, text in REFUSALS.items():
            if found := re.fullmatch(pattern, message):
                message = text.say(language(), **found.groupdict())
                break
        raise Problem(NOT_UNDERSTOOD, SEE_HELP, error=message, program=self.prog)


def port_number(value: str) -> int:
    if not value.isdecimal() or not 1 <= int(value) <= 65535:
        raise argparse.ArgumentTypeError(BAD_PORT.say(language(), value=value))
    return int(value)


def ip_address(value: str) -> str:
    try:
        return str(ipaddress.ip_address(value))
    except ValueError:
        raise argparse.ArgumentTypeError(BAD_ADDRESS.say(language(), value=value)) from None


def parse_up(arguments: Sequence[str]) -> UpOptions:
    spoken = language()

    def text(option: str) -> str:
        return HELP[option].say(spoken)

    parser = Parser(prog="egret up", description=UP.say(spoken), add_help=False, allow_abbrev=False)
    group = parser.add_argument_group(OPTIONS.say(spoken))
    group.add_argument("--data", type=Path, metavar="DIR", help=text("--data"))
    group.add_argument("--host", metavar="H", help=text("--host"))
    group.add_argument("--port", type=port_number, metavar="P", help=text("--port"))
    group.add_argument("--media-ip", type=ip_address, metavar="IP", help=text("--media-ip"))
    group.add_argument("--media-port", type=port_number, metavar="N", help=text("--media-port"))
    transport = group.add_mutually_exclusive_group()
    transport.add_argument("--tls", action="store_true", help=text("--tls"))
    transport.add_argument("--domain", metavar="NAME", help=text("--domain"))
    transport.add_argument("--behind-proxy", action="store_true", help=text("--behind-proxy"))
    group.add_argument("--origin", metavar="URL", help=text("--origin"))
    group.add_argument("--dev", action="store_true", help=text("--dev"))
    group.add_argument("--help", "-h", action="help", help=text("--help"))
    return UpOptions(**vars(parser.parse_args(arguments)))

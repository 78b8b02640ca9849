"""Addresses and ports of this machine."""

from __future__ import annotations

import errno
import ipaddress
import itertools
import random
import socket
from collections.abc import Iterable

from egret.cli.terminal import Problem
from egret.kernel.text import Text

# Below the range the kernel takes for outgoing connections (32768 on Linux), so that nothing borrows the port of a
# child while it restarts.
INTERNAL_PORTS = range(20000, 32000)
MEDIA_PORT_OFFSET = 10000
HIGHEST_PORT = 65535

UNKNOWN_HOST = Text(
    "{host} is not an address or a name of this machine.",
    "{host} 不是本机的地址或名称。",
)
GIVE_A_HOST = Text(
    "give --host 127.0.0.1 (this machine only), 0.0.0.0 (all of its networks) or one of: {addresses}.",
    "请使用 --host 127.0.0.1（仅本机）、0.0.0.0（所有网络）或以下之一：{addresses}。",
)
PORT_TAKEN = Text("Port {port} is already in use.", "端口 {port} 已被占用。")
ANOTHER_PORT = Text(
    "stop the program that uses it, or choose another with {option} {suggestion}.",
    "请停止占用它的程序，或用 {option} {suggestion} 选择其他端口。",
)
PORT_FORBIDDEN = Text("Port {port} may not be opened by this user.", "当前用户无权使用端口 {port}。")
PORT_ABOVE_1024 = Text(
    "choose a port above 1023 with {option}, or allow low ports: `sysctl net.ipv4.ip_unprivileged_port_start=0`.",
    "请用 {option} 选择 1023 以上的端口，或允许使用低位端口：`sysctl net.ipv4.ip_unprivileged_port_start=0`。",
)


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches the address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_wildcard(host: str) -> bool:
    return host in ("", "0.0.0.0", "::", "*")  # noqa: S104 - compared, not bound


def lan_address() -> str | None:
    """This machine's own address on the network its default route uses. Sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Connecting a datagram socket only asks the kernel for the route; 192.0.2.0/24 is for documentation.
            probe.connect(("198.51.100.1", 9))
            address = str(probe.getsockname()[0])
        except OSError:
            return None
    return None if is_loopback(address) or is_wildcard(address) else address


def bound_addresses(host: str) -> list[str]:
    """The numeric addresses to listen on for what the person gave as --host.

    Browsers try ::1 first for `localhost`; without listening there, another program could answer in our name.
    """
    if host == "localhost" or is_loopback(host):
        addresses = ["127.0.0.1"] if host == "localhost" else [host]
        if addresses == ["127.0.0.1"] and is_local("::1"):
            addresses.append("::1")
        return addresses
    if is_wildcard(host):
        return ["::"] if host == "::" else ["0.0.0.0"]  # noqa: S104 - the person asked for every network
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
    except OSError:
        found = set()
    mine = sorted(address for address in found if is_local(address))
    if not mine:
        raise Problem(UNKNOWN_HOST, GIVE_A_HOST, host=host, addresses=lan_address() or "127.0.0.1")
    return mine


def is_local(address: str) -> bool:
    """Whether the address belongs to this machine."""
    return _bind_error(address, 0, socket.SOCK_STREAM) is None


def is_free(addresses: Iterable[str], port: int, *kinds: socket.SocketKind) -> bool:
    return all(_bind_error(address, port, kind) is None for address in addresses for kind in kinds)


def require_free(addresses: Iterable[str], port: int, option: str, *kinds: socket.SocketKind) -> None:
    """Raise a Problem that names the port when it cannot be listened on."""
    addresses = list(addresses)
    for address in addresses:
        for kind in kinds:
            error = _bind_error(address, port, kind)
            if error in (errno.EACCES, errno.EPERM):
                raise Problem(PORT_FORBIDDEN, PORT_ABOVE_1024, port=port, option=option)
            if error is not None:
                suggestion = next_free(addresses, port + 1, *kinds)
                raise Problem(PORT_TAKEN, ANOTHER_PORT, port=port, option=option, suggestion=suggestion)


def next_free(addresses: Iterable[str], first: int, *kinds: socket.SocketKind) -> int:
    """The first free port from `first` on, starting over at 1024 behind the last."""
    addresses = list(addresses)
    for port in itertools.chain(range(first, HIGHEST_PORT + 1), range(1024, first)):
        if is_free(addresses, port, *kinds):
            return port
    raise OSError(errno.EADDRINUSE, "no free port")


def internal_port(avoid: Iterable[int] = ()) -> int:
    """A free loopback port for one child. Chosen at random: two installations starting at once must not agree."""
    taken = set(avoid)
    for port in random.sample(INTERNAL_PORTS, 400):
        if port not in taken and is_free(["127.0.0.1"], port, socket.SOCK_STREAM):
            return port
    return next_free(["127.0.0.1"], INTERNAL_PORTS.stop, socket.SOCK_STREAM)


def default_media_port(port: int) -> int:
    """Derived from the front's port, so that two installations do not meet."""
    return port + MEDIA_PORT_OFFSET if port + MEDIA_PORT_OFFSET <= HIGHEST_PORT else port - MEDIA_PORT_OFFSET


def _bind_error(address: str, port: int, kind: socket.SocketKind) -> int | None:
    """The errno of listening there, or None where it works."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        with socket.socket(family, kind) as probe:
            if kind == socket.SOCK_STREAM:
                # What Caddy and Granian set too: connections of a previous run in TIME_WAIT are no obstacle.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6 and address != "::":
                probe.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            probe.bind((address, port))
    except OSError as error:
        return error.errno or errno.EINVAL
    return None

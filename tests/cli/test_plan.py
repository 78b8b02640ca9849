"""Which addresses and ports everything gets."""

from __future__ import annotations

import random
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from egret.cli import addresses
from egret.cli.options import UpOptions, parse_up
from egret.cli.plan import make_plan, media_address, public_origin
from egret.cli.terminal import Problem
from egret.project.instance import Instance

TCP, UDP = socket.SOCK_STREAM, socket.SOCK_DGRAM


@contextmanager
def taken(kind: socket.SocketKind, port: int = 0, address: str = "127.0.0.1") -> Iterator[int]:
    with socket.socket(socket.AF_INET, kind) as holder:
        holder.bind((address, port))
        if kind == TCP:
            holder.listen()
        found: int = holder.getsockname()[1]
        yield found


def free_pair() -> int:
    """A port whose default media port is free too."""
    for port in random.sample(range(33000, 55000), 1000):  # tests run side by side
        media = addresses.default_media_port(port)
        if addresses.is_free(["127.0.0.1"], port, TCP) and addresses.is_free(["0.0.0.0"], media, TCP, UDP):
            return port
    raise AssertionError("no free ports")


@pytest.mark.parametrize(("port", "media"), [(8000, 18000), (443, 10443), (55535, 65535), (55536, 45536)])
def test_media_port_follows_the_port(port: int, media: int) -> None:
    assert addresses.default_media_port(port) == media


def test_two_installations_on_adjacent_ports_share_nothing(tmp_path: Path) -> None:
    port = free_pair()
    first = make_plan(UpOptions(port=port), Instance(tmp_path), {})
    assert first.media is not None
    with taken(UDP, first.media.port), taken(TCP, first.media.port, "0.0.0.0"):
        second = make_plan(UpOptions(port=port + 1), Instance(tmp_path), {})
        assert second.media is not None and second.media.port != first.media.port
    ports = [first.web_port, second.web_port, first.engine_port, second.engine_port]
    assert len(set(ports)) == len(ports)


def test_default_media_port_in_use_moves_on_and_says_so(tmp_path: Path) -> None:
    port = free_pair()
    default = addresses.default_media_port(port)
    with taken(UDP, default):
        plan = make_plan(UpOptions(port=port, media_ip="127.0.0.1"), Instance(tmp_path), {})
    assert plan.media is not None and plan.media.port > default
    ((text, facts),) = plan.notes
    assert str(default) in text.say("en", **facts) and str(plan.media.port) in text.say("zh-Hans", **facts)


@pytest.mark.parametrize("kind", [TCP, UDP])
def test_chosen_media_port_in_use_is_an_error(tmp_path: Path, kind: socket.SocketKind) -> None:
    with taken(kind) as media, pytest.raises(Problem) as problem:
        make_plan(UpOptions(port=free_pair(), media_ip="127.0.0.1", media_port=media), Instance(tmp_path), {})
    assert "--media-port" in problem.value.remedy.say("en", **problem.value.facts)


def test_port_in_use_names_it_and_suggests_another(tmp_path: Path) -> None:
    with taken(TCP) as port, pytest.raises(Problem) as problem:
        make_plan(UpOptions(port=port), Instance(tmp_path), {})
    facts = problem.value.facts
    assert problem.value.what.say("en", **facts) == f"Port {port} is already in use."
    assert problem.value.what.say("zh-Hans", **facts) == f"端口 {port} 已被占用。"
    assert f"--port {facts['suggestion']}" in problem.value.remedy.say("en", **facts)
    assert facts["suggestion"] != port


def test_foreign_host_is_refused() -> None:
    with pytest.raises(Problem):
        addresses.bound_addresses("192.0.2.200")


def test_media_comes_in_at_the_machines_own_address_where_it_has_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "lan_address", lambda: None)
    media = media_address(UpOptions(media_port=free_pair()), 8000)
    assert (media.announced, media.bound, media.is_loopback) == ("127.0.0.1", "127.0.0.1", True)
    monkeypatch.setattr(addresses, "lan_address", lambda: "127.0.0.2")
    media = media_address(UpOptions(media_port=free_pair()), 8000)
    assert (media.announced, media.bound) == ("127.0.0.2", "127.0.0.2")
    media = media_address(UpOptions(media_ip="127.0.0.1", media_port=free_pair()), 8000)
    assert (media.announced, media.bound) == ("127.0.0.1", "127.0.0.1")


def test_media_behind_a_router_announces_the_routers_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "lan_address", lambda: "127.0.0.1")
    media = media_address(UpOptions(host="0.0.0.0", media_ip="198.51.100.7", media_port=free_pair()), 8000)
    assert (media.announced, media.bound) == ("198.51.100.7", "127.0.0.1")


@pytest.mark.parametrize(
    ("arguments", "origin"),
    [
        ([], "http://localhost:8000"),
        (["--port", "80"], "http://localhost"),
        (["--tls", "--port", "8443"], "https://localhost:8443"),
        (["--host", "::1"], "http://[::1]:8000"),
        (["--host", "192.0.2.2"], "http://192.0.2.2:8000"),
        (["--domain", "meet.example.org"], "https://meet.example.org"),
        (["--domain", "meet.example.org", "--port", "8443"], "https://meet.example.org:8443"),
        (["--behind-proxy", "--origin", "https://meet.example.org/"], "https://meet.example.org"),
    ],
)
def test_origin_is_what_people_type(arguments: list[str], origin: str) -> None:
    assert public_origin(parse_up(arguments), {}) == origin


def test_origin_of_all_networks_is_the_machines_own_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "lan_address", lambda: "192.0.2.2")
    assert public_origin(UpOptions(host="0.0.0.0"), {}) == "http://192.0.2.2:8000"
    monkeypatch.setattr(addresses, "lan_address", lambda: None)
    assert public_origin(UpOptions(host="0.0.0.0"), {}) == "http://localhost:8000"


def test_external_engine_needs_no_ports_here(tmp_path: Path) -> None:
    plan = make_plan(UpOptions(port=free_pair()), Instance(tmp_path), {"EGRET_LIVEKIT_URL": "wss://rtc.example.org/"})
    assert (plan.engine_port, plan.media, plan.engine_url) == (None, None, "wss://rtc.example.org")


def test_behind_a_proxy_the_engines_port_stays(tmp_path: Path) -> None:
    options = UpOptions(port=free_pair(), behind_proxy=True)
    with taken(TCP) as port:
        pass
    (tmp_path / "ports.json").write_text(f'{{"engine": {port}}}')
    plan = make_plan(options, Instance(tmp_path), {})
    assert plan.engine_port == port
    assert (plan.web_port, plan.web_url) == (options.port, f"http://127.0.0.1:{options.port}")
    with taken(TCP, port), pytest.raises(Problem):
        make_plan(options, Instance(tmp_path), {})


@pytest.mark.parametrize(
    "arguments",
    [["--port", "0"], ["--port", "x"], ["--media-ip", "x"], ["--tls", "--domain", "x"], ["--nothing"], ["--port"]],
)
def test_options_that_mean_nothing_are_refused_in_both_languages(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for locale in ("en_US.UTF-8", "zh_CN.UTF-8"):
        monkeypatch.setenv("LC_ALL", locale)
        with pytest.raises(Problem) as problem:
            parse_up(arguments)
        if locale.startswith("zh"):
            assert "argument" not in problem.value.what.say("zh-Hans", **problem.value.facts)

"""What the engine is told."""

from __future__ import annotations

import json
from typing import Any

from egret.media.engine.configuration import MediaAddress, engine_configuration
from egret.project.instance import Secrets

SECRETS = Secrets("django", "egretkey", "s" * 40)


def configuration(announced: str, bound: str) -> dict[str, Any]:
    text = engine_configuration(SECRETS, 21000, MediaAddress(announced, bound, 18000), "http://127.0.0.1:22000")
    decoded: dict[str, Any] = json.loads(text)
    return decoded


def test_api_is_for_this_machine_only() -> None:
    made = configuration("127.0.0.1", "127.0.0.1")
    assert made["bind_addresses"] == ["127.0.0.1"]
    assert made["port"] == 21000
    assert made["keys"] == {"egretkey": "s" * 40}


def test_media_is_one_port_for_udp_and_tcp() -> None:
    rtc = configuration("192.0.2.7", "192.0.2.7")["rtc"]
    assert rtc["udp_port"] == rtc["tcp_port"] == 18000


def test_nobody_elses_server_is_asked() -> None:
    """Without a list of its own LiveKit sends every browser to Google's and Twilio's STUN servers."""
    for address in ("127.0.0.1", "192.0.2.7", "2001:db8::7"):
        rtc = configuration(address, address)["rtc"]
        assert rtc["use_external_ip"] is False
        assert rtc["node_ip"] == address
        assert rtc["stun_servers"] == ["127.0.0.1:3478"]


def test_the_media_port_is_no_stun_server() -> None:
    """Chromium drops media's packets from an address it also has as a STUN server, and falls back to TCP."""
    rtc = configuration("127.0.0.1", "127.0.0.1")["rtc"]
    assert not any(server.endswith(f":{rtc['udp_port']}") for server in rtc["stun_servers"])


def test_loopback_candidates_only_on_loopback() -> None:
    """pion keeps the first socket announced under one address: loopback beside a network would make that deaf."""
    local = configuration("127.0.0.1", "127.0.0.1")["rtc"]
    assert (local["enable_loopback_candidate"], local["ips"]) == (True, {"includes": ["127.0.0.1/32"]})
    network = configuration("198.51.100.7", "192.0.2.7")["rtc"]
    assert (network["enable_loopback_candidate"], network["ips"]) == (False, {"includes": ["192.0.2.7/32"]})


def test_rooms_are_made_by_egret_and_end_by_themselves() -> None:
    room = configuration("127.0.0.1", "127.0.0.1")["room"]
    assert room == {"auto_create": False}


def test_webhooks_go_to_the_web_side_without_the_front() -> None:
    webhook = configuration("127.0.0.1", "127.0.0.1")["webhook"]
    assert webhook == {"api_key": "egretkey", "urls": ["http://127.0.0.1:22000/api/v1/media/webhooks"]}


def test_participants_are_not_logged() -> None:
    assert configuration("127.0.0.1", "127.0.0.1")["logging"]["level"] == "warn"

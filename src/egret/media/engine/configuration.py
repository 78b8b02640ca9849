"""The configuration the engine is started with (LiveKit server's YAML; JSON is a subset of it)."""

from __future__ import annotations

import ipaddress
import json
from dataclasses import dataclass
from typing import Any

from egret.project.instance import Secrets

# Without a list of our own LiveKit tells every browser to ask Google's and Twilio's STUN servers, which then learn who
# meets. Host candidates need no STUN, so the list names the visitor's own machine, where a question ends at once. The
# port must be one that browsers do not block (Firefox refuses 9, and with it the whole connection), and not the media
# port: Chromium takes whatever comes from a STUN server's address for its answer, and media falls back to TCP.
NO_STUN_SERVER = "127.0.0.1:3478"
WEBHOOK_PATH = "/api/v1/media/webhooks"


@dataclass(frozen=True)
class MediaAddress:
    """Where participants' media comes in."""

    announced: str  # told to browsers; behind a NAT it is the router's address
    bound: str  # the address of this machine that receives it
    port: int  # UDP, and TCP for networks that drop UDP

    @property
    def is_loopback(self) -> bool:
        return ipaddress.ip_address(self.bound).is_loopback


def engine_configuration(secrets: Secrets, api_port: int, media: MediaAddress, web_url: str) -> str:
    """The engine's configuration file: API on loopback, media on one port, nobody else's server contacted."""
    bits = ipaddress.ip_address(media.bound).max_prefixlen
    configuration: dict[str, Any] = {
        "port": api_port,
        "bind_addresses": ["127.0.0.1"],
        "keys": {secrets.livekit_api_key: secrets.livekit_api_secret},
        "rtc": {
            "node_ip": media.announced,
            "udp_port": media.port,
            "tcp_port": media.port,
            "use_external_ip": False,
            "stun_servers": [NO_STUN_SERVER],
            "enable_loopback_candidate": media.is_loopback,
            # One address exactly: pion announces every local address as `node_ip` and keeps the first socket only,
            # so a second interface (Docker's bridge, loopback) would leave the announced address deaf.
            "ips": {"includes": [f"{media.bound}/{bits}"]},
            # Where not even the smallest picture fits the sound goes on; by LiveKit's default both are torn.
            "congestion_control": {"allow_pause": True},
        },
        "room": {
            "auto_create": False,  # only a meeting that Egret opened can be joined
        },
        "webhook": {"api_key": secrets.livekit_api_key, "urls": [web_url + WEBHOOK_PATH]},
        "turn": {"enabled": False},
        # Below `warn` LiveKit logs who joins which room, from where.
        "logging": {"level": "warn", "pion_level": "error", "json": True},
    }
    return json.dumps(configuration, indent=2) + "\n"

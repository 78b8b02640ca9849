"""What the made-up people of probes do around a meeting."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from egret.kernel import policy
from egret.kernel.installation import Reply, Visitor


def start(host: Visitor) -> dict[str, Any]:
    meeting: dict[str, Any] = host.post("/api/v1/meetings", {}).body
    return meeting


def knock(visitor: Visitor, code: str, nickname: str) -> Reply:
    """Ask to come in."""
    return visitor.post(f"/api/v1/meetings/{code}/join", {"nickname": nickname, "policy_version": policy.version()})


def join(visitor: Visitor, code: str, nickname: str) -> dict[str, Any]:
    joined: dict[str, Any] = knock(visitor, code, nickname).body
    return joined


def engine() -> str:
    return str(settings.EGRET_ENGINE_URL)

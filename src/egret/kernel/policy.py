"""Which privacy policy is in force. The privacy domain supplies it; whoever records an acceptance asks here."""

from __future__ import annotations

from collections.abc import Callable

from egret.kernel.errors import EgretError
from egret.kernel.text import Text

_version: Callable[[], str] | None = None


class PolicyNotAccepted(EgretError):
    """Facts: `policy_version`, the one in force."""

    status, slug = 409, "policy-not-accepted"
    title = Text("The privacy policy has not been accepted.", "尚未接受隐私政策。")
    detail = Text(
        "Read the policy of {policy_version} and accept it first. Nothing has been stored.",
        "请先阅读并接受 {policy_version} 版隐私政策。未存储任何内容。",
    )


def provide(version: Callable[[], str]) -> None:
    """Set where the version in force comes from."""
    global _version
    _version = version


def version() -> str:
    """The version in force, its date: "2026-11-23"."""
    if _version is None:
        raise RuntimeError("no privacy policy is installed")
    return _version()


def require_accepted(accepted: str | None) -> str:
    """The accepted version, when it is the one in force. Raises PolicyNotAccepted before anything is stored (C05)."""
    if accepted != version():
        raise PolicyNotAccepted(policy_version=version())
    return accepted

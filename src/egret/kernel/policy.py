"""Which privacy policy is in force. The privacy domain supplies it; whoever records an acceptance asks here."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Protocol

from egret.kernel.errors import EgretError
from egret.kernel.text import Language, Text

_version: Callable[[], str] | None = None
_still_holds: Callable[[str], bool] | None = None


class Acceptances(Protocol):
    def latest(self, person_id: uuid.UUID) -> str | None:
        """The latest version a person accepted; None: none."""

    def accept(self, person_id: uuid.UUID, version: str, language: Language) -> None:
        """Write an acceptance down. Twice is once."""


_acceptances: Acceptances | None = None


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


def provide_still_holds(still_holds: Callable[[str], bool]) -> None:
    """Set who knows whether the acceptance of an earlier version still holds: what came since only asks to be told."""
    global _still_holds
    _still_holds = still_holds


def provide_acceptances(acceptances: Acceptances) -> None:
    """Set who keeps people's acceptances."""
    global _acceptances
    _acceptances = acceptances


def acceptances() -> Acceptances:
    if _acceptances is None:
        raise RuntimeError("nobody keeps acceptances")
    return _acceptances


def version() -> str:
    """The version in force, its date: "2026-11-23"."""
    if _version is None:
        raise RuntimeError("no privacy policy is installed")
    return _version()


def require_accepted(accepted: str | None) -> str:
    """The accepted version, when it is the one in force, or one whose acceptance still holds.

    Raises PolicyNotAccepted before anything is stored (C05).
    """
    if accepted is None or (accepted != version() and not (_still_holds is not None and _still_holds(accepted))):
        raise PolicyNotAccepted(policy_version=version())
    return accepted

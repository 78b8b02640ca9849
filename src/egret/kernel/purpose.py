"""Why code may touch personal data: endpoints, jobs and commands run under a purpose with a legal basis (C22, C23)."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from typing import ParamSpec, TypeVar

from egret.kernel.text import Text

P = ParamSpec("P")
R = TypeVar("R")


class LegalBasis(StrEnum):
    """GDPR Art. 6(1) and PIPL Art. 13, as far as Egret relies on them."""

    CONTRACT = "contract"
    CONSENT = "consent"
    LEGAL_OBLIGATION = "legal obligation"
    LEGITIMATE_INTERESTS = "legitimate interests"


LEGAL_BASIS_TEXTS: dict[LegalBasis, Text] = {
    LegalBasis.CONTRACT: Text("Needed to give you the service you asked for", "为履行您所请求的服务所必需"),
    LegalBasis.CONSENT: Text("Your consent, which you can withdraw", "您的同意，可随时撤回"),
    LegalBasis.LEGAL_OBLIGATION: Text("Required by law", "法律要求"),
    LegalBasis.LEGITIMATE_INTERESTS: Text("Our legitimate interest in a safe service", "为保障服务安全的正当利益"),
}


@dataclass(frozen=True)
class Purpose:
    id: str
    basis: LegalBasis | None
    text: Text


PURPOSES: dict[str, Purpose] = {}
_current: ContextVar[Purpose | None] = ContextVar("purpose", default=None)


def register(purpose_id: str, basis: LegalBasis | None, text: Text) -> Purpose:
    """Declare a purpose, `<domain>.<purpose>`. Raises ValueError on a second one of that name."""
    if purpose_id in PURPOSES:
        raise ValueError(f"purpose {purpose_id} is registered twice")
    PURPOSES[purpose_id] = Purpose(purpose_id, basis, text)
    return PURPOSES[purpose_id]


def current() -> Purpose | None:
    """The purpose this code runs under."""
    return _current.get()


@contextmanager
def running(purpose_id: str) -> Iterator[None]:
    """Run a block under a purpose. Raises KeyError when it is not registered."""
    token = _current.set(PURPOSES[purpose_id])
    try:
        yield
    finally:
        _current.reset(token)


def under(purpose_id: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Run the decorated endpoint, job or command under a purpose; `purpose_of` tells which."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
            with running(purpose_id):
                return function(*args, **kwargs)

        wrapped.__purpose__ = purpose_id  # type: ignore[attr-defined]  # read by purpose_of
        return wrapped

    return decorate


def purpose_of(function: Callable[..., object]) -> str | None:
    """The purpose a callable was declared to run under."""
    return getattr(function, "__purpose__", None)

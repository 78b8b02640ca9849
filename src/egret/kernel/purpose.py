"""Why code may touch personal data: endpoints, jobs and commands run under a purpose with a legal basis (C22, C23).

A purpose reaches the tables whose declarations name it (`declare(…, purpose=…, also=…)`); the door (`door.py`) refuses
it every other one. What runs under no purpose reaches no personal table at all (C53).
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from typing import ParamSpec, TypeVar

from django.http import StreamingHttpResponse

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
    """`everywhere` says why it may reach every declared table, where it may; `staff`: only inside a case (C52)."""

    id: str
    basis: LegalBasis | None
    text: Text
    everywhere: str = ""
    staff: bool = False


PURPOSES: dict[str, Purpose] = {}
_current: ContextVar[Purpose | None] = ContextVar("purpose", default=None)


def register(
    purpose_id: str, basis: LegalBasis | None, text: Text, *, everywhere: str = "", staff: bool = False
) -> Purpose:
    """Declare a purpose, `<domain>.<purpose>`. Raises ValueError on a second one of that name."""
    if purpose_id in PURPOSES:
        raise ValueError(f"purpose {purpose_id} is registered twice")
    PURPOSES[purpose_id] = Purpose(purpose_id, basis, text, everywhere, staff)
    return PURPOSES[purpose_id]


def current() -> Purpose | None:
    """The purpose this code runs under."""
    return _current.get()


@contextmanager
def running(purpose_id: str) -> Iterator[None]:
    """Run a block under a purpose, instead of the one around it. Raises KeyError when it is not registered."""
    with instead(PURPOSES[purpose_id]):
        yield


@contextmanager
def running_under_none() -> Iterator[None]:
    """Run a block as what nobody registered: no personal table is reached from it."""
    with instead(None):
        yield


@contextmanager
def instead(purpose: Purpose | None) -> Iterator[None]:
    """Run a block under a purpose that was kept from elsewhere, or under none."""
    token = _current.set(purpose)
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
                result = function(*args, **kwargs)
            if isinstance(result, StreamingHttpResponse):
                # What it sends is read after the endpoint returned.
                pieces = result.streaming_content
                if isinstance(pieces, Iterator):
                    result.streaming_content = _each_under(purpose_id, pieces)
            return result

        wrapped.__purpose__ = purpose_id  # type: ignore[attr-defined]  # read by purpose_of
        return wrapped

    return decorate


def _each_under(purpose_id: str, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces, each made under the purpose: between two of them the thread is another's."""
    try:
        while True:
            with running(purpose_id):
                piece = next(pieces, None)
            if piece is None:
                return
            yield piece
    finally:
        if isinstance(pieces, Generator):
            with running(purpose_id):
                pieces.close()


def without_purpose(why: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Excuse a view or command that touches nobody's data; the door holds it to that."""
    if not why.strip():
        raise ValueError("say why it needs no purpose")

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        function.__without_purpose__ = why  # type: ignore[attr-defined]  # read by is_registered
        return function

    return decorate


def is_registered(function: Callable[..., object]) -> bool:
    """Whether a view, job or command says what it runs for (C53)."""
    return purpose_of(function) in PURPOSES or bool(getattr(function, "__without_purpose__", ""))


def purpose_of(function: Callable[..., object]) -> str | None:
    """The purpose a callable was declared to run under."""
    return getattr(function, "__purpose__", None)

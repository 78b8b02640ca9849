"""Everything Egret keeps in a browser: cookies and local storage, each with its purpose (C20)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.http import HttpResponse

from egret.kernel.text import Text


class Kind(StrEnum):
    COOKIE = "cookie"
    LOCAL_STORAGE = "local_storage"


@dataclass(frozen=True)
class Entry:
    name: str
    kind: Kind
    purpose: Text
    lifetime: Text
    optional: bool


ENTRIES: dict[str, Entry] = {}


def register(name: str, kind: Kind, purpose: Text, lifetime: Text, *, optional: bool) -> Entry:
    """Declare one entry. Raises ValueError on a second one of that name."""
    if name in ENTRIES:
        raise ValueError(f"browser storage {name} is registered twice")
    ENTRIES[name] = Entry(name, kind, purpose, lifetime, optional)
    return ENTRIES[name]


def set_cookie(response: HttpResponse, entry: Entry, value: str, *, path: str, max_age: int) -> None:
    """The only way to set a cookie of our own: it takes a registered entry. `max_age` in seconds."""
    response.set_cookie(
        entry.name,
        value,
        max_age=max_age,
        path=path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )

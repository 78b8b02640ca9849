"""Everything Egret keeps in a browser, in whatever kind of store, each entry with its purpose (C20, F17)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from egret.kernel.text import Text


class Kind(StrEnum):
    COOKIE = "cookie"
    LOCAL_STORAGE = "local_storage"
    SESSION_STORAGE = "session_storage"
    INDEXED_DB = "indexed_db"
    CACHE = "cache"


@dataclass(frozen=True)
class Entry:
    name: str
    kind: Kind
    purpose: Text
    lifetime: Text
    optional: bool


ENTRIES: dict[str, Entry] = {}


def register(name: str, kind: Kind, purpose: Text, lifetime: Text, *, optional: bool) -> Entry:
    """Declare one entry; an optional one is off until the person allows it (C38).

    Raises ValueError on a second one of that name, and for an optional cookie: the server would set it before the page
    knows what the person chose.
    """
    if name in ENTRIES:
        raise ValueError(f"browser storage {name} is registered twice")
    if optional and kind is Kind.COOKIE:
        raise ValueError(f"the cookie {name} is optional: keep it where the page can leave it out")
    ENTRIES[name] = Entry(name, kind, purpose, lifetime, optional)
    return ENTRIES[name]


def refused_by_browser(request: HttpRequest) -> bool:
    """Whether the browser says no for its person (Global Privacy Control, W3C, §3.3: only `1` is a signal)."""
    return request.headers.get("Sec-GPC") == "1"


def set_cookie(response: HttpResponseBase, entry: Entry, value: str, *, path: str, max_age: int) -> None:
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

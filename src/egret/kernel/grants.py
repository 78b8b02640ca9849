"""What a program may do that shows an API token. Accounts keep the tokens; each endpoint says which scope it takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from django.contrib.auth.base_user import AbstractBaseUser

from egret.kernel.errors import EgretError
from egret.kernel.text import Text

# The closed list: an endpoint cannot name a scope that nobody can grant.
Scope = Literal["profile:read", "meetings:read", "meetings:write", "directory:read", "files:read", "files:write"]


class TokenUnknown(EgretError):
    status, slug = 401, "token-unknown"
    title = Text("This token is not valid.", "此令牌无效。")
    detail = Text(
        "It may be revoked or expired: make a new one in your settings.", "可能已撤销或过期，请在设置中新建。"
    )
    headers = {"WWW-Authenticate": 'Bearer error="invalid_token"'}  # RFC 6750 §3


class TokenNotTaken(EgretError):
    status, slug = 401, "token-not-taken"
    title = Text("This cannot be done with a token.", "此操作不能使用令牌。")
    detail = Text("Sign in to Egret in a browser to do it.", "请在浏览器中登录 Egret 后操作。")
    headers = {"WWW-Authenticate": "Bearer"}


class ScopeNeeded(EgretError):
    """Facts: `scope`, the one that is needed."""

    status, slug = 403, "scope-needed"
    title = Text("This token may not do that.", "此令牌无权执行此操作。")
    detail = Text("Make a token with the scope {scope}.", "请新建具有 {scope} 权限的令牌。")


@dataclass(frozen=True)
class Grant:
    """A person, and what a program may do in their name."""

    person: AbstractBaseUser
    scopes: frozenset[str]


_lookup: Callable[[str], Grant | None] | None = None


def provide(lookup: Callable[[str], Grant | None]) -> None:
    """Set where tokens are looked up."""
    global _lookup
    _lookup = lookup


def by_token(token: str, scope: Scope) -> Grant:
    """What the token grants. Raises TokenUnknown, and ScopeNeeded when `scope` is not part of it."""
    grant = _lookup(token) if _lookup else None
    if grant is None:
        raise TokenUnknown
    if scope not in grant.scopes:
        raise ScopeNeeded(scope=scope)
    return grant

"""What this browser carries to WeChat and back, in a signed cookie: nothing is stored before its person has agreed."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from egret.accounts.personal import WECHAT_COOKIE
from egret.accounts.wechat.provider import WechatProblem, WechatStopped
from egret.kernel import clock
from egret.kernel.browser_storage import set_cookie
from egret.kernel.text import Language

# Reading a page of WeChat's and finding one's telephone takes a while; a code lives as long, too (WeChat: 10 minutes).
LIFETIME = timedelta(minutes=10)
PATH = "/api/v1/sign-in/wechat"
SALT = "egret.accounts.wechat"


@dataclass(frozen=True)
class Begun:
    """`state` (RFC 6749 §10.12) ties the answer to this browser. `connect`: the signed-in person's id, or ""."""

    state: str
    expires_at: str  # ISO 8601
    policy_version: str
    language: Language
    next_path: str
    connect: str
    in_app: bool


def begin(*, policy_version: str, language: Language, next_path: str = "", connect: str = "", in_app: bool) -> Begun:
    expires_at = (clock.now() + LIFETIME).isoformat()
    return Begun(secrets.token_urlsafe(32), expires_at, policy_version, language, next_path, connect, in_app)


def remember(response: HttpResponse, begun: Begun) -> None:
    value = signing.dumps(asdict(begun), salt=SALT)
    set_cookie(response, WECHAT_COOKIE, value, path=PATH, max_age=int(LIFETIME.total_seconds()))


def recall(request: HttpRequest) -> Begun:
    """What this browser began. Raises WechatStopped when it began nothing lately."""
    try:
        begun = Begun(**signing.loads(request.COOKIES.get(WECHAT_COOKIE.name, ""), salt=SALT))
    except (signing.BadSignature, TypeError):  # TypeError: signed by another version of Egret
        raise WechatStopped(WechatProblem.OTHER_BROWSER) from None
    if datetime.fromisoformat(begun.expires_at) <= clock.now():
        raise WechatStopped(WechatProblem.OTHER_BROWSER)
    return begun


def require_state(begun: Begun, state: str) -> None:
    """Raises WechatStopped for an answer to a question that this browser did not ask."""
    if not constant_time_compare(begun.state, state):
        raise WechatStopped(WechatProblem.OTHER_BROWSER)


def forget(response: HttpResponse) -> None:
    """One answer for one question."""
    response.delete_cookie(WECHAT_COOKIE.name, path=PATH, samesite="Lax")

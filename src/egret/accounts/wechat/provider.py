"""WeChat as an OAuth 2.0 provider, as its Open Platform documents it.

Website sign-in shows a QR code (`/connect/qrconnect`, scope snsapi_login); inside WeChat's own browser a service
account asks (`/connect/oauth2/authorize`, scope snsapi_userinfo). Both answer the code's exchange with openid and
unionid, so the profile (`/sns/userinfo`) is never asked for: what was not fetched cannot be kept by mistake.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.weixin.client import WeixinOAuth2Client
from allauth.socialaccount.providers.weixin.views import WeixinOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest

from egret.kernel.egress import EgressRefused
from egret.kernel.logs import log_event
from egret.kernel.personal import not_personal

CALLBACK = "/api/v1/sign-in/wechat/callback"
TOKEN_PATH = "/sns/oauth2/access_token"  # noqa: S105  # an address
IN_APP_PATH = "/connect/oauth2/authorize"

# WeChat's return codes (全局返回码): the code is invalid, was used, has expired.
CODE_REFUSED = {"40029", "40163", "42003"}
ERROR_CODE = re.compile(r'"errcode"\s*:\s*(-?\d{1,9})')
# An openid has 28 of these; a unionid as many. Nobody's nickname passes for one.
UID = re.compile(r"[A-Za-z0-9_-]{6,128}")

wechat_failed = log_event("accounts.wechat_failed", why=not_personal("WeChat's error code, or that there was none"))


class WechatProblem(StrEnum):
    """Why a sign-in with WeChat ended; the page has the words (`signIn.problem.…`)."""

    CANCELLED = "wechat-cancelled"
    OTHER_BROWSER = "wechat-other-browser"
    CODE_REFUSED = "wechat-code-refused"
    FAILED = "wechat-failed"
    UNREACHABLE = "wechat-unreachable"
    TOO_OFTEN = "wechat-too-often"
    TAKEN = "wechat-taken"


class WechatStopped(Exception):
    def __init__(self, problem: WechatProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


def keep_uid_only(answer: object) -> str:
    """The UID of WeChat's answer: the unionid, which is one for all apps of an operator, else the openid (C25).

    Tokens, nickname, sex, place, picture and whatever else WeChat sends end here. Raises WechatStopped.
    """
    uid = (answer.get("unionid") or answer.get("openid")) if isinstance(answer, dict) else None
    if not isinstance(uid, str) or not UID.fullmatch(uid):
        wechat_failed(why="an answer without a UID")
        raise WechatStopped(WechatProblem.FAILED)
    return uid


@dataclass(frozen=True)
class Wechat:
    """One app of the operator's at WeChat, and where people come back to."""

    app_id: str
    secret: str
    authorize_url: str
    api_url: str
    callback_url: str

    def location(self, state: str) -> str:
        """Where the browser asks its person; WeChat sends it back with `state`."""
        client = self._client()
        client.state = state
        scope = "snsapi_userinfo" if self.authorize_url.endswith(IN_APP_PATH) else "snsapi_login"
        # allauth sorts the parameters, as WeChat's own browser demands; it demands the fragment too.
        asked: str = client.get_redirect_url(self.authorize_url, [scope], {})
        return f"{asked}#wechat_redirect"

    def uid(self, code: str) -> str:
        """Exchange the code (RFC 6749 §4.1.3) and keep the UID of the answer. Raises WechatStopped."""
        try:
            return keep_uid_only(self._client().get_access_token(code))
        # The answers themselves are in these errors: neither they nor their causes go any further.
        except OAuth2Error as error:
            # WeChat says what is wrong in an answer of 200.
            found = ERROR_CODE.search(str(error))
            refused = found is not None and found[1] in CODE_REFUSED
            wechat_failed(why=found[1] if found else "no error code")
            raise WechatStopped(WechatProblem.CODE_REFUSED if refused else WechatProblem.FAILED) from None
        except (ValueError, TypeError, EgressRefused):  # no JSON, or none of an object; sent on to another host
            wechat_failed(why="an answer that is none of WeChat's")
            raise WechatStopped(WechatProblem.FAILED) from None
        except OSError:  # what `requests` raises
            wechat_failed(why="no answer")
            raise WechatStopped(WechatProblem.UNREACHABLE) from None

    def _client(self) -> Any:
        return WeixinOAuth2Client(
            HttpRequest(),
            self.app_id,
            self.secret,
            WeixinOAuth2Adapter.access_token_method,
            self.api_url + TOKEN_PATH,
            self.callback_url,
        )


def offered(*, in_app: bool = False) -> Wechat | None:
    """WeChat as the operator configured it; `in_app`: for WeChat's own browser, where a second app may be named."""
    callback_url = settings.EGRET_ORIGIN + CALLBACK
    if in_app and settings.EGRET_WECHAT_IN_APP_ID:
        return Wechat(
            settings.EGRET_WECHAT_IN_APP_ID,
            settings.EGRET_WECHAT_IN_APP_SECRET,
            settings.EGRET_WECHAT_IN_APP_AUTHORIZE_URL,
            settings.EGRET_WECHAT_API_URL,
            callback_url,
        )
    if not settings.EGRET_WECHAT_APP_ID:
        return None
    return Wechat(
        settings.EGRET_WECHAT_APP_ID,
        settings.EGRET_WECHAT_SECRET,
        settings.EGRET_WECHAT_AUTHORIZE_URL,
        settings.EGRET_WECHAT_API_URL,
        callback_url,
    )

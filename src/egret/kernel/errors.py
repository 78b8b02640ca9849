"""Errors are types that carry facts; the API shows them as RFC 9457 problems in the person's language.

Each says what is wrong (`title`) and what to do (`detail`); `slug` is its stable name, `urn:egret:<slug>`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from egret.kernel.text import Language, Text


class EgretError(Exception):
    """Base of every error a person or a client is told about. `facts` are shown beside the text."""

    status: ClassVar[int]
    slug: ClassVar[str]
    title: ClassVar[Text]
    detail: ClassVar[Text]
    # What HTTP wants beside the body, such as WWW-Authenticate.
    headers: Mapping[str, str] = {}

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(f"{self.slug} {facts}" if facts else self.slug)

    def problem(self, language: Language) -> dict[str, object]:
        """The members of `application/problem+json`."""
        return {
            "type": f"urn:egret:{self.slug}",
            "title": self.title.say(language, **self.facts),
            "status": self.status,
            "detail": self.detail.say(language, **self.facts),
            **self.facts,
        }


class SignInRequired(EgretError):
    status, slug = 401, "sign-in-required"
    title = Text("You are not signed in.", "您尚未登录。")
    detail = Text("Sign in and try again.", "请登录后重试。")


class NotAllowed(EgretError):
    status, slug = 403, "not-allowed"
    title = Text("This is not yours to do.", "您无权执行此操作。")
    detail = Text("Ask the person it belongs to.", "请联系其所有者。")


class CrossSiteRequest(EgretError):
    status, slug = 403, "cross-site-request"
    title = Text("This request came from another website.", "此请求来自其他网站。")
    detail = Text("Open Egret itself and try again there.", "请直接打开 Egret 后重试。")


class NotFound(EgretError):
    status, slug = 404, "not-found"
    title = Text("There is nothing at this address.", "此地址没有内容。")
    detail = Text("Check the address.", "请检查地址。")


class MethodNotAllowed(EgretError):
    status, slug = 405, "method-not-allowed"
    title = Text("This address does not take that method.", "此地址不支持该方法。")
    detail = Text("The Allow header names the methods it takes.", "支持的方法见 Allow 响应头。")


class RequestInvalid(EgretError):
    """A request outside its schema; facts: `errors`, a list of {where, what}."""

    status, slug = 422, "request-invalid"
    title = Text("The request is not as it should be.", "请求格式不正确。")
    detail = Text("Correct what `errors` names and send it again.", "请更正 errors 所列内容后重新发送。")


class BodyUnreadable(EgretError):
    status, slug = 400, "body-unreadable"
    title = Text("The request's body cannot be read.", "无法读取请求内容。")
    detail = Text("Send JSON in UTF-8.", "请发送 UTF-8 编码的 JSON。")


class BodyTooLarge(EgretError):
    """Facts: `maximum_bytes`."""

    status, slug = 413, "body-too-large"
    title = Text("The request's body is too large.", "请求内容过大。")
    detail = Text("Send at most {maximum_bytes} bytes.", "请发送至多 {maximum_bytes} 字节。")


class TooManyRequests(EgretError):
    """Facts: `retry_after`, seconds."""

    status, slug = 429, "too-many-requests"
    title = Text("Too many attempts in a short time.", "短时间内尝试次数过多。")
    detail = Text("Wait {retry_after} seconds, then try again.", "请等待 {retry_after} 秒后重试。")


class ServerFault(EgretError):
    status, slug = 500, "server-fault"
    title = Text("Egret made a mistake.", "Egret 出现了错误。")
    detail = Text(
        "Nothing was changed. Try again; if it stays, tell whoever runs this installation.",
        "未作任何更改。请重试；如仍出现，请告知本系统的管理者。",
    )

"""The SMS provider as its operator configured it: address, headers and body of one HTTP request.

`{phone}` (E.164), `{digits}` (the same without its plus) and `{text}` are filled in, escaped as the body's content type
asks; in the address they are percent-encoded.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, quote_plus, urlsplit
from xml.sax.saxutils import escape

from django.conf import settings

from egret.kernel import egress
from egret.kernel.text import Text

PLACEHOLDER = re.compile(r"\{(phone|digits|text)\}")
METHODS = ("POST", "GET", "PUT")
# A media type is a token of RFC 9110 §5.6.2 on each side; which escape belongs to which.
ESCAPES: tuple[tuple[str, Callable[[str], str]], ...] = (
    (r"application/(\S+\+)?json", lambda value: json.dumps(value)[1:-1]),
    (r"application/x-www-form-urlencoded", quote_plus),
    (r"(application|text)/(\S+\+)?xml", lambda value: escape(value, {'"': "&quot;", "'": "&apos;"})),
    (r"text/plain", str),
)
HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


@dataclass(frozen=True)
class Misconfiguration:
    id: str
    what: str
    what_to_do: str


class SmsMisconfigured(Exception):
    def __init__(self, *found: Misconfiguration) -> None:
        self.found = found
        super().__init__("; ".join(each.what for each in found))


@dataclass(frozen=True)
class Provider:
    """How to hand over a message, as its operator configured it."""

    processor: str
    url: str
    method: str
    headers: dict[str, str]
    body: str
    escape: Callable[[str], str]
    statuses: range
    pattern: re.Pattern[str] | None

    def fill(self, phone: str, text: str) -> tuple[str, bytes]:
        """The address and the body for one message. One pass: a text that says `{phone}` keeps saying it."""
        values = {"phone": phone, "digits": phone.lstrip("+"), "text": text}
        url = PLACEHOLDER.sub(lambda found: quote(values[found[1]], safe=""), self.url)
        return url, PLACEHOLDER.sub(lambda found: self.escape(values[found[1]]), self.body).encode()


def read_settings() -> Provider:
    """The provider of the settings. Raises SmsMisconfigured with everything that is wrong."""
    found: list[Misconfiguration] = []

    def wrong(number: int, what: str, what_to_do: str) -> None:
        found.append(Misconfiguration(f"egret.E{number:03}", what, what_to_do))

    processor = settings.EGRET_SMS_PROCESSOR.strip()
    if not processor:
        wrong(
            47,
            "EGRET_SMS_PROCESSOR is empty.",
            "Name the company that sends the messages: the privacy policy tells people who gets their number.",
        )
    url = settings.EGRET_SMS_URL
    if not _usable(url):
        wrong(
            41,
            "EGRET_SMS_URL is not an address of a provider.",
            "Give the whole https:// address its documentation names, without a user or password in it.",
        )
    method = settings.EGRET_SMS_METHOD.upper()
    if method not in METHODS:
        wrong(46, "EGRET_SMS_METHOD is not a method that sends.", f"Use one of {', '.join(METHODS)}.")
    headers = _headers(settings.EGRET_SMS_HEADERS)
    if headers is None:
        wrong(
            42,
            "EGRET_SMS_HEADERS is not a JSON object of texts.",
            'Write it like {"Authorization": "Bearer …", "Content-Type": "application/json"}.',
        )
    body, kind = settings.EGRET_SMS_BODY, _content_type(headers or {})
    escaped_by = next((each for pattern, each in ESCAPES if re.fullmatch(pattern, kind)), None)
    named = set(PLACEHOLDER.findall(url + body))
    if escaped_by is None:
        wrong(
            43,
            f"Nothing is known of escaping for the content type {kind}.",
            "Set Content-Type in EGRET_SMS_HEADERS to application/json, application/x-www-form-urlencoded, "
            "application/xml or text/plain.",
        )
    elif "text" not in named or not named & {"phone", "digits"}:
        wrong(
            43,
            "EGRET_SMS_BODY does not carry the number and the message.",
            'Put {phone} (or {digits}) and {text} where they belong, as in {"to": "{phone}", "text": "{text}"}.',
        )
    elif "json" in kind and body and not _is_json(body.replace("{digits}", "0")):
        wrong(43, "EGRET_SMS_BODY is not JSON.", "Put {phone} and {text} inside quotation marks, and check the rest.")
    statuses = _statuses(settings.EGRET_SMS_OK)
    if statuses is None:
        wrong(44, "EGRET_SMS_OK is not a range of statuses.", "Write it like 200-299, or 202.")
    pattern: re.Pattern[str] | None = None
    try:
        pattern = re.compile(settings.EGRET_SMS_OK_PATTERN) if settings.EGRET_SMS_OK_PATTERN else None
    except re.error as error:
        wrong(45, f"EGRET_SMS_OK_PATTERN is not a regular expression: {error}.", 'Write it like "status": *"ok".')
    if found or headers is None or escaped_by is None or statuses is None:
        raise SmsMisconfigured(*found)
    if body and not any(name.lower() == "content-type" for name in headers):
        headers["Content-Type"] = kind
    return Provider(processor, url, method, headers, body, escaped_by, statuses, pattern)


def register_provider() -> None:
    """Let messages out to the provider of the settings. Raises SmsMisconfigured."""
    provider = read_settings()
    egress.register(
        provider.url,
        processor=provider.processor,
        purpose="accounts.sign_in",
        payload=("phone number", "message text"),
        sends=Text("Your phone number and the message with the code", "您的手机号码和含验证码的短信"),
    )


def _usable(url: str) -> bool:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    return bool(
        parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc and "{" not in parts.netloc
    )


def _headers(given: str) -> dict[str, str] | None:
    """Names to values; None when that is not what they are."""
    try:
        headers = json.loads(given or "{}")
    except ValueError:
        return None
    good = isinstance(headers, dict) and all(
        HEADER_NAME.fullmatch(name) and isinstance(value, str) and value.isprintable()
        for name, value in headers.items()
    )
    return headers if good else None


def _content_type(headers: dict[str, str]) -> str:
    given = next((value for name, value in headers.items() if name.lower() == "content-type"), "application/json")
    return given.split(";")[0].strip().lower()


def _statuses(given: str) -> range | None:
    found = re.fullmatch(r"\s*([1-5]\d\d)\s*(?:-\s*([1-5]\d\d)\s*)?", given)
    if found is None:
        return None
    low, high = int(found[1]), int(found[2] or found[1])
    return range(low, high + 1) or None


def _is_json(body: str) -> bool:
    """A placeholder outside quotation marks is no JSON, except digits."""
    try:
        json.loads(body)
    except ValueError:
        return False
    return True

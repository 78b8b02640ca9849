"""PROPFIND (RFC 4918 §9.1), written as it is read: a folder of any size costs the memory of one page of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, Final, Literal
from xml.etree.ElementTree import Element, tostring
from xml.sax.saxutils import escape, quoteattr

from defusedxml.ElementTree import fromstring
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from wsgidav.dav_error import DAVError, PRECONDITION_CODE_PropfindFiniteDepth

from egret.cloud.dav.answers import Refused
from egret.cloud.dav.resources import Resource

# As many of a folder as are read by one statement, and sent together.
PAGE: Final = 500
HEAD: Final = '<?xml version="1.0" encoding="utf-8"?>\n<D:multistatus xmlns:D="DAV:">'
FOOT: Final = "</D:multistatus>"
# XML 1.0 has no way to write these, and one of them would make the whole answer unreadable.
UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
REPLACEMENT: Final = "\ufffd"


@dataclass(frozen=True)
class Wanted:
    """What a request asks for: the named properties, all of them (and the named ones), or only what there is."""

    mode: Literal["named", "all", "names"]
    named: tuple[str, ...] = ()


def propfind(found: Resource, depth: str, body: bytes) -> HttpResponseBase:
    """One or more answers in one; what fits on a page goes with its length. Raises Refused, DAVError."""
    if depth == "infinity":
        # RFC 4918 §9.1: also what a request without the header means.
        raise DAVError(403, err_condition=PRECONDITION_CODE_PropfindFiniteDepth)
    if depth not in ("0", "1"):
        raise Refused(400, "Depth is 0, 1 or infinity.")
    wanted = _parse(body)
    shown = found.provider.members(found) if depth == "1" and found.is_collection else iter(())
    answers = (_response(each, wanted) for each in chain([found], shown))
    first = list(islice(answers, PAGE + 1))
    response: HttpResponseBase
    if len(first) <= PAGE:
        response = HttpResponse("".join((HEAD, *first, FOOT)), status=207)
    else:
        response = StreamingHttpResponse(_pieces(first, answers), status=207)
    response.headers["Content-Type"] = "application/xml; charset=utf-8"
    return response


def _pieces(first: list[str], rest: Iterator[str]) -> Iterator[bytes]:
    yield "".join((HEAD, *first)).encode()
    while page := list(islice(rest, PAGE)):
        yield "".join(page).encode()
    yield FOOT.encode()


def _parse(body: bytes) -> Wanted:
    """A body that was found to be harmless XML, or none: all properties. Raises Refused."""
    if not body.strip():
        return Wanted("all")
    root = fromstring(body)
    parts = {part.tag: part for part in root}
    asked = [name for name in ("allprop", "propname", "prop") if f"{{DAV:}}{name}" in parts]
    if root.tag != "{DAV:}propfind" or len(asked) != 1:
        raise Refused(400, "Ask for one of prop, allprop and propname.")
    if asked[0] == "propname":
        return Wanted("names")
    # Of each name once: an answer that repeats one is refused by some clients.
    named = parts.get("{DAV:}include" if asked[0] == "allprop" else "{DAV:}prop", Element("none"))
    return Wanted("all" if asked[0] == "allprop" else "named", tuple(dict.fromkeys(each.tag for each in named)))


def _response(resource: Resource, wanted: Wanted) -> str:
    names = wanted.named
    if wanted.mode != "named":
        names = tuple(dict.fromkeys((*resource.names_of_properties(), *names)))
    there, missing = [], []
    for name in names:
        value = resource.value_of(name)
        if value is None:
            missing.append(_element(name, ""))
        else:
            there.append(_element(name, "" if wanted.mode == "names" else value))
    stats = _propstat(there, "200 OK") if there or not missing else ""
    if missing:
        stats += _propstat(missing, "404 Not Found")
    return f"<D:response><D:href>{escape(resource.get_href())}</D:href>{stats}</D:response>"


def _propstat(properties: list[str], status: str) -> str:
    return f"<D:propstat><D:prop>{''.join(properties)}</D:prop><D:status>HTTP/1.1 {status}</D:status></D:propstat>"


def _element(name: str, value: Any) -> str:
    """A property, whose value is a text or the element itself."""
    if isinstance(value, Element):
        return tostring(value, encoding="unicode")
    space, _, local = name.removeprefix("{").rpartition("}")
    # A property without a namespace has none here either: nothing declares one without a prefix.
    opening = local if not space else f"D:{local}" if space == "DAV:" else f"X:{local} xmlns:X={quoteattr(space)}"
    if not value:
        return f"<{opening}/>"
    return f"<{opening}>{escape(UNWRITABLE.sub(REPLACEMENT, value))}</{opening.partition(' ')[0]}>"

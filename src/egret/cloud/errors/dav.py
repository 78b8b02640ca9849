"""What a WebDAV request can be refused for that no other can."""

from __future__ import annotations

from egret.kernel.errors import EgretError
from egret.kernel.text import Text


class XmlTooLong(EgretError):
    status, slug = 413, "dav-body-too-long"
    title = Text("The request's XML is too long.", "请求中的 XML 过长。")
    detail = Text("Ask for fewer properties at once.", "请减少一次请求的属性数量。")

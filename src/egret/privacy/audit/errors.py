"""What can go wrong with the audit log."""

from __future__ import annotations

from egret.kernel.errors import EgretError
from egret.kernel.text import Text


class EntryUnknown(EgretError):
    status, slug = 404, "entry-unknown"
    title = Text("There is no such entry about you.", "没有关于您的此条记录。")
    detail = Text("It may have been about somebody else.", "该记录可能与他人有关。")


class NotYetProved(EgretError):
    status, slug = 409, "entry-not-yet-proved"
    title = Text("The proof is being made.", "证明正在生成。")
    detail = Text("The log is signed once a minute; look again in a moment.", "审计日志每分钟签名一次，请稍后再看。")


class AboutUnusable(Exception):
    """`about` is a key: one line, and short."""

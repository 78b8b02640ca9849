"""Why something cannot be stored, or not be read."""

from __future__ import annotations

from egret.kernel.errors import EgretError
from egret.kernel.text import Text


class BlobUnknown(EgretError):
    """It is not there, was given up, or this owner has no key to it."""

    status, slug = 404, "blob-unknown"
    title = Text("This content is not here.", "此内容不存在。")
    detail = Text("It was deleted, or was never stored completely.", "该内容已被删除，或从未完整存储。")


class BlobDamaged(EgretError):
    """The stored bytes are not those that were written; nothing of the damaged piece is given out. Facts: `what`."""

    status, slug = 500, "blob-damaged"
    title = Text("This content is damaged.", "此内容已损坏。")
    detail = Text(
        "Tell whoever runs this installation: a backup of the store is needed.",
        "请告知本系统的管理者：需要存储的备份。",
    )


class PartRefused(EgretError):
    """Somebody else added this part already, or the blob takes no more."""

    status, slug = 409, "part-refused"
    title = Text("This piece was added already, or nothing more can be added.", "此分块已添加，或不能再添加内容。")
    detail = Text("Ask how much is stored, and go on from there.", "请查询已存储的大小，并从该处继续。")

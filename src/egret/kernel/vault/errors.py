"""Why something kept in the vault cannot be read or written."""

from __future__ import annotations

from egret.kernel.errors import EgretError
from egret.kernel.text import Text


class KeyDestroyed(EgretError):
    """The owner's key was destroyed: nobody can read this any more, in no copy. That was the purpose."""

    status, slug = 410, "key-destroyed"
    title = Text("This was deleted for good.", "此内容已被彻底删除。")
    detail = Text("Its key was destroyed; it cannot be brought back.", "其密钥已销毁，无法恢复。")


class KeyMissing(EgretError):
    """The keyring lacks a key that it once had: an older one was restored."""

    status, slug = 500, "key-missing"
    title = Text("The key of this content is missing.", "缺少此内容的密钥。")
    detail = Text(
        "Tell whoever runs this installation: the keyring is older than the data, a newer copy of it is needed.",
        "请告知本系统的管理者：密钥环早于数据，需要恢复较新的密钥环副本。",
    )


class WrappingDamaged(EgretError):
    """A wrapped key is not what was stored, or belongs elsewhere."""

    status, slug = 500, "wrapping-damaged"
    title = Text("The key of this content is damaged.", "此内容的密钥已损坏。")
    detail = Text(
        "Tell whoever runs this installation: the keyring or the database must be restored.",
        "请告知本系统的管理者：需要恢复密钥环或数据库。",
    )

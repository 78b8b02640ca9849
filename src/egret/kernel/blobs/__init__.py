"""Encrypted object storage: what people store, in parts that are written once. docs/vault.md says how."""

from egret.kernel.blobs import kinds
from egret.kernel.blobs.bundles import Bundle, Small
from egret.kernel.blobs.errors import BlobDamaged, BlobUnknown, PartRefused
from egret.kernel.blobs.kinds import KindUnknown
from egret.kernel.blobs.parts import StoredPart, Writer
from egret.kernel.blobs.reading import Reader, open_blob
from egret.kernel.blobs.reconciling import Report, reconcile
from egret.kernel.blobs.releasing import drop_key, drop_keys, release, share_key, share_keys
from egret.kernel.blobs.room import free_bytes, is_full
from egret.kernel.blobs.writing import (
    LONG_DRAFT,
    Draft,
    PatchableDraft,
    append,
    append_all,
    begin,
    discard,
    draft,
    require_stored,
    seal,
    writer,
)
from egret.kernel.objects import StoreFull, StoreUnavailable
from egret.kernel.vault.codec import PART_SIZE
from egret.kernel.vault.owners import Owner

__all__ = [
    "LONG_DRAFT",
    "PART_SIZE",
    "BlobDamaged",
    "BlobUnknown",
    "Bundle",
    "Draft",
    "KindUnknown",
    "Owner",
    "PartRefused",
    "PatchableDraft",
    "Reader",
    "Report",
    "Small",
    "StoreFull",
    "StoreUnavailable",
    "StoredPart",
    "Writer",
    "append",
    "append_all",
    "begin",
    "discard",
    "draft",
    "drop_key",
    "drop_keys",
    "free_bytes",
    "is_full",
    "kinds",
    "open_blob",
    "reconcile",
    "release",
    "require_stored",
    "seal",
    "share_key",
    "share_keys",
    "writer",
]

"""The clauses that the drive keeps, one file per subject; importing one binds them."""

from egret.cloud.promises import drive, offline_copy

__all__ = ["drive", "offline_copy"]

"""The clauses that the house keeps as a whole, one file per subject; importing one binds them."""

from egret.project.promises import house, optional, storage, vault

__all__ = ["house", "optional", "storage", "vault"]

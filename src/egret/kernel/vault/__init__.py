"""Envelope encryption: the master key wraps owners' keys, those wrap blobs' keys, those encrypt parts."""

from egret.kernel.vault.errors import KeyDestroyed, KeyMissing, WrappingDamaged
from egret.kernel.vault.owners import Owner, destroy_key, is_destroyed

__all__ = ["KeyDestroyed", "KeyMissing", "Owner", "WrappingDamaged", "destroy_key", "is_destroyed"]

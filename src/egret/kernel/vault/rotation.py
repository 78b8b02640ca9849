"""A new master key: every owner's key is wrapped anew, while Egret runs. Interrupted, it is simply run again."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from egret.kernel import erasure
from egret.kernel.keyring import master
from egret.kernel.keyring.master import MasterKey, MasterKeys, Source
from egret.kernel.keyring.models import OwnerKey
from egret.kernel.keyring.router import KEYRING
from egret.kernel.vault import owners
from egret.kernel.vault.wrapping import wrap

# One transaction's worth: a server that makes a key meanwhile waits for milliseconds.
BATCH = 200


@dataclass(frozen=True)
class Rotation:
    """What was done. `unused`: ids of keys that wrap nothing any more and are still given."""

    current: str
    rewrapped: int
    unused: tuple[str, ...]


def rotate() -> Rotation:
    """Files get a new key in front, and lose the old ones; elsewhere the first key given is the new one.

    Raises MasterKeyUnusable.
    """
    source = Source.of(settings.INSTANCE)
    keys = master.master_keys(settings.INSTANCE)
    # A rotation that was interrupted is finished with the key that it had put in front.
    if source.kind == "file" and not _unfinished(keys):
        keys = MasterKeys((MasterKey(secrets.token_bytes(master.KEY_BYTES)), *keys.keys))
        master.write_whole(source.path, master.encode(keys.keys), replace=True)
    rewrapped = sum(_rewrap(keys))
    if source.kind == "file":
        keys = _drop_unused(source, keys)
    erasure.flush_deleted(KEYRING)
    in_use = set(_masters_in_use())
    unused = tuple(key.id for key in keys.keys[1:] if key.id not in in_use)
    return Rotation(keys.current.id, rewrapped, unused)


def _unfinished(keys: MasterKeys) -> bool:
    return any(used != keys.current.id for used in _masters_in_use()) and len(keys.keys) > 1


def _masters_in_use() -> list[str]:
    return list(OwnerKey.objects.order_by("master").values_list("master", flat=True).distinct())


def _rewrap(keys: MasterKeys) -> Iterator[int]:
    """Batch by batch until none is left, those included that a server made under the old key meanwhile."""
    while True:
        with transaction.atomic(using=KEYRING):
            old = OwnerKey.objects.select_for_update().exclude(master=keys.current.id).order_by("owner")
            rows = list(old[:BATCH])
            for row in rows:
                secret = owners.unwrap_owner_key(keys, row)
                row.wrapped = wrap(keys.current.secret, secret, owners.owner_key_context(row.owner))
                row.master = keys.current.id
            OwnerKey.objects.bulk_update(rows, ["wrapped", "master"])
        if not rows:
            return
        yield len(rows)


def _drop_unused(source: Source, keys: MasterKeys) -> MasterKeys:
    """Take the keys that wrap nothing out of the file. Under the lock nobody wraps by the key that goes: whoever makes
    a key next reads the file first."""
    with transaction.atomic(using=KEYRING):
        owners.lock_wrapping(shared=False)
        in_use = set(_masters_in_use())
        kept = MasterKeys((keys.current, *(key for key in keys.keys[1:] if key.id in in_use)))
        master.write_whole(source.path, master.encode(kept.keys), replace=True)
    return kept

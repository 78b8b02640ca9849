"""What is stored has an owner, and is unreadable without its keys: C17, C51."""

from __future__ import annotations

import secrets
import uuid

from django.conf import settings
from django.db import transaction

from egret.kernel import blobs
from egret.kernel.installation import Installation
from egret.kernel.keyring import master
from egret.kernel.models import Blob, Part
from egret.kernel.objects import store
from egret.kernel.promises import Finding, promise
from egret.kernel.vault import codec
from egret.project.promises import drill

CANARY = "kernel.canary"
# Always the same made-up person: a key of its own for each run would fill the keyring.
PROBE_OWNER = blobs.Owner("person", uuid.UUID("00000000-0000-7000-8000-000000000051"))
# Several frames, so that the byte that is changed lies in the middle of something.
CANARY_REPEATS = 5000
SHOWN = 3


def probe_every_blob_has_an_owner(installation: Installation) -> Finding:
    """The live store and the live database agree: names and sizes, nobody's content."""
    report = blobs.reconcile()
    faults = {
        "objects of no row": report.orphan_objects,
        "parts missing": report.missing_parts,
        "parts of the wrong size": report.wrong_sizes,
        "blobs without owner": report.ownerless_blobs,
        "blobs of nothing": report.unreferenced_blobs,
    }
    counts = ", ".join(f"{count} {name}" for name, count in report.counts.items())
    found = "; ".join(f"{name}: {len(names)} ({', '.join(names[:SHOWN])})" for name, names in faults.items() if names)
    return Finding(report.agrees, f"{counts}, {report.bytes} bytes; faults: {found or 'none'}")


def probe_security(installation: Installation) -> Finding:
    """Encryption at rest on the live store; and a restore drill: what is restored serves nothing before who was erased
    since is erased again, and a damaged backup, or one without the journal, is refused."""
    drilled, stored = drill.drill(), probe_encrypted_at_rest(installation)
    return Finding(
        drilled.passed and stored.kept,
        f"restore drill: came back {drilled.came_back}, gate closed because {drilled.closed or '(it is not)'}, a "
        f"damaged backup refused: {drilled.damaged_refused}, one without journal refused: "
        f"{drilled.without_journal_refused}; {stored.evidence}",
    )


def probe_encrypted_at_rest(installation: Installation) -> Finding:
    """A planted text is nowhere in what the store holds of it, comes back, and is refused once a byte was changed."""
    canary = secrets.token_hex(16).encode()
    content = canary * CANARY_REPEATS
    master.master_keys(settings.INSTANCE)
    blob = _plant(content)
    try:
        names = list(Part.objects.filter(blob=blob).values_list("name", flat=True))
        kept = {name: store().get_range(name, 0, store().size(name)) for name in names}
        legible = [name for name, held in kept.items() if canary in held]
        reader = blobs.open_blob(blob, PROBE_OWNER)
        back = reader.read(0, reader.size) == content
        changed = bytearray(kept[names[0]])
        changed[len(changed) // 2] ^= 1
        store().put(names[0], bytes(changed))
        refused = _is_refused(blob)
    finally:
        _remove(blob)
    return Finding(
        bool(kept) and not legible and back and refused,
        f"{len(kept)} objects of {sum(map(len, kept.values()))} bytes, of which {len(legible)} hold the planted text; "
        f"read back: {back}; refused after one byte was changed: {refused}",
    )


def _plant(content: bytes) -> Blob:
    draft = blobs.draft(PROBE_OWNER, CANARY)
    try:
        draft.write(content)
        draft.finish()
        with transaction.atomic():
            return draft.commit()
    except BaseException:
        draft.discard()
        raise


def _is_refused(blob: Blob) -> bool:
    try:
        blobs.open_blob(blob, PROBE_OWNER).read(0, blob.size)
    except blobs.BlobDamaged:
        return True
    return False


def _remove(blob: Blob) -> None:
    store().delete(Part.objects.filter(blob=blob).values_list("name", flat=True))
    blob.delete()


promise("C17", control=blobs.reconcile, probe=probe_every_blob_has_an_owner)
promise("C51", control=codec.encrypt, probe=probe_security)

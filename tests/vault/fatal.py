"""Processes that store and are killed in the middle of it, and others that look what is left; `test_killed` asks.

One process loads Django once; each life is a fork of it. `python -m tests.vault.fatal` reads a JSON object a line.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
import traceback
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import django

SIZES = (0, 1, 65536, 70_000, 300_000, 4 * 1024 * 1024 + 5)
WATCHED = (
    "/egret/kernel/blobs/",
    "/egret/kernel/vault/",
    "/egret/kernel/keyring/",
    "/egret/kernel/subscribers.py",
    "/egret/kernel/erasure.py",
    "/tests/vault/fatal.py",
)
MOST_LINES = 4000
MOST_SECONDS = 0.5

Tell = Callable[..., None]


def content(mark: int, size: int) -> bytes:
    """Of one mark, a shorter one is the beginning of a longer one."""
    return random.Random(mark).randbytes(max(SIZES))[:size]


def work(seed: int, early: bool, tell: Tell) -> NoReturn:
    """Store, add to, seal, release and remove for ever; what is told was promised to somebody. `early`: too soon."""
    from django.db import transaction

    from egret.kernel import blobs, ids
    from egret.kernel.blobs.releasing import remove_doomed
    from tests.vault.stored import KIND, refer_to

    chance = random.Random(seed)
    owner = blobs.Owner("person", ids.new_id())
    kept: list[uuid.UUID] = []

    def promise(*facts: Any, before: bool) -> None:
        if before is early:
            tell(*facts)

    def whole(mark: int, size: int) -> None:
        draft = blobs.draft(owner, KIND)
        draft.write(content(mark, size))
        draft.finish()
        promise("kept", draft.id, owner.id, mark, size, before=True)
        with transaction.atomic():
            refer_to(draft.commit())
        promise("kept", draft.id, owner.id, mark, size, before=False)
        kept.append(draft.id)

    def in_pieces(mark: int, size: int) -> None:
        with transaction.atomic():
            blob = blobs.begin(owner, KIND)
            refer_to(blob)
        writer, data = blobs.writer(blob, owner), content(mark, size)
        for start in range(0, size, blobs.PART_SIZE // 2):
            part = writer.store(data[start : start + blobs.PART_SIZE // 2])
            promise("open", blob.id, owner.id, mark, start + part.size, before=True)
            with transaction.atomic():
                blobs.append(blob, part)
            promise("open", blob.id, owner.id, mark, start + part.size, before=False)
        with transaction.atomic():
            blobs.seal(blob, owner)
        tell("kept", blob.id, owner.id, mark, size)
        kept.append(blob.id)

    def let_go(mark: int, size: int) -> None:
        from egret.accounts.models import ProfilePicture

        if kept:
            gone = kept.pop(chance.randrange(len(kept)))
            tell("releasing", gone)
            with transaction.atomic():
                ProfilePicture.objects.filter(blob_id=gone).delete()
                blobs.release([gone])
            tell("released", gone)
        if chance.random() < 0.5:
            remove_doomed()

    def leave(mark: int, size: int) -> None:
        """The owner goes, with everything; somebody else is next."""
        nonlocal owner
        from egret.accounts.models import ProfilePicture
        from egret.kernel import erasure

        tell("leaving", owner.id)
        with transaction.atomic():
            ProfilePicture.objects.filter(blob_id__in=kept).delete()
            blobs.release(kept)
            erasure.prepare("person", owner.id)
        for gone in kept:
            tell("released", gone)
        tell("left", owner.id)
        kept.clear()
        owner = blobs.Owner("person", ids.new_id())

    acts = (whole, whole, in_pieces, whole, in_pieces, let_go, let_go, leave)
    while True:
        chance.choice(acts)(chance.getrandbits(32), chance.choice(SIZES))


def die_at_a_line(left: int) -> None:
    """End this process, as a power cut would, before one of the lines that store."""

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal left
        if not any(place in frame.f_code.co_filename for place in WATCHED):
            return None
        if event == "line":
            left -= 1
            if left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    sys.settrace(trace)


def look(told: list[list[Any]], tell: Tell) -> None:
    """Whether each promise is held, before and after what is left over was removed; then everything goes."""
    from egret.accounts.models import ProfilePicture
    from egret.kernel import blobs
    from egret.kernel.blobs.releasing import remove_doomed

    promised: dict[str, list[Any]] = {}
    for what, blob_id, *facts in told:
        promised[blob_id] = [what, *facts]
    _settle_leaving(promised, tell)
    _hold(promised, tell)
    mended = blobs.reconcile(mend=True, grace=timedelta(0))
    for name in ("missing_parts", "wrong_sizes", "ownerless_blobs"):
        if getattr(mended, name):
            tell(name, getattr(mended, name))
    remove_doomed()
    if not blobs.reconcile(grace=timedelta(0)).agrees:
        tell("not mended")
    _hold(promised, tell)
    held = list(ProfilePicture.objects.values_list("blob_id", flat=True))
    ProfilePicture.objects.all().delete()
    blobs.release(held)
    remove_doomed()
    if blobs.reconcile(grace=timedelta(0)).counts != {"blobs": 0, "parts": 0, "objects": 0}:
        tell("not empty")


def _settle_leaving(promised: dict[str, list[Any]], tell: Tell) -> None:
    """Who was told to be gone has no key any more; who was about to go is here with everything, or gone with it."""
    from egret.kernel import blobs
    from egret.kernel.models import BlobKey, KeyDestruction
    from egret.kernel.vault import destroying, is_destroyed

    wanted = set(KeyDestruction.objects.values_list("owner", flat=True))
    destroying.destroy_doomed()
    if KeyDestruction.objects.exists():
        tell("a key is to go for ever")
    going = {id_: what for id_, (what, *_) in promised.items() if what in ("leaving", "left")}
    for owner_id, what in going.items():
        del promised[owner_id]
        owner = blobs.Owner("person", uuid.UUID(owner_id))
        gone = is_destroyed(owner)
        if what == "left" and not gone:
            tell("the key lives on", owner_id)
        if str(owner) in wanted and not gone:
            tell("a key that was to go lives on", owner_id)
        if not gone:
            continue
        for blob_id, (_, *facts) in promised.items():
            if facts and facts[0] == owner_id:
                if BlobKey.objects.filter(blob_id=blob_id).exists() and promised[blob_id][0] == "kept":
                    tell("the key is gone before its contents", blob_id)
                promised[blob_id] = ["released"]


def _hold(promised: dict[str, list[Any]], tell: Tell) -> None:
    from egret.kernel import blobs
    from egret.kernel.errors import EgretError
    from egret.kernel.models import Blob

    for blob_id, (what, *facts) in promised.items():
        blob = Blob.objects.filter(id=blob_id).first()
        if what == "releasing":
            continue
        if what == "released":
            if blob is not None and blob.state != Blob.State.DOOMED:
                tell("still there", blob_id)
            continue
        owner_id, mark, size = facts
        owner = blobs.Owner("person", uuid.UUID(owner_id))
        try:
            if blob is None:
                tell("lost", blob_id)
                continue
            if what == "open" and blob.state == Blob.State.OPEN:
                # The next one who comes goes on where the database says it ends.
                blobs.seal(blob, owner)
            reader = blobs.open_blob(blob, owner)
            if reader.size < size or (what == "kept" and reader.size != size):
                tell("shorter", blob_id, reader.size, size)
            elif reader.read(0, size) != content(mark, size):
                tell("other bytes", blob_id)
        except EgretError as error:
            tell("unreadable", blob_id, error.slug)


def life(of: Callable[[Tell], None], seconds: float | None = None) -> tuple[list[list[Any]], int]:
    """What a fork told until its end, which comes after `seconds` at the latest; and how it ended."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        try:
            of(lambda *facts: _tell(write, facts))
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    os.close(write)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(read) as heard:
        told = [json.loads(line) for line in heard]
    return told, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _tell(pipe: int, facts: tuple[Any, ...]) -> None:
    # One write of less than PIPE_BUF: whole or not at all.
    os.write(pipe, (json.dumps(facts, default=str) + "\n").encode())


def one_death(seed: int, early: bool) -> dict[str, Any]:
    chance = random.Random(~seed)
    if seed % 2:
        told, ended = life(lambda tell: work(seed, early, tell), seconds=chance.uniform(0.02, MOST_SECONDS))
    else:
        lines = chance.randrange(1, MOST_LINES)

        def until_a_line(tell: Tell) -> None:
            die_at_a_line(lines)
            work(seed, early, tell)

        told, ended = life(until_a_line)
    faults, looked = life(lambda tell: look(told, tell))
    return {"told": len(told), "ended": ended, "looked": looked, "faults": faults}


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "egret.project.settings"
    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from egret.kernel import purpose
    from egret.kernel.text import Text

    contract, text = purpose.LegalBasis.CONTRACT, Text("To store, and be killed", "存储并被终止")
    purpose.register("tests.fatal", contract, text, everywhere="tests stand outside the product")
    for database in ("default", "keyring"):
        call_command("migrate", database=database, verbosity=0)
    connections.close_all()
    with purpose.running("tests.fatal"):
        for line in sys.stdin:
            wanted = json.loads(line)
            print(json.dumps(one_death(wanted["seed"], wanted["early"])), flush=True)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    main()

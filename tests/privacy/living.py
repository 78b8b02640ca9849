"""Processes that plant, erase, copy and restore on a real data directory, and are killed in the middle of it.

`python -m tests.privacy.living COMMAND …`; what it finds is printed as one line of JSON.
"""

from __future__ import annotations

import io
import itertools
import json
import os
import signal
import sys
import threading
import uuid
import zipfile
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import Any
from unittest import mock

import django

# What is being done when a process of ours is killed.
ERASING = ("/egret/privacy/erasures/", "/egret/kernel/journal.py", "/egret/kernel/gate.py", "/egret/kernel/vault/")
COPYING = ("/egret/privacy/copies/", "/egret/kernel/blobs/")
DELETING = ("/egret/kernel/retention.py", "/egret/kernel/holds.py", "/egret/privacy/retention/", "/egret/kernel/blobs/")
RESTORING = ("/egret/cli/backup/", "/egret/kernel/journal.py")
# Longer than anything is kept.
FOUR_YEARS = timedelta(days=4 * 365)


def plant(phone: str) -> dict[str, Any]:
    """Somebody with a canary in every declared field, and somebody who stays."""
    from egret.accounts.models import Person
    from tests.privacy.erasures.canaries import Planter, about_the_person

    found = Planter(phone).all()
    stays = Person.objects.create(phone=f"{phone[:-1]}0", password="")
    return {"person": str(found.person.id), "stays": str(stays.id), "canaries": about_the_person(found)}


def order(person: str) -> str:
    from egret.privacy.erasures import actions

    return str(actions.do_order(uuid.UUID(person), at_once=True).id)


def run(order_id: str, lines: str = "0") -> str:
    """Carry it on; with `lines` this process is killed after so many lines of it."""
    from egret.privacy.erasures import actions

    _killed_after(lines, ERASING)
    return actions.run(uuid.UUID(order_id))


def state(order_id: str) -> dict[str, Any]:
    from egret.accounts.models import Person
    from egret.kernel import gate
    from egret.privacy.erasures.models import Erasure

    row = Erasure.objects.filter(id=order_id).first()
    return {
        "state": row.state if row else None,
        "people": Person.objects.count(),
        "closed": gate.why_closed(),
        "certificate": bool(row and row.certificate),
    }


def contents() -> list[str]:
    """Everything in the vault that any remaining key still reads, in hexadecimal."""
    from egret.kernel import blobs
    from egret.kernel.models import Blob, BlobKey

    found = []
    for key in BlobKey.objects.all():
        try:
            reader = blobs.open_blob(Blob.objects.get(id=key.blob_id), blobs.Owner.parse(key.owner))
            found.append(reader.read(0, reader.size).hex())
        except Exception as error:
            found.append(type(error).__name__.encode().hex())
    return found


def keep(phone: str) -> dict[str, Any]:
    """Somebody with files, one of them of several parts, who orders a copy of everything."""
    from egret.accounts.models import Person
    from egret.privacy.copies import actions
    from tests.factories import cloud

    person = Person.objects.create(phone=phone, password="")
    for number in range(10):
        cloud.file(person, f"{number}.txt", b"%d" % number * 10_000)
    cloud.file(person, "long.bin", os.urandom(9 * 1024 * 1024))
    copy, _ = actions.do_order(person.id, "en")
    return {"person": str(person.id), "copy": str(copy.id)}


def build(copy_id: str, lines: str = "0") -> bool:
    """Go on with a copy, at once after whoever was killed."""
    from egret.privacy.copies import building, writing

    building.SILENT_AFTER = timedelta(0)
    writing.COMMIT_MEMBERS = 3
    _killed_after(lines, COPYING)
    return building.build(uuid.UUID(copy_id))


def archive(person: str, copy_id: str) -> dict[str, int]:
    """What is in the finished copy: each file's check sum, once it was read."""
    from egret.kernel.blobs import Reader
    from egret.privacy.copies import actions

    reader: Reader
    _, reader = actions.do_open(uuid.UUID(person), uuid.UUID(copy_id), note=False)
    with zipfile.ZipFile(io.BytesIO(reader.read(0, reader.size))) as found:
        assert found.testzip() is None
        names = found.namelist()
        assert len(set(names)) == len(names)
        return {name: found.getinfo(name).CRC for name in names}


def expire(lines: str = "0") -> int:
    """The daily deletion of what is past its period, four years from now; returns how many rows are past after it."""
    from egret.kernel import clock, retention

    with clock.travel(FOUR_YEARS):
        _killed_after(lines, DELETING)
        retention.enforce()
        sys.settrace(None)
        return sum(each.past for each in retention.preview())


def restore(place: str, keys: str, lines: str = "0", objects: str = "0") -> bool:
    """With `lines` or `objects` this process is killed after so many lines, or when so many lie in the bucket."""
    from egret.cli.backup.restoring import put_back
    from egret.kernel.objects import BucketStore
    from egret.project.instance import Instance

    _killed_after(lines, RESTORING)
    put, count = BucketStore.put, itertools.count(1)

    def counted(store: BucketStore, name: str, data: bytes | bytearray) -> None:
        put(store, name, data)
        if next(count) == int(objects):
            os.kill(os.getpid(), signal.SIGKILL)

    with mock.patch.object(BucketStore, "put", counted):
        put_back(Instance.from_environment(), Path(place), Path(keys))
    return True


def _killed_after(lines: str, watched: tuple[str, ...]) -> None:
    """From now on this process lives for so many lines of the watched code; for ever when 0."""
    left = int(lines)

    def watch(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal left
        if not any(each in frame.f_code.co_filename for each in watched):
            return None
        if event == "line":
            left -= 1
            if left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return watch

    if left:
        sys.settrace(watch)
        threading.settrace(watch)


COMMANDS = {each.__name__: each for each in (plant, order, run, state, contents, keep, build, archive, expire)}
# It makes the installation that the others run on.
WITHOUT_ONE = {"restore": restore}


def main() -> None:
    sys.path.insert(0, str(Path(__file__).parents[2]))
    name, *arguments = sys.argv[1:]
    if name in WITHOUT_ONE:
        print(json.dumps(WITHOUT_ONE[name](*arguments)))
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egret.project.settings")
    django.setup()
    from egret.kernel.purpose import running

    with running("privacy.erase"):
        print(json.dumps(COMMANDS[name](*arguments)))


if __name__ == "__main__":
    main()

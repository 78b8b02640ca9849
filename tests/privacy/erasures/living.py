"""Processes that plant, erase and restore on a real data directory, and are killed in the middle of it.

`python -m tests.privacy.erasures.living COMMAND …`; what it finds is printed as one line of JSON.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import uuid
from pathlib import Path
from types import FrameType
from typing import Any

import django

# What is being done when a process of ours is killed.
WATCHED = ("/egret/privacy/erasures/", "/egret/kernel/journal.py", "/egret/kernel/gate.py", "/egret/kernel/vault/")


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

    if int(lines):
        sys.settrace(_killer(int(lines)))
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


def _killer(left: int) -> Any:
    def watch(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal left
        if not any(each in frame.f_code.co_filename for each in WATCHED):
            return None
        if event == "line":
            left -= 1
            if left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return watch

    return watch


COMMANDS = {each.__name__: each for each in (plant, order, run, state, contents)}


def main() -> None:
    sys.path.insert(0, str(Path(__file__).parents[3]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egret.project.settings")
    django.setup()
    from egret.kernel.purpose import running

    name, *arguments = sys.argv[1:]
    with running("privacy.erase"):
        print(json.dumps(COMMANDS[name](*arguments)))


if __name__ == "__main__":
    main()

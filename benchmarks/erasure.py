"""A person with 100,000 rows and 10,000 contents is erased: seconds, against half as much, and beside others' data.

python -m benchmarks.erasure [--scale 0.1]; on PostgreSQL: python tests/with_postgres.py python -m benchmarks.erasure
"""

from __future__ import annotations

import argparse
import secrets
import sys
import tempfile
import time
import uuid
from datetime import timedelta
from pathlib import Path

from benchmarks.figures import Figure, program, say
from benchmarks.local import prepare

ROWS, CONTENTS = 100_000, 10_000
MEETINGS = 1000
CONTENT_BYTES = 2048
GOAL_SECONDS = 60.0
AT_ONCE = 1000


def measure(options: argparse.Namespace) -> list[Figure]:
    with tempfile.TemporaryDirectory() as directory:
        prepare(Path(directory) / "data")
        scale = options.scale
        rows, contents = int(ROWS * scale), int(CONTENTS * scale)
        whole, half = erased(rows, contents), erased(rows // 2, contents // 2)
        say("filling the installation with others …")
        for _ in range(3):
            person(rows, contents)
        beside = erased(rows, contents)
        return [
            Figure(
                f"erase {rows:,} rows and {contents:,} contents", whole, "s", GOAL_SECONDS * scale, note="certified"
            ),
            Figure("  half of it", half, "s", note=f"{whole / half:.2f} times as long for twice as much"),
            Figure("  beside three times as much of others", beside, "s", note=f"{beside / whole:.2f} times as long"),
        ]


def erased(rows: int, contents: int) -> float:
    from egret.privacy.erasures import actions

    say(f"planting {rows} rows and {contents} contents …")
    order = actions.do_order(person(rows, contents), at_once=True)
    say("erasing …")
    started = time.perf_counter()
    state = actions.run(order.id)
    assert state == "done", state
    return time.perf_counter() - started


def person(rows: int, contents: int) -> uuid.UUID:
    """Somebody with so many stays in meetings, and so many small files."""
    from django.conf import settings
    from tests import factories
    from tests.factories import cloud

    from egret.cloud.models import FileVersion, Node
    from egret.kernel import clock, ids
    from egret.kernel.models import Blob, BlobKey, Part
    from egret.meetings.models import Meeting, Participant, Spell

    who, now = factories.person(), clock.now()
    meetings = [Meeting(host=who, ended_at=now) for _ in range(min(MEETINGS, rows // 4))]
    Meeting.objects.bulk_create(meetings, AT_ONCE)
    present = [Participant(meeting=each, nickname="Me", person=who) for each in meetings]
    Participant.objects.bulk_create(present, AT_ONCE)
    stays = rows - 2 * len(meetings) - 2 * contents
    Spell.objects.bulk_create(
        (
            Spell(
                sid=secrets.token_hex(8),
                participant=present[number % len(present)],
                room_sid="room",
                joined_at=now - timedelta(minutes=5),
                left_at=now,
                seen_at=now,
                closed_by="left",
            )
            for number in range(max(stays, 0))
        ),
        AT_ONCE,
    )
    root = cloud.root_of(who).node
    blobs = [
        Blob(id=ids.new_id(), kind="cloud.file", state="sealed", size=CONTENT_BYTES, part_count=1, created_at=now)
        for _ in range(contents)
    ]
    parts = []
    for blob in blobs:
        salt = secrets.token_bytes(16)
        name = f"{blob.id.hex[-3:]}/{blob.id.hex}.0.{salt[:4].hex()}"
        path = settings.INSTANCE.blobs / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(bytes(CONTENT_BYTES))
        parts.append(Part(blob=blob, number=0, size=CONTENT_BYTES, salt=salt, name=name))
    Blob.objects.bulk_create(blobs, AT_ONCE)
    Part.objects.bulk_create(parts, AT_ONCE)
    keys = (BlobKey(blob=blob, owner=f"person:{who.id}", wrapped=secrets.token_bytes(60)) for blob in blobs)
    BlobKey.objects.bulk_create(keys, AT_ONCE)
    nodes = [
        Node(space=root.space, parent=root, name=f"file {number}", is_folder=False, created_by=who)
        for number in range(contents)
    ]
    Node.objects.bulk_create(nodes, AT_ONCE)
    FileVersion.objects.bulk_create(
        (
            FileVersion(
                node=node, blob=blob, size=CONTENT_BYTES, media_type="text/plain", modified_at=now, created_by=who
            )
            for node, blob in zip(nodes, blobs, strict=True)
        ),
        AT_ONCE,
    )
    return who.id


if __name__ == "__main__":
    sys.exit(program(measure, lambda parser: parser.add_argument("--scale", type=float, default=1.0)))

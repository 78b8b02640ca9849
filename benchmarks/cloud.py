"""The drive: a folder of 10,000, the millionth file, a ZIP of 100,000, and a place in a file of 5 GiB."""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
import urllib.request
import uuid
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.directory import COOKIE, database, fetch, p95
from benchmarks.figures import Figure, program, say
from benchmarks.local import prepare
from benchmarks.servers import Server, granian

if TYPE_CHECKING:
    from egret.accounts.models import Person
    from egret.cloud.models import Node
    from egret.cloud.queries import Access

LISTED, ZIPPED = 10_000, 100_000
FEW, MANY = 1_000, 1_000_000
LARGE = 5 * 1024**3
ROUNDS = 100
STORED = 200
RANGE = 4096
MEGABYTE = 1_000_000


def measure(options: argparse.Namespace) -> list[Figure]:
    with ExitStack() as stack:
        # The store may be as large as the file of 5 GiB: --folder names a disk with room for it.
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="egret-benchmark-", dir=options.folder))
        data = Path(folder) / "data"
        prepare(data)
        from egret.accounts.models import Person

        person = Person.objects.create(phone="+447700900123")
        listed, zipped = rows(person, "listed", LISTED), rows(person, "zipped", options.zipped)
        large = large_file(person, options.large)
        say("the rows are there")
        figures = cost_of_storing(person, options.many)
        environment = {
            "EGRET_DATA": str(data),
            "EGRET_ORIGIN": "http://localhost:8000",
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        server = stack.enter_context(granian("egret.project.wsgi:application", "wsgi", environment, "/healthz"))
        headers = {"Cookie": f"{COOKIE}={session(person)}"}
        children = f"/api/v1/cloud/nodes/{listed.id}/children"
        note = database()
        for name, path, goal in (
            ("a page of 500 of a folder of 10,000", children, 100),
            ("the same by time, backwards", f"{children}?sort=modified&descending=true", 100),
            ("all 10,000 at once", f"{children}?limit=10000", None),
        ):
            rounds = options.rounds if goal else max(20, options.rounds // 5)
            value = p95(lambda path=path: fetch(server, path, headers), rounds)  # type: ignore[misc]
            say(f"{name}: {value:.1f} ms")
            figures.append(Figure(f"{name}, p95 over HTTP", value, "ms", goal, note=note))
        figures += ranged_read(server, large, options, headers)
        figures += zip_of_many(server, zipped, options.zipped, headers)
        return figures


def rows(person: Person, name: str, count: int) -> Node:
    """A folder with so many files of one small content, inserted in bulk."""
    from django.db.models import OuterRef, Subquery

    from egret.cloud.actions import tree
    from egret.cloud.models import FileVersion, Node

    root = root_of(person)
    folder = tree.do_create_folder(root, name)
    version = stored(access(person, folder), "0.txt", b"the content of each")
    for start in range(1, count, 5000):
        nodes = [
            Node(
                space=root.space,
                parent=folder,
                name=f"{number} of {name}.txt",
                is_folder=False,
                size=version.size,
                media_type=version.media_type,
                created_by=person,
            )
            for number in range(start, min(start + 5000, count))
        ]
        versions = [
            FileVersion(
                node=node,
                blob_id=version.blob_id,
                size=node.size,
                media_type=node.media_type,
                modified_at=node.modified_at,
            )
            for node in nodes
        ]
        Node.objects.bulk_create(nodes, batch_size=1000)
        FileVersion.objects.bulk_create(versions, batch_size=1000)
    current = FileVersion.objects.filter(node=OuterRef("pk")).values("pk")[:1]
    Node.objects.filter(parent=folder, version=None).update(version=Subquery(current))
    return folder


def root_of(person: Person) -> Access:
    from egret.cloud import queries
    from egret.cloud.actions import spaces
    from egret.kernel.api import Viewer

    door = queries.Door(Viewer(person.id, second_factor=False))
    return queries.access_space(door, spaces.personal_space(person.id).id)


def access(person: Person, node: Node) -> Access:
    from egret.cloud import queries
    from egret.kernel.api import Viewer

    return queries.access_node(queries.Door(Viewer(person.id, second_factor=False)), node.id)


def stored(place: Access, name: str, content: bytes, times: int = 1):  # type: ignore[no-untyped-def]  # Django is set up later
    """A file as a request stores it; `times` its content, one after the other."""
    from egret.cloud.actions import files
    from egret.cloud.models import Conflict
    from egret.cloud.queries import owner_of
    from egret.kernel import blobs

    draft = blobs.draft(owner_of(place.space), "cloud.file")
    for _ in range(times):
        draft.write(content)
    draft.finish()
    return files.do_store(place, name, draft, conflict=Conflict.REPLACE)


def large_file(person: Person, size: int) -> Node:
    node: Node = stored(root_of(person), "large.bin", os.urandom(1024**2), size // 1024**2).node
    return node


def cost_of_storing(person: Person, many: int) -> list[Figure]:
    """What `do_store` takes with a thousand files around, and with a million."""
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    few_folder, many_folder = rows(person, "few", FEW), None
    few = storing(person, few_folder)
    with CaptureQueriesContext(connection) as asked, transaction.atomic():
        stored(access(person, few_folder), "counted.txt", b"x")
    say(f"{few:.2f} ms each with {FEW:,} files around; {len(asked)} statements; inserting the others …")
    many_folder = rows(person, "many", many)
    if os.environ.get("EGRET_DATABASE_URL"):
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as autovacuum does within the minute
    late = storing(person, many_folder)
    again = storing(person, few_folder)
    say(f"{late:.2f} ms each with {many:,} around, {again:.2f} in the small folder beside them")
    return [
        Figure(f"storing a file in a folder of {FEW:,}, median of CPU time", few, "ms", note=database()),
        Figure(f"storing a file in a folder of {many:,}, median of CPU time", late, "ms"),
        Figure("the millionth over the thousandth", late / few, "×", 1.2),
        Figure("statements to look up, store and record one file", len(asked), ""),
    ]


def storing(person: Person, folder: Node) -> float:
    """The median, in milliseconds of this process's own: encryption and all rows, without waiting for the disk."""
    spent = []
    for _ in range(STORED):
        place, name = access(person, folder), f"{uuid.uuid4()}.txt"
        started = time.process_time()
        stored(place, name, b"the content of each")
        spent.append((time.process_time() - started) * 1000)
    return statistics.median(spent)


def session(person: Person) -> str:
    from django.test import Client

    client = Client()
    client.force_login(person)
    return client.cookies[COOKIE].value


def ranged_read(server: Server, large: Node, options: argparse.Namespace, headers: dict[str, str]) -> list[Figure]:
    """From the request to the first 4 KiB, anywhere in a large file."""
    places = iter(range(RANGE, options.large - RANGE, (options.large - 2 * RANGE) // (options.rounds + 20)))
    path = f"/api/v1/cloud/nodes/{large.id}/content"

    def read() -> None:
        start = next(places)
        body = fetch(server, path, {**headers, "Range": f"bytes={start}-{start + RANGE - 1}"})
        if len(body) != RANGE:
            raise RuntimeError(f"{len(body)} bytes of a range of {RANGE}")

    size = f"{options.large / 1024**3:g} GiB"
    return [Figure(f"4 KiB in the middle of {size}, p95 over HTTP", p95(read, options.rounds), "ms", 20)]


def zip_of_many(server: Server, folder: Node, count: int, headers: dict[str, str]) -> list[Figure]:
    """A ZIP of many small files: the first byte, the rate, and by how much the server grows."""
    address = f"{server.url}/api/v1/cloud/nodes/{folder.id}/archive"
    request = urllib.request.Request(address, headers={**headers, "Host": "localhost"})
    before = memory(server)
    peak = total = 0
    started = time.perf_counter()
    with urllib.request.urlopen(request) as answer:
        announced = int(answer.headers["Content-Length"])
        total += len(answer.read(1))
        first = time.perf_counter() - started
        looked = started
        while piece := answer.read(1 << 18):
            total += len(piece)
            if time.perf_counter() - looked > 0.5:
                looked, peak = time.perf_counter(), max(peak, memory(server))
    spent = time.perf_counter() - started
    if total != announced:
        raise RuntimeError(f"{total} bytes came, {announced} were announced")
    return [
        Figure(f"ZIP of {count:,} files: the first byte", first, "s"),
        Figure("the same: files a second", count / spent, "/s", note="19 bytes each"),
        Figure("the same: the server grows by", max(0, peak - before) / MEGABYTE, "MB", 64),
    ]


def memory(server: Server) -> int:
    return sum(process.memory_info().rss for process in server.processes())


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rounds", type=int, default=ROUNDS, metavar="N", help=f"requests of each kind ({ROUNDS})")
    parser.add_argument("--many", type=int, default=MANY, metavar="N", help=f"files around the last ({MANY})")
    parser.add_argument("--zipped", type=int, default=ZIPPED, metavar="N", help=f"files in the ZIP ({ZIPPED})")
    parser.add_argument("--large", type=int, default=LARGE, metavar="BYTES", help=f"the large file ({LARGE})")
    parser.add_argument("--folder", type=Path, metavar="DIR", help="where the data lie (the system's temporary folder)")


if __name__ == "__main__":
    sys.exit(program(measure, add_options))

"""People who store, change, move and remove files while their server is killed; they remember what they were told.

What was answered is certain. What was not may have happened or not, and nothing in between: both are kept in mind until
the server is there again and can be asked.
"""

from __future__ import annotations

import json
import random
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import quote

import requests

from egret.cloud.uploads.bundles import CONTENT_TYPE
from egret.cloud.uploads.protocol import metadata_of
from tests.e2e.installation import Egret, wait_until

FOLDERS = ("first", "second/below", "third 三")
SIZES = (1, 70_000, 300_000, 4 * 1024 * 1024 - 5000, 5 * 1024 * 1024)
MEBIBYTE = 1024 * 1024
PIECE = 2 * MEBIBYTE
# What the front says while the server behind it is gone.
AWAY = (502, 503, 504)
TRASH, GONE = "trash", "gone"
OCTETS = "application/offset+octet-stream"


def content(mark: int) -> bytes:
    """No two marks have the same size, so that a version is known by it."""
    return random.Random(mark).randbytes(size_of(mark))


def size_of(mark: int) -> int:
    return SIZES[mark % len(SIZES)] + mark


class State(NamedTuple):
    """Where a file is, and the marks of its versions, the latest last."""

    place: str
    marks: tuple[int, ...]


@dataclass
class File:
    """`maybe` holds one state when that was told, two after an act that nobody answered."""

    name: str
    maybe: list[State]
    node: str | None = None

    @property
    def state(self) -> State:
        (state,) = self.maybe
        return state


class Unanswered(Exception):
    """The server died, or was dead."""


@dataclass
class Drive:
    """One person's drive, which several threads use; the trash is everybody's."""

    egret: Egret
    person: dict[str, str]
    root: str = ""
    space: str = ""
    folders: dict[str, str] = field(default_factory=dict)
    files: list[File] = field(default_factory=list)
    trash: threading.RLock = field(default_factory=threading.RLock)
    answered: int = 0
    unanswered: int = 0

    def open(self) -> None:
        """Sign in and make the folders."""
        self.cookies = requests.cookies.RequestsCookieJar()
        version = self.ask("GET", "/policy").json()["version"]
        body = {"phone": self.person["phone"], "password": self.person["password"], "policy_version": version}
        self.cookies = self.ask("POST", "/sign-in/password", json=body).cookies
        space = self.ask("GET", "/cloud/spaces").json()["items"][0]
        self.root, self.space = space["root"], space["id"]
        for path in FOLDERS:
            parent = self.root
            for name in path.split("/"):
                parent = self.ask("POST", f"/cloud/nodes/{parent}/folders", json={"name": name}).json()["id"]
            self.folders[path] = parent

    def ask(self, method: str, path: str, allowed: tuple[int, ...] = (), **options: Any) -> requests.Response:
        """One request. Raises Unanswered."""
        address = path if path.startswith(("/dav/", "/api/")) else f"/api/v1{path}"
        if address.startswith("/dav/"):
            options["auth"] = (self.person["username"], self.person["app_password"])
        else:
            options["cookies"] = self.cookies
        try:
            response = requests.request(method, self.egret.origin + address, timeout=60, **options)
        except requests.RequestException as error:
            raise Unanswered from error
        if response.status_code in AWAY:
            raise Unanswered
        assert response.ok or response.status_code in allowed, (method, path, response.status_code, response.text)
        return response

    def patiently(self, method: str, path: str, allowed: tuple[int, ...] = (), **options: Any) -> requests.Response:
        """Until the server is back: for requests that may be repeated."""

        def answer() -> requests.Response | None:
            try:
                return self.ask(method, path, allowed, **options)
            except Unanswered:
                return None

        response: requests.Response | None = None

        def there() -> bool:
            nonlocal response
            response = answer()
            return response is not None

        wait_until(there, 300, "an answer")
        assert response is not None
        return response

    def upload(self, metadata: dict[str, str], length: int) -> dict[str, str]:
        """The headers that begin one."""
        return {"Tus-Resumable": "1.0.0", "Upload-Length": str(length), "Upload-Metadata": metadata_of(metadata)}

    def trashed(self) -> set[str]:
        return {each["id"] for each in self.patiently("GET", f"/cloud/spaces/{self.space}/trash").json()["items"]}

    def used(self) -> int:
        used: int = self.patiently("GET", "/cloud/spaces").json()["items"][0]["used_bytes"]
        return used


class Actor(threading.Thread):
    """Acts at random until told to stop; `error` is what it found wrong."""

    def __init__(self, drive: Drive, number: int, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.drive, self.number, self.stop = drive, number, stop
        self.chance = random.Random(number)
        self.files: list[File] = []
        self.next_mark = number * 1000
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            while not self.stop.is_set():
                self.act()
            for file in self.files:
                self.settle(file)
        except BaseException as error:  # told to whoever waits for this thread
            self.error = error

    def act(self) -> None:
        living = [file for file in self.files if file.maybe[0].place not in (TRASH, GONE)]
        acts: list[Callable[[], None]] = [self.create, self.create_in_pieces, self.create_together]
        if living:
            file = self.chance.choice(living)
            acts += [lambda: self.move(file), lambda: self.move_by_dav(file), lambda: self.throw_away(file)] * 2
            acts += [lambda: self.write(file), lambda: self.write_by_dav(file), lambda: self.revert(file)] * 2
            acts += [lambda: self.copy(file)]
        acts += [self.bring_back, self.purge, self.empty]
        self.chance.choice(acts)()

    def mark(self) -> int:
        self.next_mark += 1
        return self.next_mark

    # What is asked of the server.

    def create(self) -> None:
        folder, mark = self.chance.choice(FOLDERS), self.mark()
        file = self._new(folder, (mark,))
        if size_of(mark) > 4 * 1024 * 1024:
            self._send(file, folder, mark, "ask")
            return
        with self.changes(file):
            response = self._begin(file, folder, mark, "ask", data=content(mark))
            file.node = response.headers["Egret-Node"]

    def create_in_pieces(self) -> None:
        folder, mark = self.chance.choice(FOLDERS), self.mark()
        self._send(self._new(folder, (mark,)), folder, mark, "ask")

    def create_together(self) -> None:
        """Sent again and again until it is answered: then each is there, and once."""
        folder = self.chance.choice(FOLDERS)
        small = [mark for mark in (self.mark() for _ in SIZES) if size_of(mark) < MEBIBYTE]
        files = [self._new(folder, (mark,)) for mark in small]
        body = bytearray()
        for file, mark in zip(files, small, strict=True):
            about = {"id": str(uuid.uuid4()), "filename": file.name, "parent": self.drive.folders[folder]}
            body += json.dumps({**about, "size": size_of(mark)}).encode() + b"\n" + content(mark)
        headers = {"Content-Type": CONTENT_TYPE}
        answer = self.drive.patiently("POST", "/cloud/bundles", data=bytes(body), headers=headers)
        for file, item in zip(files, answer.json()["items"], strict=True):
            assert item["node"], item
            file.node = item["node"]
            del file.maybe[:-1]
        self.drive.answered += 1

    def write(self, file: File) -> None:
        mark = self.mark()
        was = file.state
        file.maybe.append(State(was.place, (*was.marks, mark)))
        self._send(file, was.place, mark, "replace")

    def write_by_dav(self, file: File) -> None:
        mark = self.mark()
        was = file.state
        file.maybe.append(State(was.place, (*was.marks, mark)))
        with self.changes(file):
            self.drive.ask("PUT", self._dav(was.place, file), data=content(mark))

    def revert(self, file: File) -> None:
        was = file.state
        versions = self.drive.patiently("GET", f"/cloud/nodes/{file.node}/versions").json()["items"]
        chosen = self.chance.choice(versions)
        if chosen["current"]:
            return
        file.maybe.append(State(was.place, (*was.marks, self._marked(chosen["size"]))))
        with self.changes(file):
            self.drive.ask("POST", f"/cloud/nodes/{file.node}/versions/{chosen['id']}/restore")

    def move(self, file: File) -> None:
        target = self._to_another(file)
        with self.changes(file):
            self.drive.ask("POST", f"/cloud/nodes/{file.node}/move", json={"parent": self.drive.folders[target]})

    def move_by_dav(self, file: File) -> None:
        source = self._dav(file.state.place, file)
        target = self.drive.egret.origin + self._dav(self._to_another(file), file)
        with self.changes(file):
            self.drive.ask("MOVE", source, headers={"Destination": target})

    def copy(self, file: File) -> None:
        folder = self.chance.choice(FOLDERS)
        made = self._new(folder, file.state.marks[-1:])
        body = {"parent": self.drive.folders[folder], "name": made.name}
        with self.changes(made):
            made.node = self.drive.ask("POST", f"/cloud/nodes/{file.node}/copy", json=body).json()["id"]

    def throw_away(self, file: File) -> None:
        with self.drive.trash:
            file.maybe.append(State(TRASH, file.state.marks))
            with self.changes(file):
                self.drive.ask("DELETE", f"/cloud/nodes/{file.node}")

    def bring_back(self) -> None:
        with self.drive.trash:
            file = self._from_trash()
            if file is None:
                return
            for folder in FOLDERS:
                file.maybe.append(State(folder, file.maybe[0].marks))
            with self.changes(file, settle_always=True):
                self.drive.ask("POST", f"/cloud/nodes/{file.node}/restore")
            # Told or not, it is asked where it is.

    def purge(self) -> None:
        with self.drive.trash:
            file = self._from_trash()
            if file is None:
                return
            file.maybe.append(State(GONE, file.state.marks))
            with self.changes(file):
                self.drive.ask("DELETE", f"/cloud/nodes/{file.node}/forever")

    def empty(self) -> None:
        """Everybody's trash, not only one's own."""
        with self.drive.trash:
            there = [file for file in self.drive.files if file.maybe == [State(TRASH, file.maybe[0].marks)]]
            for file in there:
                file.maybe.append(State(GONE, file.state.marks))
            try:
                self.drive.ask("POST", f"/cloud/spaces/{self.drive.space}/trash/empty")
                self.drive.answered += 1
                for file in there:
                    del file.maybe[0]
            except Unanswered:
                self.drive.unanswered += 1
                for file in there:
                    self.settle(file)
                assert len({file.maybe[0].place for file in there}) <= 1, "half of the trash was emptied"

    # What is remembered of it.

    @contextmanager
    def changes(self, file: File, *, settle_always: bool = False) -> Iterator[None]:
        """The first of a file's possible states was before; without an answer it is looked which one is."""
        try:
            yield
            self.drive.answered += 1
            if not settle_always:
                del file.maybe[:-1]
        except Unanswered:
            self.drive.unanswered += 1
            settle_always = True
        if settle_always:
            self.settle(file)

    def settle(self, file: File) -> None:
        if len(file.maybe) == 1:
            return
        if file.node is None:
            file.node = self._found(file)
        found = self.look(file)
        assert found in file.maybe, f"{file.name} is {found}, and was to be one of {file.maybe}"
        file.maybe = [found]

    def look(self, file: File) -> State:
        """Where it is now and what it holds, by its current content and the sizes of the others."""
        marks = file.maybe[0].marks
        if file.node is None:
            return State(GONE, marks)
        response = self.drive.patiently("GET", f"/cloud/nodes/{file.node}", (404,))
        if response.status_code == 404:
            return State(TRASH if file.node in self.drive.trashed() else GONE, marks)
        parent = response.json()["path"][-2]["id"]
        place = next(path for path, id_ in self.drive.folders.items() if id_ == parent)
        versions = self.drive.patiently("GET", f"/cloud/nodes/{file.node}/versions").json()["items"]
        found = tuple(self._marked(each["size"]) for each in reversed(versions))
        bytes_now = self.drive.patiently("GET", f"/cloud/nodes/{file.node}/content").content
        wanted = content(found[-1])
        same = next((at for at, pair in enumerate(zip(bytes_now, wanted, strict=False)) if pair[0] != pair[1]), None)
        assert bytes_now == wanted, f"{file.name}: {len(bytes_now)} of {len(wanted)} bytes, other ones from {same} on"
        return State(place, found)

    def verify(self, file: File) -> None:
        """Every version, byte for byte."""
        found = self.look(file)
        assert found == file.state, f"{file.name} is {found} and not {file.state}"
        if found.place in (TRASH, GONE):
            return
        for each in self.drive.patiently("GET", f"/cloud/nodes/{file.node}/versions").json()["items"]:
            path = f"/cloud/nodes/{file.node}/content?version={each['id']}"
            assert self.drive.patiently("GET", path).content == content(self._marked(each["size"])), file.name

    def _marked(self, size: int) -> int:
        return next(mark for mark in range(self.number * 1000, self.next_mark + 1) if size_of(mark) == size)

    def _new(self, folder: str, marks: tuple[int, ...]) -> File:
        file = File(f"{self.number}-{uuid.uuid4().hex[:8]}.bin", [State(GONE, marks), State(folder, marks)])
        self.files.append(file)
        self.drive.files.append(file)
        return file

    def _found(self, file: File) -> str | None:
        """The id of a file whose making nobody answered."""
        folder = file.maybe[-1].place
        listed = self.drive.patiently("GET", f"/cloud/nodes/{self.drive.folders[folder]}/children?limit=10000").json()
        return next((each["id"] for each in listed["items"] if each["name"] == file.name), None)

    def _from_trash(self) -> File | None:
        trashed = [file for file in self.files if len(file.maybe) == 1 and file.state.place == TRASH]
        return self.chance.choice(trashed) if trashed else None

    def _to_another(self, file: File) -> str:
        was = file.state
        target = self.chance.choice([folder for folder in FOLDERS if folder != was.place])
        file.maybe.append(State(target, was.marks))
        return target

    def _dav(self, folder: str, file: File) -> str:
        return "/dav/" + quote(f"{folder}/{file.name}")

    def _begin(self, file: File, folder: str, mark: int, conflict: str, data: bytes | None = None) -> requests.Response:
        metadata = {"filename": file.name, "parent": self.drive.folders[folder], "conflict": conflict}
        headers = self.drive.upload(metadata, size_of(mark))
        if data is not None:
            headers["Content-Type"] = OCTETS
        return self.drive.ask("POST", "/cloud/uploads", headers=headers, data=data)

    def _send(self, file: File, folder: str, mark: int, conflict: str) -> None:
        """An upload in pieces, gone on with after each death until it is whole."""
        headers = {"Tus-Resumable": "1.0.0"}
        try:
            address = self._begin(file, folder, mark, conflict).headers["Location"]
        except Unanswered:
            self.drive.unanswered += 1
            self.settle(file)
            return
        data, told = content(mark), 0
        while True:
            response = self.drive.patiently("HEAD", address, headers=headers)
            offset = int(response.headers["Upload-Offset"])
            assert offset >= told, "a byte that was told is gone"
            told = offset
            if told == len(data):
                break
            moment = {**headers, "Upload-Offset": str(offset), "Content-Type": OCTETS}
            try:
                piece = data[offset : offset + PIECE]
                # 423: whoever wrote when the server died holds the upload for a moment.
                answer = self.drive.ask("PATCH", address, (423,), headers=moment, data=piece)
                if answer.status_code == 423:
                    self.stop.wait(0.5)
                    continue
                self.drive.answered += 1
                told = int(answer.headers["Upload-Offset"])
            except Unanswered:
                self.drive.unanswered += 1
        file.node = response.headers["Egret-Node"]
        del file.maybe[:-1]

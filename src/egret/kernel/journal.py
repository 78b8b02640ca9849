"""The journal of erasures, outside the database: who was forgotten stays so when an older backup comes back (C69).

One line of JSON each, synced before anything is erased, chained by SHA-256 of the line before. It holds no personal
data: a subject is an HMAC of their random key under the journal's own salt, which recognises them in a restored
database and says nothing without one. Standard library only: backup, restore and the start read it without Django.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import hmac
import json
import os
import secrets
import shutil
import uuid
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path

from egret.kernel import clock
from egret.project.instance import Instance, write_private

FORMAT = "egret journal of erasures v1"
# The file's name in the data directory's journal, and at each backup place.
NAME = "erasures.jsonl"
PLACES = "places.json"


class JournalDamaged(Exception):
    """A line is not what was written, or was taken out."""


@dataclass(frozen=True)
class Entry:
    """`subject` was to be erased; `digest` is the line's own, which the next line holds."""

    number: int
    at: str
    subject: str
    digest: str


@dataclass
class Journal:
    """What a file holds: its random id and salt, and every entry in order."""

    id: str
    salt: bytes
    head: str  # digest of the last line
    entries: list[Entry] = field(default_factory=list)
    by_subject: dict[str, Entry] = field(default_factory=dict)

    def pseudonym(self, owner: str) -> str:
        """`owner` as the vault writes it: "person:" and a random key."""
        return hmac.digest(self.salt, owner.encode(), hashlib.sha256).hex()

    def find(self, owner: str) -> Entry | None:
        return self.by_subject.get(self.pseudonym(owner))

    def continues(self, other: Journal) -> bool:
        """Whether this is the same journal as `other`, and as long or longer."""
        digests = [other.head] if other.entries else []
        mine = self.entries[len(other.entries) - 1].digest if 0 < len(other.entries) <= len(self.entries) else None
        return self.id == other.id and len(self.entries) >= len(other.entries) and (not digests or mine == digests[0])

    def _take(self, line: bytes) -> None:
        """Raises JournalDamaged for a line that does not follow."""
        try:
            read = json.loads(line)
            number, at, subject, before = (read[name] for name in ("n", "at", "subject", "before"))
        except (ValueError, KeyError, TypeError):
            raise JournalDamaged(f"line {len(self.entries) + 2} cannot be read") from None
        if number != len(self.entries) + 1 or before != self.head:
            raise JournalDamaged(f"line {len(self.entries) + 2} does not follow the one before it")
        entry = Entry(number, at, subject, hashlib.sha256(line).hexdigest())
        self.entries.append(entry)
        self.by_subject[subject] = entry
        self.head = entry.digest


def read(path: Path) -> Journal:
    """A whole journal. Raises FileNotFoundError, JournalDamaged."""
    return parse(path.read_bytes())


def parse(content: bytes) -> Journal:
    """A last line without its end was being written when the machine stopped: nothing had been erased for it yet.

    Raises JournalDamaged.
    """
    first, *lines = content.split(b"\n")[:-1] or [b""]
    try:
        begun = json.loads(first)
        if begun["format"] != FORMAT:
            raise JournalDamaged("this is not a journal of erasures that this version knows")
        found = Journal(begun["journal"], bytes.fromhex(begun["salt"]), hashlib.sha256(first).hexdigest())
    except (ValueError, KeyError, TypeError):
        raise JournalDamaged("its first line cannot be read") from None
    for line in lines:
        found._take(line)
    return found


_known: dict[Path, tuple[tuple[int, int, int], Journal]] = {}


def of(instance: Instance) -> Journal | None:
    """The journal of an installation; None before its first erasure. Raises JournalDamaged."""
    path = path_of(instance)
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    state = (found.st_ino, found.st_size, found.st_mtime_ns)
    known = _known.get(path)
    if known is None or known[0] != state:
        known = (state, read(path))
        _known[path] = known
    return known[1]


def path_of(instance: Instance) -> Path:
    return instance.journal / NAME


def begin(instance: Instance) -> Journal:
    """The journal of an installation, made where there is none."""
    found = of(instance)
    if found is not None:
        return found
    with _locked(instance):
        return _begun(instance)


def append(instance: Instance, owner: str) -> Entry:
    """Write down that an owner is to be erased; durable when this returns. Twice is once."""
    found = of(instance)
    if found is not None and (entry := found.find(owner)) is not None:
        return entry
    with _locked(instance):
        journal = _begun(instance)
        entry = journal.find(owner) or _write(instance, journal, owner)
    share(instance)
    return entry


def share(instance: Instance) -> None:
    """Copy the journal to each place that has backups: where one of them is restored, it is needed. A place that is
    away just now has it at the next backup."""
    for place in places(instance):
        with contextlib.suppress(OSError):
            copy(path_of(instance), place / NAME)


def copy(source: Path, target: Path) -> None:
    """The whole file, durable and at once. Raises OSError."""
    if not target.parent.is_dir():
        raise FileNotFoundError(target.parent)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        shutil.copyfile(source, draft)
        _sync(draft)
        draft.replace(target)
        _sync(target.parent)
    finally:
        draft.unlink(missing_ok=True)


def places(instance: Instance) -> list[Path]:
    """Where backups were made to."""
    try:
        return [Path(each) for each in json.loads((instance.journal / PLACES).read_text())]
    except (OSError, ValueError):
        return []


def remember_place(instance: Instance, place: Path) -> None:
    known = places(instance)
    if place not in known:
        instance.journal.mkdir(mode=0o700, exist_ok=True)
        write_private(instance.journal / PLACES, json.dumps([str(each) for each in [*known, place]]))


_made_up: ContextVar[bool] = ContextVar("made_up", default=False)


@contextlib.contextmanager
def made_up() -> Iterator[None]:
    """Whoever goes within the block never was: a probe's people are swept away by other means."""
    token = _made_up.set(True)
    try:
        yield
    finally:
        _made_up.reset(token)


def is_made_up() -> bool:
    return _made_up.get()


def _begun(instance: Instance) -> Journal:
    found = of(instance)
    if found is None:
        first = {
            "format": FORMAT,
            "journal": str(uuid.uuid4()),
            "salt": secrets.token_hex(32),
            "begun_at": clock.now().isoformat(),
        }
        draft = instance.journal / f".{NAME}.{os.getpid()}"
        write_private(draft, json.dumps(first, sort_keys=True) + "\n")
        draft.replace(path_of(instance))
        _sync(instance.journal)
        found = of(instance)
        assert found is not None
    return found


def _write(instance: Instance, journal: Journal, owner: str) -> Entry:
    """Behind the last whole line: half of one that a power cut left is written over."""
    line = json.dumps(
        {
            "n": len(journal.entries) + 1,
            "at": clock.now().isoformat(),
            "subject": journal.pseudonym(owner),
            "before": journal.head,
        },
        sort_keys=True,
    ).encode()
    path = path_of(instance)
    with path.open("r+b") as file:
        content = file.read()
        end = content.rfind(b"\n") + 1
        if end < len(content):
            file.truncate(end)
        file.seek(end)
        file.write(line + b"\n")
        file.flush()
        os.fsync(file.fileno())
        found = os.fstat(file.fileno())
    journal._take(line)
    _known[path] = ((found.st_ino, found.st_size, found.st_mtime_ns), journal)
    return journal.entries[-1]


@contextlib.contextmanager
def _locked(instance: Instance) -> Iterator[None]:
    """One writer at a time, of all processes and threads."""
    instance.journal.mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(instance.journal / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

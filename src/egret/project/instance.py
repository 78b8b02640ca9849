"""Where one installation keeps its state: paths, secrets and the description of what runs now.

Standard library only: the supervisor reads it without loading Django.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

DATA_VARIABLE = "EGRET_DATA"
JOURNAL_VARIABLE = "EGRET_JOURNAL"
# A part of something stored: last digits of the blob's id, its id, the part's number, digits of its salt.
BLOB_OBJECT = re.compile(r"blobs/([0-9a-f]{3})/[0-9a-f]{29}\1\.[0-9]+\.[0-9a-f]{8}")


@dataclass(frozen=True)
class Secrets:
    """Random keys of one installation; made once, mode 0600, never logged."""

    django_secret_key: str
    livekit_api_key: str
    livekit_api_secret: str


@dataclass(frozen=True)
class Running:
    """What `egret up` started, for the commands that talk to a live installation."""

    pid: int
    origin: str  # what people type: "http://localhost:8000"
    web_url: str  # Granian behind the front: "http://127.0.0.1:41235"
    engine_url: str  # the engine's API: "http://127.0.0.1:41236"


class Instance:
    """The data directory. Deleting it is a factory reset."""

    def __init__(self, data: Path) -> None:
        self.data = data

    @classmethod
    def from_environment(cls) -> Instance:
        return cls(Path(os.environ.get(DATA_VARIABLE) or "data").resolve())

    @property
    def database(self) -> Path:
        return self.data / "egret.sqlite3"

    @property
    def keyring(self) -> Path:
        """Owners' keys, in a folder of their own: it is backed up apart from the rest."""
        return self.data / "keyring" / "keyring.sqlite3"

    @property
    def master_key(self) -> Path:
        return self.data / "master.key"

    @property
    def signing_key(self) -> Path:
        """Signs heads of the audit log and certificates: PEM, Ed25519."""
        return self.data / "signing.key"

    @property
    def audit_heads(self) -> Path:
        """Signed heads of the audit log, one a line: outside the database, whose changes they are to show."""
        return self.data / "audit" / "heads.jsonl"

    @property
    def blobs(self) -> Path:
        """What people store, encrypted."""
        return self.data / "blobs"

    @property
    def journal(self) -> Path:
        """The journal of erasures, outside the database. Several machines of one installation share a folder."""
        return Path(os.environ.get(JOURNAL_VARIABLE) or self.data / "journal")

    @property
    def restored(self) -> Path:
        """There while a restored backup has not been compared with the journal: nothing is served then."""
        return self.data / "restored.json"

    def half_restored(self) -> bool:
        """Whether a restore was interrupted: what is there is no installation."""
        try:
            return bool(json.loads(self.restored.read_text())["state"] == "filling")
        except FileNotFoundError:
            return False
        except (OSError, ValueError, KeyError, TypeError):
            return True

    @property
    def run(self) -> Path:
        """Generated at every start: configuration of the children, `running.json`."""
        return self.data / "run"

    def knows(self, path: Path) -> bool:
        """Whether a file in the data directory is one that Egret puts there: nothing else may appear (C29)."""
        name = path.relative_to(self.data).as_posix()
        return (
            name in {"secrets.json", "ports.json", "lock", "master.key", "signing.key", "restored.json"}
            or name == "audit/heads.jsonl"
            or name in {f"journal/{each}" for each in ("erasures.jsonl", "places.json", "lock")}
            or name.startswith(("run/", "front/"))
            or BLOB_OBJECT.fullmatch(name) is not None
            or name
            in {
                database.relative_to(self.data).as_posix() + suffix
                for database in (self.database, self.keyring)
                for suffix in ("", "-wal", "-shm", "-journal")
            }
        )

    def prepare(self) -> None:
        """Create the directory, private to its owner. Raises OSError where that is impossible."""
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        for folder in (self.run, self.keyring.parent, self.blobs, self.audit_heads.parent):
            folder.mkdir(mode=0o700, exist_ok=True)

    def secrets(self) -> Secrets:
        """Read the keys, or make them on the first call.

        Two processes may start at once: the file appears whole (linked into place) and the first one wins.
        """
        path = self.data / "secrets.json"
        if not path.exists():
            self.prepare()
            made = Secrets(secrets.token_urlsafe(48), "egret" + secrets.token_hex(6), secrets.token_urlsafe(36))
            draft = path.with_suffix(f".{os.getpid()}")
            write_private(draft, json.dumps(asdict(made)))
            try:
                os.link(draft, path)
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        return Secrets(**json.loads(path.read_text()))

    def running(self) -> Running | None:
        """What runs on this data directory, or None when its supervisor is gone."""
        try:
            found = Running(**json.loads((self.run / "running.json").read_text()))
        except (FileNotFoundError, ValueError, TypeError):
            return None
        try:
            os.kill(found.pid, 0)
        except ProcessLookupError:
            return None
        except PermissionError:
            pass
        return found

    def was_killed(self) -> bool:
        """Whether the supervisor of before ended without taking its description away."""
        return (self.run / "running.json").exists()

    def set_running(self, running: Running | None) -> None:
        path = self.run / "running.json"
        if running is None:
            path.unlink(missing_ok=True)
        else:
            draft = path.with_suffix(".draft")
            write_private(draft, json.dumps(asdict(running)))
            draft.replace(path)


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whatever the umask."""
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())

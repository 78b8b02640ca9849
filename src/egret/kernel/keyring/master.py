"""The master key: wraps the owners' keys. From a variable, a file, or a command's output (a KMS).

Several keys may be given; the first is current, the others only unwrap. Standard library only: the supervisor checks
the key before anything starts.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import re
import secrets
import shlex
import sqlite3
import stat
import subprocess
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from egret.kernel.keyring import errors
from egret.kernel.keyring.errors import MasterKeyUnusable
from egret.project.instance import Instance, write_private

VALUE, FILE, COMMAND = "EGRET_MASTER_KEY", "EGRET_MASTER_KEY_FILE", "EGRET_MASTER_KEY_COMMAND"
KEY_BYTES = 32
# A KMS answers within seconds, or the start had better say that it does not.
COMMAND_SECONDS = 30


@dataclass(frozen=True)
class MasterKey:
    secret: bytes

    @property
    def id(self) -> str:
        """Tells keys apart without giving them away: 16 hex digits of HKDF-SHA256 (RFC 5869, no salt, one block)."""
        extracted = hmac.digest(bytes(32), self.secret, hashlib.sha256)
        return hmac.digest(extracted, b"egret master id\x01", hashlib.sha256).hex()[:16]

    def __repr__(self) -> str:
        return f"MasterKey(‹{self.id}›)"


@dataclass(frozen=True)
class MasterKeys:
    """What an operator gave: the current key, and those of before."""

    keys: tuple[MasterKey, ...]

    @property
    def current(self) -> MasterKey:
        return self.keys[0]

    def find(self, master: str) -> MasterKey | None:
        return next((key for key in self.keys if key.id == master), None)


@dataclass(frozen=True)
class Source:
    """Where the master key comes from."""

    kind: Literal["value", "file", "command"]
    given: str

    @property
    def path(self) -> Path:
        return Path(self.given)

    @classmethod
    def of(cls, instance: Instance) -> Source:
        """What the environment says; else the file in the data directory. Raises MasterKeyUnusable."""
        given = {name: os.environ[name] for name in (VALUE, FILE, COMMAND) if os.environ.get(name)}
        if len(given) > 1:
            raise MasterKeyUnusable(errors.SEVERAL, errors.KEEP_ONE, variables=", ".join(given))
        if VALUE in given:
            return cls("value", given[VALUE])
        if COMMAND in given:
            return cls("command", given[COMMAND])
        return cls("file", given.get(FILE) or str(instance.master_key))


_read: dict[tuple[object, ...], MasterKeys] = {}


def master_keys(instance: Instance) -> MasterKeys:
    """The keys as they are given now: a file that a rotation replaced is read anew. Raises MasterKeyUnusable."""
    source = Source.of(instance)
    state: tuple[object, ...] = (source,)
    if source.kind == "file":
        found = _require_private(source.path)
        state = (source, found.st_ino, found.st_mtime_ns, found.st_size)
    if state not in _read:
        keys = _load(source)
        _read.clear()
        _read[state] = keys
    return _read[state]


def make_default(instance: Instance) -> None:
    """Make the key file of a fresh installation. Where a keyring is in use already, its key is lost, not new."""
    path = instance.master_key
    if Source.of(instance) != Source("file", str(path)) or path.exists() or masters_in_use(instance):
        return
    write_whole(path, encode([MasterKey(secrets.token_bytes(KEY_BYTES))]), replace=False)


def write_whole(path: Path, text: str, *, replace: bool) -> None:
    """The file appears whole, private and on the disk. Without `replace` whoever was first wins."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    write_private(draft, text)
    try:
        if replace:
            draft.replace(path)
        else:
            os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def encode(keys: Iterable[MasterKey]) -> str:
    return "".join(base64.b64encode(key.secret).decode() + "\n" for key in keys)


def masters_in_use(instance: Instance) -> dict[str, int]:
    """How many keys of the keyring's file each master key wraps, by its id; nothing where there is no such file yet."""
    if not instance.keyring.exists():
        return {}
    try:
        with closing(sqlite3.connect(instance.keyring, timeout=5)) as connection:
            return dict(connection.execute("SELECT master, count(*) FROM keyring_ownerkey GROUP BY master"))
    except sqlite3.Error:
        # Not migrated yet. A damaged file is said by the checks that Django runs.
        return {}


def require_keys_for(keys: MasterKeys, in_use: dict[str, int]) -> None:
    """Every master key in use is given. Raises MasterKeyUnusable."""
    for master, count in in_use.items():
        if keys.find(master) is None:
            raise MasterKeyUnusable(errors.WRONG, errors.GIVE_BACK, count=count, master=master)


def _require_private(path: Path) -> os.stat_result:
    try:
        found = path.stat()
    except FileNotFoundError:
        raise MasterKeyUnusable(errors.MISSING, errors.RESTORE, path=path) from None
    except OSError as error:
        raise MasterKeyUnusable(errors.UNREADABLE, errors.LET_READ, path=path, error=error.strerror) from None
    if stat.S_IMODE(found.st_mode) & 0o177:
        mode = f"{stat.S_IMODE(found.st_mode):04o}"
        raise MasterKeyUnusable(errors.TOO_OPEN, errors.CLOSE, path=path, mode=mode)
    return found


def _load(source: Source) -> MasterKeys:
    if source.kind == "value":
        return _parse(source.given, VALUE)
    if source.kind == "command":
        return _parse(_output(source.given), COMMAND)
    try:
        return _parse(source.path.read_text(), source.given)
    except (OSError, UnicodeDecodeError) as error:
        raise MasterKeyUnusable(errors.UNREADABLE, errors.LET_READ, path=source.path, error=error) from None


def _output(command: str) -> str:
    try:
        done = subprocess.run(shlex.split(command), capture_output=True, text=True, check=True, timeout=COMMAND_SECONDS)
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        # Never what it printed: that may be the key.
        said = (
            f"exit code {error.returncode}"
            if isinstance(error, subprocess.CalledProcessError)
            else type(error).__name__
        )
        raise MasterKeyUnusable(errors.COMMAND_FAILED, errors.RUN_IT, error=said) from None
    return done.stdout


def _parse(text: str, where: str) -> MasterKeys:
    keys = []
    for line in filter(None, re.split(r"[\s,]+", text)):
        try:
            secret = base64.b64decode(line, validate=True)
        except binascii.Error:
            secret = b""
        if len(secret) != KEY_BYTES:
            raise MasterKeyUnusable(errors.MALFORMED, errors.MAKE, where=where)
        keys.append(MasterKey(secret))
    if not keys:
        raise MasterKeyUnusable(errors.MALFORMED, errors.MAKE, where=where)
    return MasterKeys(tuple(keys))

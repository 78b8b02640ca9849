"""The object store: a folder, or any S3, through one library. Objects are written once and never changed.

The only module that imports obstore (tests/architecture holds that).
"""

from __future__ import annotations

import errno
import functools
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol, cast
from urllib.parse import urlsplit

import obstore
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from obstore.exceptions import BaseError
from obstore.store import LocalStore, S3Store

from egret.kernel import egress
from egret.kernel.errors import EgretError
from egret.kernel.text import Text

# ENOSPC, EDQUOT and EFBIG as the library words them; S3 servers say 507 or name a quota.
FULL = re.compile(r"os error (?:27|28|122)\b|507 Insufficient Storage|StorageFull|QuotaExceeded", re.IGNORECASE)
FULL_NUMBERS = (errno.EFBIG, errno.ENOSPC, errno.EDQUOT)
# What the folder's library calls a file that it has not finished.
UNFINISHED = re.compile(r"#\d+$")
# A request waits for its store; three tries within this time, then it says that the store is away.
RETRY = {"max_retries": 3, "retry_timeout": timedelta(seconds=20)}
DELETED_AT_ONCE = 1000

# Small objects wait for the disk, or for the bucket's answer, not for the processor: sixteen syncs at once take a third
# of the time of four.
_together = ThreadPoolExecutor(max_workers=16, thread_name_prefix="egret-put")


# Ours, finished or not. Whatever else lies in a bucket is not ours to copy or to remove.
OBJECT = re.compile(r"[0-9a-f]{3}/([0-9a-f]{32})\.\d+\.[0-9a-f]{8}(?:#\d+)?")


class StoreFull(EgretError):
    status, slug = 507, "store-full"
    title = Text("There is no space left to store this.", "存储空间不足。")
    detail = Text(
        "Nothing was stored. Tell whoever runs this installation that its store is full.",
        "未存储任何内容。请告知本系统的管理者：存储空间已满。",
    )


class StoreUnavailable(EgretError):
    status, slug = 503, "store-unavailable"
    title = Text("The store does not answer.", "存储服务没有响应。")
    detail = Text("Try again in a minute.", "请稍后重试。")
    headers = {"Retry-After": "60"}


class ObjectMissing(Exception):
    """There is no object of that name."""


@dataclass(frozen=True)
class Stored:
    name: str
    size: int
    modified_at: datetime


class Store(Protocol):
    def put(self, name: str, data: bytes | bytearray) -> None:
        """Store an object; it is durable when this returns. Raises StoreFull, StoreUnavailable."""

    def put_pieces(self, name: str, pieces: Iterable[memoryview]) -> None:
        """The same; each piece is used before the next one is asked for."""

    def put_all(self, objects: Sequence[tuple[str, bytes | bytearray]]) -> None:
        """Store small objects; all are durable when this returns, and any of them may be there when it raises.

        Raises StoreFull, StoreUnavailable.
        """

    def get_range(self, name: str, start: int, stop: int) -> bytes:
        """Bytes [start, stop), fewer where the object ends before. Raises ObjectMissing, StoreUnavailable."""

    def expect(self, name: str) -> None:
        """The object will be read soon: whoever can fetches it meanwhile. Raises nothing."""

    def size(self, name: str) -> int:
        """Raises ObjectMissing, StoreUnavailable."""

    def delete(self, names: Iterable[str]) -> None:
        """Objects that are gone already are no error. Raises StoreUnavailable."""

    def shards(self) -> list[str]:
        """The first parts of the names of all objects. Raises StoreUnavailable."""

    def objects(self, shard: str) -> Iterator[Stored]:
        """All objects of a shard. Raises StoreUnavailable."""


class _Objects:
    """What a folder and S3 have in common."""

    def __init__(self, backend: LocalStore | S3Store) -> None:
        self._backend = backend

    def put(self, name: str, data: bytes | bytearray) -> None:
        try:
            obstore.put(self._backend, name, data, use_multipart=False)
        except (BaseError, OSError) as error:
            raise _refusal(error) from error

    def put_pieces(self, name: str, pieces: Iterable[memoryview]) -> None:
        data = bytearray()
        for piece in pieces:
            data += piece
        self.put(name, data)

    def put_all(self, objects: Sequence[tuple[str, bytes | bytearray]]) -> None:
        _do_all(self.put, objects)

    def get_range(self, name: str, start: int, stop: int) -> bytes:
        try:
            return obstore.get_range(self._backend, name, start=start, end=stop).to_bytes()
        except FileNotFoundError:
            raise ObjectMissing(name) from None
        except (BaseError, OSError) as error:
            # A range behind the object's end is refused with the same type as a store that is away.
            size = self.size(name)
            if size >= stop:
                raise _refusal(error) from error
            return obstore.get_range(self._backend, name, start=start, end=size).to_bytes() if size > start else b""

    def expect(self, name: str) -> None:
        """A bucket is asked when it is needed."""

    def size(self, name: str) -> int:
        try:
            return obstore.head(self._backend, name)["size"]
        except FileNotFoundError:
            raise ObjectMissing(name) from None
        except (BaseError, OSError) as error:
            raise _refusal(error) from error

    def shards(self) -> list[str]:
        try:
            return sorted(obstore.list_with_delimiter(self._backend)["common_prefixes"])
        except (BaseError, OSError) as error:
            raise _refusal(error) from error

    def objects(self, shard: str) -> Iterator[Stored]:
        try:
            for chunk in obstore.list(self._backend, shard):
                for found in chunk:
                    yield Stored(found["path"], found["size"], found["last_modified"])
        except (BaseError, OSError) as error:
            raise _refusal(error) from error


class FolderStore(_Objects):
    """A local folder. A rename is no promise that the bytes are on the disk: file and folders are synced after it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        super().__init__(LocalStore(folder))

    def put(self, name: str, data: bytes | bytearray) -> None:
        self.put_pieces(name, [memoryview(data)])

    def put_pieces(self, name: str, pieces: Iterable[memoryview]) -> None:
        shard = (self._folder / name).parent
        new_shard = not shard.exists()
        try:
            shard.mkdir(exist_ok=True)
            self._put_file(name, pieces)
            for path in (shard, *([self._folder] if new_shard else [])):
                _sync(path)
        except OSError as error:
            raise _refusal(error) from error

    def get_range(self, name: str, start: int, stop: int) -> bytes:
        """One call of the system's: the library copies twice and asks another thread."""
        try:
            descriptor = os.open(self._folder / name, os.O_RDONLY)
        except FileNotFoundError:
            raise ObjectMissing(name) from None
        except OSError as error:
            raise _refusal(error) from error
        try:
            return os.pread(descriptor, stop - start, start)
        except OSError as error:
            raise _refusal(error) from error
        finally:
            os.close(descriptor)

    def expect(self, name: str) -> None:
        if not hasattr(os, "posix_fadvise"):
            return
        try:
            descriptor = os.open(self._folder / name, os.O_RDONLY)
        except OSError:
            return
        try:
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_WILLNEED)
        finally:
            os.close(descriptor)

    def put_all(self, objects: Sequence[tuple[str, bytes | bytearray]]) -> None:
        """Each file is synced by itself, their folders once for all: those are half of what a small file costs."""
        shards = {(self._folder / name).parent for name, _ in objects}
        new_shard = not all(shard.exists() for shard in shards)
        try:
            for shard in shards:
                shard.mkdir(exist_ok=True)
            _do_all(lambda name, data: self._put_file(name, [memoryview(data)]), objects)
            for path in (*shards, *([self._folder] if new_shard else [])):
                _sync(path)
        except OSError as error:
            raise _refusal(error) from error

    def _put_file(self, name: str, pieces: Iterable[memoryview]) -> None:
        """Under its own name at once: nothing refers to it before it is durable, and half of it belongs to nobody."""
        path = self._folder / name
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            for piece in pieces:
                _write(descriptor, piece)
            _sync(path)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        finally:
            os.close(descriptor)

    def delete(self, names: Iterable[str]) -> None:
        for name in names:
            try:
                (self._folder / name).unlink(missing_ok=True)
            except OSError as error:
                raise _refusal(error) from error

    def objects(self, shard: str) -> Iterator[Stored]:
        """Those of the library, and the files that it began and never finished: it does not list them itself."""
        yield from super().objects(shard)
        for path in (self._folder / shard).glob("*#*"):
            if UNFINISHED.search(path.name):
                found = path.stat()
                yield Stored(
                    path.relative_to(self._folder).as_posix(),
                    found.st_size,
                    datetime.fromtimestamp(found.st_mtime).astimezone(),
                )


class BucketStore(_Objects):
    """A bucket of any S3; a put is durable when the server has answered."""

    def delete(self, names: Iterable[str]) -> None:
        wanted = list(names)
        for start in range(0, len(wanted), DELETED_AT_ONCE):
            try:
                obstore.delete(self._backend, wanted[start : start + DELETED_AT_ONCE])
            except FileNotFoundError:
                continue
            except (BaseError, OSError) as error:
                raise _refusal(error) from error


def store() -> Store:
    """The store of this installation."""
    return open_store(settings.EGRET_BLOBS_URL, settings.INSTANCE.blobs)


def declare_destination(url: str) -> None:
    """A bucket is another host: nothing is sent there undeclared (C41). Raises ImproperlyConfigured."""
    if url:
        _bucket(url)
        egress.register(
            endpoint() or f"https://s3.{region()}.amazonaws.com",
            processor="object storage",
            purpose="kernel.operation",
            payload=("kernel.Part",),
            named=Text("Object storage", "对象存储服务"),
            sends=Text(
                "Everything you store, encrypted: it has none of the keys",
                "您存储的所有内容，均已加密：对方没有任何密钥",
            ),
        )


def endpoint() -> str:
    return os.environ.get("AWS_ENDPOINT_URL") or os.environ.get("AWS_ENDPOINT") or ""


def region() -> str:
    return os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-east-1"


def _bucket(url: str) -> tuple[str, str | None]:
    """Bucket and prefix of s3://bucket/prefix."""
    wanted = urlsplit(url)
    if wanted.scheme != "s3" or not wanted.netloc or wanted.query or wanted.fragment:
        raise ImproperlyConfigured("EGRET_BLOBS_URL is not understood: write s3://bucket/prefix, or unset it.")
    return wanted.netloc, wanted.path.strip("/") or None


@functools.lru_cache(maxsize=4)
def open_store(url: str, folder: Path) -> Store:
    """The bucket of `url`, else the folder. Needs no settings. Raises ImproperlyConfigured."""
    if not url:
        return FolderStore(folder)
    declare_destination(url)
    bucket, prefix = _bucket(url)
    return BucketStore(
        S3Store(
            bucket,
            prefix=prefix,
            client_options={"allow_http": endpoint().startswith("http://"), "timeout": timedelta(seconds=30)},
            retry_config=cast("obstore.store.RetryConfig", RETRY),
        )
    )


def _refusal(error: Exception) -> StoreFull | StoreUnavailable:
    full = getattr(error, "errno", None) in FULL_NUMBERS or FULL.search(str(error))
    return StoreFull() if full else StoreUnavailable()


def _do_all(put: Callable[[str, bytes | bytearray], None], objects: Sequence[tuple[str, bytes | bytearray]]) -> None:
    """Returns, or raises what the first one did, when none is under way any more."""
    storing = [_together.submit(put, name, data) for name, data in objects]
    wait(storing)
    for each in storing:
        each.result()


def _write(descriptor: int, rest: memoryview) -> None:
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

"""A ZIP written as it is read: stored members, sizes known before, check sums only after (APPNOTE 6.3.10).

Bytes in, bytes out. `zipstream-ng` gives iterables no modification time; `stream-zip` wants a stored member's check sum
before its content, and brings a second crypto library along: what is needed of the format is this page.
"""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from array import array
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

# What the standard library raises over an archive that is damaged, encrypted, or packed in a way it does not know.
UNREADABLE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, ValueError)

LIMIT_16, LIMIT_32 = 0xFFFF, 0xFFFFFFFF
# The length of a member's name is a 16-bit number.
MAXIMUM_PATH = LIMIT_16
# Check sum and sizes follow the content (bit 3); the name is UTF-8 (bit 11).
DESCRIPTOR, UTF_8 = 1 << 3, 1 << 11
VERSION, VERSION_64 = 20, 45
UNIX = 3 << 8
FILE_MODE, FOLDER_MODE = 0o100644 << 16, (0o40755 << 16) | 0x10
EARLIEST, LATEST = datetime(1980, 1, 1, tzinfo=UTC), datetime(2107, 12, 31, 23, 59, 58, tzinfo=UTC)
LOCAL, CENTRAL = struct.Struct("<4s5H3I2H"), struct.Struct("<4s6H3I5H2I")
END, END_64, LOCATOR = struct.Struct("<4s4H2IH"), struct.Struct("<4sQ2H2I4Q"), struct.Struct("<4sIQI")


class Member(NamedTuple):
    """A file, or a folder when its path ends with a slash. `key` is what its content is found by."""

    path: str
    size: int
    modified_at: datetime
    key: bytes


class Members:
    """What goes into an archive, some hundred bytes each: a folder may hold hundreds of thousands."""

    KEY = 16

    def __init__(self) -> None:
        self._paths, self._keys = bytearray(), bytearray()
        self._ends, self._sizes, self._times = array("Q"), array("Q"), array("d")

    def add(self, path: str, size: int, modified_at: datetime, key: bytes = bytes(KEY)) -> None:
        self._paths += path.encode()
        self._keys += key
        self._ends.append(len(self._paths))
        self._sizes.append(size)
        self._times.append(modified_at.timestamp())

    def __len__(self) -> int:
        return len(self._ends)

    def __iter__(self) -> Iterator[Member]:
        start = 0
        for number, (end, size, time) in enumerate(zip(self._ends, self._sizes, self._times, strict=True)):
            key = bytes(self._keys[number * self.KEY : (number + 1) * self.KEY])
            yield Member(self._paths[start:end].decode(), size, datetime.fromtimestamp(time, UTC), key)
            start = end


class ContentChanged(Exception):
    """A content has another size than was announced: the archive ends here, cut off, rather than be wrong."""


def length_of(members: Members) -> int:
    """How many bytes `archive` gives."""
    at = central = 0
    for member in members:
        central += len(central_header(member, 0, at))
        at += len(local_header(member)) + member.size + len(descriptor_of(member, 0))
    return at + central + len(end_of(len(members), at, central))


def archive(members: Members, content: Callable[[Member], Iterator[bytes]]) -> Iterator[bytes]:
    """The archive in pieces. Whatever `content` raises ends it in the middle. Raises ContentChanged."""
    at = 0
    sums, offsets = array("I"), array("Q")
    for member in members:
        offsets.append(at)
        header = local_header(member)
        yield header
        size = check = 0
        if not _is_folder(member):
            for piece in content(member):
                size += len(piece)
                check = zlib.crc32(piece, check)
                yield piece
        if size != member.size:
            raise ContentChanged(member.path)
        descriptor = descriptor_of(member, check)
        if descriptor:
            yield descriptor
        sums.append(check)
        at += len(header) + size + len(descriptor)
    central = 0
    for member, check, offset in zip(members, sums, offsets, strict=True):
        header = central_header(member, check, offset)
        central += len(header)
        yield header
    yield end_of(len(members), at, central)


def local_header(member: Member, large: bool | None = None) -> bytes:
    """What stands before a member's content. `large`: whether it may turn out to need sizes of 64 bits."""
    name, times = member.path.encode(), _times(member.modified_at)
    large = member.size >= LIMIT_32 if large is None else large
    # Zeros: the descriptor after the content has them.
    extra = (struct.pack("<2H2Q", 1, 16, 0, 0) if large else b"") + _exact(member.modified_at)
    size = LIMIT_32 if large else 0
    flags = UTF_8 | (0 if _is_folder(member) else DESCRIPTOR)
    version = VERSION_64 if large else VERSION
    return LOCAL.pack(b"PK\3\4", version, flags, 0, *times, 0, size, size, len(name), len(extra)) + name + extra


def descriptor_of(member: Member, check: int, large: bool | None = None) -> bytes:
    """What stands behind it; `large` as in its local header."""
    if _is_folder(member):
        return b""
    large = member.size >= LIMIT_32 if large is None else large
    shape = "<4sI2Q" if large else "<4s3I"
    return struct.pack(shape, b"PK\7\x08", check, member.size, member.size)


def central_header(member: Member, check: int, offset: int) -> bytes:
    """A member's line in the directory at the end."""
    name, times = member.path.encode(), _times(member.modified_at)
    large, far = member.size >= LIMIT_32, offset >= LIMIT_32
    wide = [member.size, member.size] * large + [offset] * far
    extra = struct.pack(f"<2H{len(wide)}Q", 1, 8 * len(wide), *wide) if wide else b""
    extra += _exact(member.modified_at)
    version = VERSION_64 if wide else VERSION
    folder = _is_folder(member)
    size = LIMIT_32 if large else member.size
    return (
        CENTRAL.pack(
            *(b"PK\1\2", UNIX | version, version, UTF_8 | (0 if folder else DESCRIPTOR), 0, *times),
            *(check, size, size, len(name), len(extra), 0, 0, 0),
            *(FOLDER_MODE if folder else FILE_MODE, LIMIT_32 if far else offset),
        )
        + name
        + extra
    )


def end_of(count: int, at: int, central: int) -> bytes:
    """What closes an archive of `count` members in `at` bytes, and a directory of `central` bytes."""
    wide = b""
    if count >= LIMIT_16 or at >= LIMIT_32 or central >= LIMIT_32:
        wide = END_64.pack(b"PK\6\6", 44, UNIX | VERSION_64, VERSION_64, 0, 0, count, count, central, at)
        wide += LOCATOR.pack(b"PK\6\7", 0, at + central, 1)
    few = min(count, LIMIT_16)
    return wide + END.pack(b"PK\5\6", 0, 0, few, few, min(central, LIMIT_32), min(at, LIMIT_32), 0)


def _is_folder(member: Member) -> bool:
    return member.path.endswith("/")


def _times(moment: datetime) -> tuple[int, int]:
    """Time and date of MS-DOS, two seconds exact and without a zone: UTC here."""
    at = min(max(moment.astimezone(UTC), EARLIEST), LATEST)
    return at.hour << 11 | at.minute << 5 | at.second // 2, (at.year - 1980) << 9 | at.month << 5 | at.day


def _exact(moment: datetime) -> bytes:
    """The extra field "UT": seconds of Unix, as far as its 32 bits reach."""
    seconds = int(moment.timestamp())
    return struct.pack("<2sHBi", b"UT", 5, 1, seconds) if 0 <= seconds < 1 << 31 else b""

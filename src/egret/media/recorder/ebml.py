"""Matroska, as far as one track needs it: written live, in clusters that are complete in themselves.

Source: RFC 8794 (EBML) and RFC 9559 (Matroska). The segment's size is unknown, as it is while something is recorded; a
file that ends after any cluster is whole.
"""

from __future__ import annotations

from collections.abc import Iterable

EBML, SEGMENT, INFO, TRACKS, CLUSTER = 0x1A45DFA3, 0x18538067, 0x1549A966, 0x1654AE6B, 0x1F43B675
TRACK_ENTRY, VIDEO, AUDIO, SIMPLE_BLOCK, TIMESTAMP = 0xAE, 0xE0, 0xE1, 0xA3, 0xE7
UNKNOWN_SIZE = b"\x01\xff\xff\xff\xff\xff\xff\xff"
KEY_FRAME = 0x80
# Blocks say their time relative to the cluster's in 16 bits with a sign.
LONGEST_CLUSTER_MS = 32_000


def element(element_id: int, content: bytes) -> bytes:
    return _id(element_id) + _size(len(content)) + content


def unsigned(element_id: int, value: int) -> bytes:
    return element(element_id, value.to_bytes(max(1, (value.bit_length() + 7) // 8), "big"))


def signed(element_id: int, value: int) -> bytes:
    return element(element_id, value.to_bytes(8, "big", signed=True))


def text(element_id: int, value: str) -> bytes:
    return element(element_id, value.encode())


def open_segment(content: Iterable[bytes]) -> bytes:
    """The file's beginning: its kind, and a segment that goes on."""
    kind = element(
        EBML,
        unsigned(0x4286, 1)
        + unsigned(0x42F7, 1)
        + unsigned(0x42F2, 4)
        + unsigned(0x42F3, 8)
        + text(0x4282, "matroska")
        + unsigned(0x4287, 4)
        + unsigned(0x4285, 2),
    )
    return kind + _id(SEGMENT) + UNKNOWN_SIZE + b"".join(content)


def cluster(at: int, blocks: Iterable[bytes]) -> bytes:
    return element(CLUSTER, unsigned(TIMESTAMP, at) + b"".join(blocks))


def block(track: int, relative: int, key: bool, data: bytes) -> bytes:
    """A SimpleBlock; `relative` in milliseconds after its cluster."""
    header = _size(track) + relative.to_bytes(2, "big", signed=True) + bytes([KEY_FRAME if key else 0])
    return _id(SIMPLE_BLOCK) + _size(len(header) + len(data)) + header + data


def _id(element_id: int) -> bytes:
    return element_id.to_bytes((element_id.bit_length() + 7) // 8, "big")


def _size(value: int) -> bytes:
    # All ones means an unknown size, so a length holds one value less than its bits do.
    length = max(1, ((value + 1).bit_length() + 6) // 7)
    return (value | 1 << (7 * length)).to_bytes(length, "big")

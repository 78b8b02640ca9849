"""What Matroska wants of each codec: its name there, and what a decoder must know beforehand."""

from __future__ import annotations

import re
import struct

IDS = {
    "opus": "A_OPUS",
    "vp8": "V_VP8",
    "vp9": "V_VP9",
    "h264": "V_MPEG4/ISO/AVC",
    "av1": "V_AV1",
}
OPUS_RATE = 48_000
START_CODE = re.compile(rb"\x00\x00\x01")
SPS, PPS = 7, 8


def opus_private() -> bytes:
    """RFC 7845 §5.1: stereo, nothing to skip, since a recording begins in the middle of a stream."""
    return b"OpusHead" + struct.pack("<BBHIhB", 1, 2, 0, OPUS_RATE, 0, 0)


def nal_units(data: bytes) -> list[bytes]:
    """The units of an H.264 byte stream (Annex B)."""
    starts = [(found.start(), found.end()) for found in START_CODE.finditer(data)]
    ends = [start for start, _ in starts[1:]] + [len(data)] * bool(starts)
    units = [data[begin:end].rstrip(b"\x00") for (_, begin), end in zip(starts, ends, strict=True)]
    return [unit for unit in units if unit]


def with_lengths(data: bytes) -> bytes:
    """The same with lengths in place of start codes (ISO/IEC 14496-15). SPS and PPS stay where they are."""
    return b"".join(len(unit).to_bytes(4, "big") + unit for unit in nal_units(data))


def h264_private(key_frame: bytes) -> bytes | None:
    """AVCDecoderConfigurationRecord of a key frame (ISO/IEC 14496-15 §5.3.3.1); None without SPS and PPS in it."""
    units = nal_units(key_frame)
    sps = next((unit for unit in units if unit[0] & 0x1F == SPS and len(unit) >= 4), None)
    pps = next((unit for unit in units if unit[0] & 0x1F == PPS), None)
    if sps is None or pps is None:
        return None
    return (
        bytes([1, sps[1], sps[2], sps[3], 0xFF, 0xE1])
        + len(sps).to_bytes(2, "big")
        + sps
        + b"\x01"
        + len(pps).to_bytes(2, "big")
        + pps
    )

"""Pictures as people send them, whole and broken, made by code."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageCms

# What must be found in no picture that Egret keeps.
SERIAL = "SERIAL-4711-CANARY"
PLACE = (48.0, 51.0, 29.6)
# Made for these tests with pillow-heif 1.8 (x265): real HEVC, which the product itself can only read.
HEIC_WITH_PLACE = Path(__file__).parents[1] / "accounts" / "pictures" / "gps_quarters.heic"
HEIC_TURNED = HEIC_WITH_PLACE.with_name("turned_quarters.heic")

RED, GREEN, BLUE, YELLOW = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0)


def quarters(width: int = 240, height: int = 160) -> Image.Image:
    """Red, green above blue, yellow: which way up it is can be seen."""
    image = Image.new("RGB", (width, height))
    for index, colour in enumerate((RED, GREEN, BLUE, YELLOW)):
        left, top = index % 2 * (width // 2), index // 2 * (height // 2)
        image.paste(colour, (left, top, left + width - width // 2, top + height - height // 2))
    return image


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def exif(orientation: int = 1) -> bytes:
    """Where, with what, and which way up."""
    made = Image.Exif()
    made[0x8825] = {0: b"\x02\x03\x00\x00", 1: "N", 2: PLACE, 3: "E", 4: (2.0, 17.0, 40.2)}
    made[0x010F] = "Egret Camera Works"
    made[0xA431] = SERIAL
    made[0x0112] = orientation
    return made.tobytes()


def jpeg_with_place(orientation: int = 1) -> bytes:
    """As a telephone takes it: place, serial number, XMP, comment and orientation."""
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{SERIAL}</x:xmpmeta>".encode()
    return encoded(
        quarters(), "JPEG", quality=92, subsampling=0, exif=exif(orientation), xmp=xmp, comment=SERIAL.encode()
    )


def cmyk_jpeg() -> bytes:
    return encoded(quarters().convert("CMYK"), "JPEG", quality=95)


def animated_gif() -> bytes:
    """Its first frame is red, the second blue."""
    first, second = Image.new("RGB", (64, 64), RED), Image.new("RGB", (64, 64), BLUE)
    return encoded(first, "GIF", save_all=True, append_images=[second], duration=100, comment=SERIAL.encode())


def transparent_png() -> bytes:
    """A black disc's square on nothing: what shows through must be white."""
    image = Image.new("RGBA", (80, 80), (0, 0, 0, 0))
    image.paste((0, 0, 0, 255), (30, 30, 50, 50))
    return encoded(image, "PNG")


def deep_grey_png() -> bytes:
    """16 bits of grey, at half of white."""
    return encoded(Image.new("I;16", (64, 64), 0x8000), "PNG")


def palette_png() -> bytes:
    return encoded(quarters().quantize(8), "PNG", transparency=255)


def wide_gamut_png() -> bytes:
    """A colour profile that is none: it must do no harm."""
    return encoded(quarters(), "PNG", icc_profile=b"not a profile")


def with_profile() -> bytes:
    """sRGB's own profile, as cameras embed it."""
    return encoded(quarters(), "PNG", icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())


def truncated_jpeg() -> bytes:
    whole = jpeg_with_place()
    return whole[: len(whole) * 2 // 3]


def huge_png(width: int = 20_000, height: int = 20_000) -> bytes:
    """A few bytes that claim a picture of 400 megapixels (PNG, W3C §11.2.2)."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = (_chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(b"\0" * 4096)), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def svg_with_script() -> bytes:
    return (
        b'<?xml version="1.0"?><!-- a drawing --><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
        b"<script>alert(document.cookie)</script></svg>"
    )

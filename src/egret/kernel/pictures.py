"""Pictures as people send them, and as Egret keeps them: upright, in sRGB, on white, without any metadata (C10).

Bytes in, bytes out. Nothing of the sent file survives but its pixels: EXIF with its place and serial number, XMP, the
embedded thumbnail, comments and the colour profile end here.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageCms, UnidentifiedImageError

from egret.kernel.errors import EgretError
from egret.kernel.picture_errors import (
    PictureDamaged,
    PictureIsDrawing,
    PictureKindUnknown,
    PicturesBusy,
    PictureTooLarge,
    PictureTooManyPixels,
)

# A telephone's photo is 2 to 12 MB.
MAXIMUM_BYTES = 20 * 1024 * 1024
# The finest telephones make 48 to 50 million pixels, as JPEG or HEIC.
MAXIMUM_PIXELS = 50_000_000
# The decoders of WebP and AVIF hold a picture several times over: with as many pixels it would be 800 MB.
FEWER_PIXELS = {"WEBP": 20_000_000, "AVIF": 30_000_000}
# A side longer than JPEG can write is a trap: Pillow keeps an address for each row, however short.
MAXIMUM_SIDE = 65_535
# Pillow's own guard knows two limits, both far above ours; `_opened` asks before anything is decoded.
Image.MAX_IMAGE_PIXELS = None
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "HEIF", "AVIF")
BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF")

LARGE, SMALL, PREVIEW = 512, 96, 1024
# One at a time: the largest takes 400 MB while it is worked on, whatever the number of threads.
_one_picture = threading.BoundedSemaphore(1)
# A fast mean brings a picture down to this many times its final size, a good filter does the rest.
GAP = 3.0
# Rows of the reduced picture that are worked on at once.
STRIP = 64
EXIF_ORIENTATION = 0x0112
# TIFF 6.0 §8, tag 274: what makes each orientation upright.
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class Box(NamedTuple):
    """Pixels from the upper left corner."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True)
class Crop:
    """A square of the upright picture: its corner in parts of width and height, its side in parts of the shorter."""

    x: float
    y: float
    size: float

    def box(self, width: int, height: int) -> Box:
        """The square in pixels, moved inside where it reaches beyond the edge."""
        side = min(max(1, round(self.size * min(width, height))), width, height)
        left, top = round(self.x * width), round(self.y * height)
        return Box(min(left, width - side), min(top, height - side), side, side)


@dataclass(frozen=True)
class Portrait:
    """WebP in both sizes."""

    large: bytes
    small: bytes


def portrait(data: bytes, crop: Crop | None = None) -> Portrait:
    """The square that `crop` names, else the middle one. Raises what `_opened` raises."""

    def square(width: int, height: int) -> tuple[Box, tuple[int, int]]:
        if crop is not None:
            return crop.box(width, height), (LARGE, LARGE)
        side = min(width, height)
        return Box((width - side) // 2, (height - side) // 2, side, side), (LARGE, LARGE)

    large = _rendered(data, square)
    small = large.resize((SMALL, SMALL), Image.Resampling.LANCZOS)
    return Portrait(_encoded(large, "WEBP", quality=86, method=5), _encoded(small, "WEBP", quality=86, method=5))


@contextmanager
def turn(patience: float) -> Iterator[None]:
    """The one place at the decoder, waited for `patience` seconds. Raises PicturesBusy."""
    if not _one_picture.acquire(timeout=patience):
        raise PicturesBusy(retry_after=max(1, math.ceil(patience)))
    try:
        yield
    finally:
        _one_picture.release()


def preview(data: bytes, longer_side: int = PREVIEW) -> bytes:
    """The whole picture as a JPEG, for browsers that cannot show what was chosen. Raises what `_opened` raises."""

    def whole(width: int, height: int) -> tuple[Box, tuple[int, int]]:
        scale = min(1.0, longer_side / max(width, height))
        return Box(0, 0, width, height), (max(1, round(width * scale)), max(1, round(height * scale)))

    return _encoded(_rendered(data, whole), "JPEG", quality=85)


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    """The picture, its header read. Whatever a decoder says about wrong bytes becomes one of our errors.

    Raises PictureTooLarge, PictureIsDrawing, PictureKindUnknown, PictureTooManyPixels, PictureDamaged.
    """
    if len(data) > MAXIMUM_BYTES:
        raise too_large()
    _know_heif()
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as image:
            width, height = image.size
            most = FEWER_PIXELS.get(image.format or "", MAXIMUM_PIXELS)
            if width * height > most or max(width, height) > MAXIMUM_SIDE:
                raise PictureTooManyPixels(width=width, height=height, maximum_megapixels=most // 1_000_000)
            if image.format in ("HEIF", "AVIF") and not _boxes_complete(data):
                raise PictureDamaged
            yield image
    except EgretError:
        raise
    except UnidentifiedImageError:
        # Asked last: a photo may well speak of drawings in its metadata.
        if b"<svg" in data[:4096].replace(b"\0", b"").lower():  # in UTF-16 too
            raise PictureIsDrawing from None
        raise (PictureDamaged if _begins_well(data) else PictureKindUnknown) from None
    except Exception as error:
        # Decoders fail with SyntaxError, struct.error, zlib.error, EOFError, ValueError, OSError and more.
        raise PictureDamaged from error


@cache
def _know_heif() -> None:
    """Its library takes nine megabytes: in a process that opens a picture, and in no other."""
    import pi_heif

    pi_heif.register_heif_opener(thumbnails=False)


def too_large() -> PictureTooLarge:
    return PictureTooLarge(maximum_bytes=MAXIMUM_BYTES, maximum_megabytes=MAXIMUM_BYTES // (1024 * 1024))


def _begins_well(data: bytes) -> bool:
    """Whether the first bytes are those of a kind we read; HEIF and AVIF begin with their `ftyp` box."""
    return data.startswith(BEGINNINGS) or data[4:8] == b"ftyp"


def _boxes_complete(data: bytes) -> bool:
    """Whether each box at the top of the file ends within it (ISO/IEC 14496-12 §4.2); libheif shows half a picture."""
    at = 0
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        if size == 0:  # to the end of the file
            return True
        if size == 1:  # 64 bits, behind the type
            size = int.from_bytes(data[at + 8 : at + 16], "big")
        if size < 8:
            return False
        at += size
    return at == len(data)


def _rendered(data: bytes, choose: Callable[[int, int], tuple[Box, tuple[int, int]]]) -> Image.Image:
    """The part that `choose` takes of the upright picture's size, scaled to the size it names, in plain RGB.

    It is cut and scaled before all else: what follows works on a small picture, whatever was sent.
    """
    with _opened(data) as image:
        orientation = _orientation(image)
        swapped = orientation >= 5

        def plan() -> tuple[Box, tuple[int, int]]:
            width, height = image.size
            return choose(*((height, width) if swapped else (width, height)))

        box, target = plan()
        # A JPEG can be decoded at a half, a quarter or an eighth at once: at least what is needed, often far less.
        image.draft(None, tuple(math.ceil(side * max(target) / max(box.width, box.height)) for side in image.size))  # type: ignore[arg-type]  # two sides make a pair
        box, target = plan()
        stored = _stored(box, orientation, *image.size)
        scaled = _scaled(image, stored, (target[1], target[0]) if swapped else target)
        upright = UPRIGHT.get(orientation)
        plain = _on_white(scaled, image.info.get("icc_profile"))
        return plain.transpose(upright) if upright is not None else plain


def _orientation(image: Image.Image) -> int:
    """1 to 8; broken EXIF counts as upright, as everywhere else."""
    try:
        value = image.getexif().get(EXIF_ORIENTATION, 1)
    except Exception:
        return 1
    return value if value in UPRIGHT else 1


def _stored(box: Box, orientation: int, width: int, height: int) -> Box:
    """Where a box of the upright picture lies in the stored one, which is `width` by `height`."""
    left, top, across, down = box
    if orientation >= 5:
        left, top, across, down = top, left, down, across
    if orientation in (2, 3, 7, 8):
        left = width - across - left
    if orientation in (3, 4, 6, 7):
        top = height - down - top
    return Box(left, top, across, down)


def _scaled(image: Image.Image, box: Box, target: tuple[int, int]) -> Image.Image:
    """A box of the picture at the target's size, in L, RGB, RGBA or CMYK."""
    edges = (box.left, box.top, box.left + box.width, box.top + box.height)
    if image.mode in ("L", "RGB", "CMYK") and "transparency" not in image.info:
        return image.resize(target, Image.Resampling.LANCZOS, box=edges, reducing_gap=GAP)
    # Other modes are converted first: strip by strip, or a large picture would be there three times.
    mode = "RGBA" if image.has_transparency_data else "RGB"
    factor = max(1, int(min(box.width / target[0], box.height / target[1]) / GAP))
    reduced = Image.new(mode, (math.ceil(box.width / factor), math.ceil(box.height / factor)))
    rows = STRIP * factor
    for top in range(0, box.height, rows):
        strip = image.crop((edges[0], box.top + top, edges[2], min(box.top + top + rows, edges[3])))
        if strip.mode.startswith("I;16"):
            strip = strip.point(lambda value: value / 256).convert("L")
        reduced.paste(strip.convert(mode).reduce(factor), (0, top // factor))
    return reduced.resize(target, Image.Resampling.LANCZOS)


def _on_white(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Plain RGB in sRGB; what was transparent is white."""
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    colours = _in_srgb(image.convert("RGB") if alpha else image, profile)
    if alpha is None:
        return colours
    white = Image.new("RGB", image.size, "white")
    white.paste(colours, mask=alpha)
    return white


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # A profile that is broken, or of another colour space than the pixels: they count as plain ones.
        else:
            if converted is not None:
                return converted
    return image.convert("RGB")


def _encoded(image: Image.Image, kind: str, **options: int) -> bytes:
    """The picture's file; only pixels are handed over, so nothing else can be in it."""
    image.info.clear()
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()

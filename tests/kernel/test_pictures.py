"""Pictures: upright, clean, square, and nothing sent makes anything but one of our errors."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from egret.kernel import pictures
from egret.kernel.errors import EgretError
from egret.kernel.picture_errors import (
    PictureDamaged,
    PictureIsDrawing,
    PictureKindUnknown,
    PictureTooLarge,
    PictureTooManyPixels,
)
from egret.kernel.pictures import Box, Crop
from tests.factories import pictures as samples
from tests.factories.pictures import BLUE, GREEN, RED, YELLOW

Colour = tuple[int, int, int]


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def at(image: Image.Image, x: float, y: float) -> Colour:
    value = image.convert("RGB").getpixel((int(x * image.width), int(y * image.height)))
    assert isinstance(value, tuple)
    return (int(value[0]), int(value[1]), int(value[2]))


def near(image: Image.Image, x: float, y: float, colour: Colour, tolerance: int = 12) -> bool:
    return all(abs(a - b) <= tolerance for a, b in zip(at(image, x, y), colour, strict=True))


def corners(image: Image.Image) -> bool:
    return (
        near(image, 0.2, 0.2, RED)
        and near(image, 0.8, 0.2, GREEN)
        and near(image, 0.2, 0.8, BLUE)
        and near(image, 0.8, 0.8, YELLOW)
    )


@pytest.mark.parametrize(
    "sample",
    [
        samples.jpeg_with_place,
        samples.HEIC_WITH_PLACE.read_bytes,
        samples.palette_png,
        samples.wide_gamut_png,
        samples.with_profile,
        lambda: samples.encoded(samples.quarters(), "WEBP", lossless=True, exif=samples.exif()),
        lambda: samples.encoded(samples.quarters(), "AVIF", quality=95, exif=samples.exif()),
        lambda: samples.encoded(samples.quarters(), "GIF"),
        lambda: samples.encoded(samples.quarters(3, 2), "PNG"),
    ],
)
def test_a_picture_becomes_two_clean_squares(sample: Callable[[], bytes]) -> None:
    made = pictures.portrait(sample())
    for data, side in ((made.large, 512), (made.small, 96)):
        image = opened(data)
        assert (image.format, image.mode, image.size) == ("WEBP", "RGB", (side, side))
        assert not image.getexif() and set(image.info) <= {"loop", "background", "timestamp", "duration"}
        assert samples.SERIAL.encode() not in data
        for chunk in (b"EXIF", b"XMP ", b"ICCP"):
            assert chunk not in data
    large = opened(made.large)
    if Image.open(BytesIO(sample())).width > 3:
        assert corners(large)


def test_a_cmyk_picture_keeps_its_colours() -> None:
    assert all(
        near(opened(pictures.portrait(samples.cmyk_jpeg()).large), x, y, colour, 40)
        for x, y, colour in ((0.2, 0.2, RED), (0.8, 0.8, YELLOW))
    )


def test_the_first_frame_of_an_animation() -> None:
    image = opened(pictures.portrait(samples.animated_gif()).large)
    assert near(image, 0.5, 0.5, RED)
    assert getattr(image, "n_frames", 1) == 1


def test_what_is_transparent_is_white() -> None:
    image = opened(pictures.portrait(samples.transparent_png()).large)
    assert near(image, 0.05, 0.05, (255, 255, 255))
    assert near(image, 0.5, 0.5, (0, 0, 0))


def test_deep_grey_keeps_its_tone() -> None:
    assert near(opened(pictures.portrait(samples.deep_grey_png()).large), 0.5, 0.5, (128, 128, 128))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_ends_upright(orientation: int) -> None:
    sent = samples.jpeg_with_place(orientation)
    expected = ImageOps.exif_transpose(opened(sent))
    shown = opened(pictures.preview(sent))
    assert shown.size == expected.size
    places = [(x, y) for x in (0.2, 0.8) for y in (0.2, 0.8)]
    assert all(near(shown, x, y, at(expected, x, y)) for x, y in places)
    # The corner of the upright picture that the crop names, whichever way it is stored.
    for x, y in places:
        cut = opened(pictures.portrait(sent, Crop(round(x) * 0.9, round(y) * 0.9, 0.3)).large)
        assert near(cut, 0.5, 0.5, at(expected, x, y))


def plain(kind: str, width: int, height: int, **options: Any) -> bytes:
    return samples.encoded(Image.new("RGB", (width, height), "red"), kind, **options)


def test_a_photo_that_speaks_of_drawings_is_a_photo() -> None:
    assert opened(pictures.portrait(plain("JPEG", 99, 99, comment=b"made with <svg>")).large).size == (512, 512)


MEASURED = """
import sys
from egret.kernel import pictures
def peak():
    return next(int(line.split()[1]) // 1024 for line in open("/proc/self/status") if line.startswith("VmHWM"))
data, before = sys.stdin.buffer.read(), peak()
pictures.portrait(data)
print(peak() - before)
"""


@pytest.mark.parametrize(
    ("kind", "width", "height", "options"),
    [
        ("JPEG", 8000, 6000, {"progressive": True}),
        ("PNG", 8000, 6000, {}),
        ("WEBP", 5000, 4000, {"method": 0}),
        ("AVIF", 6000, 5000, {"speed": 10}),
    ],
)
def test_the_largest_pictures_stay_within_their_memory(
    kind: str, width: int, height: int, options: dict[str, Any]
) -> None:
    """In a process of its own: what a picture takes at most is what that process grows by."""
    sent = plain(kind, width, height, **options)
    grown = subprocess.run([sys.executable, "-c", MEASURED], input=sent, capture_output=True, check=True).stdout
    assert 0 < int(grown) < 420


def test_decoders_that_take_more_memory_get_fewer_pixels() -> None:
    for kind, options in (("WEBP", {"method": 0}), ("AVIF", {"speed": 10})):
        with pytest.raises(PictureTooManyPixels) as refused:
            pictures.portrait(plain(kind, 6000, 5001, **options))
        assert refused.value.facts["maximum_megapixels"] == pictures.FEWER_PIXELS[kind] // 1_000_000


def test_a_turned_heic_is_turned_once() -> None:
    shown = opened(pictures.preview(samples.HEIC_TURNED.read_bytes()))
    assert shown.size == (160, 240)
    assert near(shown, 0.2, 0.2, BLUE) and near(shown, 0.8, 0.2, RED)


def test_a_preview_is_small_and_clean() -> None:
    sent = samples.encoded(samples.quarters(3000, 2000), "JPEG", exif=samples.exif(), quality=90)
    shown = pictures.preview(sent)
    image = opened(shown)
    assert (image.format, image.size) == ("JPEG", (1024, 683))
    assert samples.SERIAL.encode() not in shown and b"Exif" not in shown
    assert corners(image)


@given(st.integers(1, 5000), st.integers(1, 5000), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1, exclude_min=True))
def test_a_crop_stays_inside(width: int, height: int, x: float, y: float, size: float) -> None:
    box = Crop(x, y, size).box(width, height)
    assert box.width == box.height >= 1
    assert 0 <= box.left <= box.left + box.width <= width
    assert 0 <= box.top <= box.top + box.height <= height


@given(st.integers(1, 8), st.integers(1, 40), st.integers(1, 40), st.floats(0, 1), st.floats(0, 1), st.floats(0.01, 1))
def test_a_box_is_the_same_part_however_it_is_stored(
    orientation: int, width: int, height: int, x: float, y: float, size: float
) -> None:
    stored = Image.effect_noise((width, height), 90)
    turn = pictures.UPRIGHT.get(orientation)
    upright = stored.transpose(turn) if turn is not None else stored
    box = Crop(x, y, size).box(*upright.size)
    there = pictures._stored(box, orientation, width, height)
    part = stored.crop(edges(there))
    assert (part.transpose(turn) if turn is not None else part).tobytes() == upright.crop(edges(box)).tobytes()


def edges(box: Box) -> tuple[int, int, int, int]:
    return (box.left, box.top, box.left + box.width, box.top + box.height)


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        (b"", PictureKindUnknown),
        (b"hello", PictureKindUnknown),
        (b"%PDF-1.7 not a picture", PictureKindUnknown),
        (samples.svg_with_script(), PictureIsDrawing),
        (samples.truncated_jpeg(), PictureDamaged),
        (samples.HEIC_WITH_PLACE.read_bytes()[:500], PictureDamaged),
        (samples.animated_gif()[:40], PictureDamaged),
        (samples.transparent_png()[:60], PictureDamaged),
        (samples.huge_png(), PictureTooManyPixels),
        (samples.huge_png(2_000_000_000, 1), PictureTooManyPixels),
        (samples.huge_png(7000, 7000), PictureDamaged),
        (samples.huge_png(1, 50_000_000), PictureTooManyPixels),
        (samples.svg_with_script().decode().encode("utf-16"), PictureIsDrawing),
        (b"\xff\xd8\xff" + bytes(pictures.MAXIMUM_BYTES), PictureTooLarge),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_what_cannot_be_taken_says_why(sent: bytes, error: type[EgretError]) -> None:
    with pytest.raises(error):
        pictures.portrait(sent)
    with pytest.raises(error):
        pictures.preview(sent)


WHOLE = [
    samples.jpeg_with_place(6),
    samples.transparent_png(),
    samples.palette_png(),
    samples.animated_gif(),
    samples.HEIC_WITH_PLACE.read_bytes(),
    samples.encoded(samples.quarters(40, 30), "WEBP", exif=samples.exif()),
    samples.encoded(samples.quarters(40, 30), "AVIF"),
]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(WHOLE), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=12), st.floats(0, 1))
def test_broken_bytes_make_only_our_errors(whole: bytes, flips: list[tuple[float, int]], cut: float) -> None:
    broken = bytearray(whole)
    for place, value in flips:
        broken[int(place * (len(broken) - 1))] = value
    with suppress(EgretError):
        pictures.portrait(bytes(broken[: max(1, int(len(broken) * cut))] if cut < 0.5 else broken))


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([b"", *pictures.BEGINNINGS, b"\0\0\0\x18ftypheic"]), st.binary(max_size=400))
def test_random_bytes_make_only_our_errors(beginning: bytes, rest: bytes) -> None:
    with pytest.raises(EgretError):
        pictures.preview(beginning + rest)

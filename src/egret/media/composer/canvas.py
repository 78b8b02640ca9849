"""The film's picture: planes of luma and colour, tiles and names painted into them."""

from __future__ import annotations

import functools
import shutil
import subprocess

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import Interpolation
from PIL import Image, ImageDraw, ImageFont

from egret.media.composer.layout import HEIGHT, WIDTH, Box, fitted

BACKGROUND, TILE, NAME_BACKGROUND = 24, 44, 30
GREY = 128


class Canvas:
    def __init__(self) -> None:
        self._all = np.empty((HEIGHT * 3 // 2, WIDTH), np.uint8)
        self._luma = self._all[:HEIGHT]
        quarter = HEIGHT // 4
        self._colours = [
            self._all[HEIGHT : HEIGHT + quarter].reshape(HEIGHT // 2, WIDTH // 2),
            self._all[HEIGHT + quarter :].reshape(HEIGHT // 2, WIDTH // 2),
        ]
        self.clear()

    def clear(self) -> None:
        self._all[:HEIGHT] = BACKGROUND
        self._all[HEIGHT:] = GREY

    def paint(self, box: Box, picture: VideoFrame | None, name: str) -> None:
        """A picture, letterboxed, with the name in its corner; without one the name alone."""
        self._fill(box, BACKGROUND if picture is not None else TILE)
        if picture is not None:
            self._paint_picture(fitted(picture.width, picture.height, box), picture)
        if name:
            self._paint_name(box, name, corner=picture is not None)

    def frame(self) -> VideoFrame:
        return VideoFrame.from_ndarray(self._all, format="yuv420p")

    def _fill(self, box: Box, luma: int) -> None:
        self._luma[box.y : box.y + box.height, box.x : box.x + box.width] = luma
        for plane in self._colours:
            plane[box.y // 2 : (box.y + box.height) // 2, box.x // 2 : (box.x + box.width) // 2] = GREY

    def _paint_picture(self, box: Box, picture: VideoFrame) -> None:
        scaled = picture.reformat(box.width, box.height, "yuv420p", interpolation=Interpolation.FAST_BILINEAR)
        halves = (box.x // 2, box.y // 2, box.width // 2, box.height // 2)
        targets = [(self._luma, (box.x, box.y, box.width, box.height)), *((plane, halves) for plane in self._colours)]
        for plane, (target, (x, y, width, height)) in zip(scaled.planes, targets, strict=True):
            lines = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
            target[y : y + height, x : x + width] = lines[:height, :width]

    def _paint_name(self, box: Box, name: str, *, corner: bool) -> None:
        label = rendered(name, min(box.width - 8, 480), 18 if box.width > 300 else 13)
        height, width = label.shape
        x = box.x + 6 if corner else box.x + (box.width - width) // 2
        y = box.y + box.height - height - 6 if corner else box.y + (box.height - height) // 2
        x, y = x // 2 * 2, y // 2 * 2
        self._luma[y : y + height, x : x + width] = label
        for plane in self._colours:
            plane[y // 2 : (y + height) // 2, x // 2 : (x + width) // 2] = GREY


@functools.lru_cache(maxsize=256)
def rendered(name: str, width: int, size: int) -> np.ndarray:
    """A name as luma, cut to the width; its sides are even."""
    font = _font(size)
    left, top, right, bottom = font.getbbox(name)
    made_width = max(2, min(width, int(right - left) + 12) // 2 * 2)
    made_height = (int(bottom - top) + 12) // 2 * 2
    image = Image.new("L", (made_width, made_height), NAME_BACKGROUND)
    ImageDraw.Draw(image).text((6 - left, 6 - top), name, fill=235, font=font)
    return np.asarray(image)


@functools.lru_cache(maxsize=4)
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """One with Chinese where the machine has any; the library's own has Latin letters."""
    if shutil.which("fc-match"):
        asked = subprocess.run(["fc-match", "-f", "%{file}", ":lang=zh-cn"], capture_output=True, text=True)
        try:
            return ImageFont.truetype(asked.stdout.strip(), size)
        except OSError:
            pass
    return ImageFont.load_default(size)

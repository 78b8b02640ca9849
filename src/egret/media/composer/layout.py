"""Where each tile goes. Pure arithmetic; sizes are even, as subsampled colours want."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt

WIDTH, HEIGHT = 1280, 720
STRIP = 240  # width of the column beside a large tile
STRIP_TILES = 5
LARGEST_GALLERY = 49


@dataclass(frozen=True)
class Box:
    x: int
    y: int
    width: int
    height: int


WHOLE = Box(0, 0, WIDTH, HEIGHT)


def gallery(count: int) -> list[Box]:
    """A grid in reading order, its last row centred."""
    count = min(count, LARGEST_GALLERY)
    if count <= 1:
        return [WHOLE][:count]
    columns = ceil(sqrt(count))
    rows = ceil(count / columns)
    width, height = _even(WIDTH / columns), _even(HEIGHT / rows)
    boxes = []
    for index in range(count):
        row, column = divmod(index, columns)
        in_row = min(columns, count - row * columns)
        left = _even((WIDTH - in_row * width) / 2)
        top = _even((HEIGHT - rows * height) / 2)
        boxes.append(Box(left + column * width, top + row * height, width, height))
    return boxes


def beside(count: int) -> list[Box]:
    """One large tile, and `count` small ones in a column at the right."""
    count = min(count, STRIP_TILES)
    if not count:
        return [WHOLE]
    height = _even(HEIGHT / STRIP_TILES)
    top = _even((HEIGHT - count * height) / 2)
    small = [Box(WIDTH - STRIP, top + index * height, STRIP, height) for index in range(count)]
    return [Box(0, 0, WIDTH - STRIP, HEIGHT), *small]


def fitted(width: int, height: int, box: Box) -> Box:
    """The largest picture of that shape in the middle of the box."""
    scale = min(box.width / width, box.height / height)
    fit_width, fit_height = max(2, _even(width * scale)), max(2, _even(height * scale))
    return Box(
        box.x + _even((box.width - fit_width) / 2), box.y + _even((box.height - fit_height) / 2), fit_width, fit_height
    )


def _even(value: float) -> int:
    return int(value + 0.001) // 2 * 2

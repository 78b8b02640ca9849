"""The Range header: what it asks for of a content of ten bytes."""

from __future__ import annotations

import pytest

from egret.kernel.ranges import OutOfRange, read_range


@pytest.mark.parametrize(
    ("header", "span"),
    [
        ("bytes=0-3", (0, 4)),
        ("bytes=4-", (4, 10)),
        ("Bytes=4-99", (4, 10)),
        ("bytes=-3", (7, 10)),
        ("bytes=-99", (0, 10)),
        (f"bytes=2-{'9' * 99}", (2, 10)),
        ("", None),
        ("bytes=5-2", None),
        ("bytes=0-1,3-4", None),
        ("bytes=-", None),
        ("bytes=\u0661-", None),
        (f"bytes={'9' * 5000}-", None),
        ("pages=0-3", None),
    ],
)
def test_ranges(header: str, span: tuple[int, int] | None) -> None:
    assert read_range(header, 10) == span


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=-0", f"bytes={'9' * 99}-"])
def test_nothing_lies_there(header: str) -> None:
    with pytest.raises(OutOfRange):
        read_range(header, 10)

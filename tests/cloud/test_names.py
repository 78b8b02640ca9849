"""What a file may be called."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egret.cloud.errors import NameUnusable
from egret.cloud.names import MAXIMUM_BYTES, numbered, parse_name


@pytest.mark.parametrize(
    "name",
    [
        "a",
        "报告 2024.pdf",
        "🪶.txt",
        "dépêche",
        ".hidden",
        "a.b.c",
        "x" * 255,
        "鹭" * 85,
        "content",
        "communes.txt",
        "Aux deux",
    ],
)
def test_these_are_kept(name: str) -> None:
    assert parse_name(name) == name


def test_what_looks_the_same_is_the_same() -> None:
    assert parse_name(unicodedata.normalize("NFD", "é.txt")) == parse_name("é.txt")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "empty"),
        ("   ", "empty"),
        (".", "dots"),
        ("..", "dots"),
        ("a/b", "separator"),
        ("a\\b", "separator"),
        ("a\0b", "control"),
        ("a\nb", "control"),
        ("\x85", "empty"),
        ("a\ud800", "control"),
        ("a\uffff", "control"),
        ("invoice\u202efdp.exe", "direction"),
        ("x" * 256, "long"),
        ("鹭" * 86, "long"),
        ("CON", "reserved"),
        ("con.txt", "reserved"),
        ("LPT¹", "reserved"),
        ("a.", "edge"),
        ("a ", "edge"),
        (" a", "edge"),
    ],
)
def test_these_are_refused_with_their_reason(name: str, reason: str) -> None:
    with pytest.raises(NameUnusable) as refused:
        parse_name(name)
    assert refused.value.facts["reason"] == reason


@given(st.text(max_size=300), st.integers(min_value=2, max_value=10**6))
def test_a_name_that_is_kept_stays_itself_and_its_numbered_ones_fit(name: str, number: int) -> None:
    try:
        kept = parse_name(name)
    except NameUnusable:
        return
    assert parse_name(kept) == kept
    assert len(numbered(kept, number).encode()) <= MAXIMUM_BYTES
    assert str(number) in numbered(kept, number)


def test_the_number_stands_before_the_ending() -> None:
    assert numbered("report.pdf", 1) == "report.pdf"
    assert numbered("report.pdf", 2) == "report (2).pdf"
    assert numbered(".profile", 3) == ".profile (3)"

"""A CSV file of people, read as it comes: bytes in, lines out, no more of it in memory than a piece (RFC 4180).

Knows UTF-8 (with or without its mark), UTF-16 with its mark and GB18030; comma, semicolon and tab; the columns of
`HEADINGS` in any order. What is wrong with one line is a `Fault` of that line; what is wrong with the file is raised.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

# A line of four cells has a hundred characters; a longer one is another kind of file, and is not held in memory.
LINE_LENGTH = 4096
# A cell may hold line breaks. A quote that is not closed within this many lines was never meant to be open.
RECORD_LINES = 20
# How much text with other than English letters is looked at to tell UTF-8 from GB18030.
SAMPLE = 64 * 1024
SEPARATORS = ",;\t"


class Column(StrEnum):
    PHONE = "phone"
    NAME = "name"
    DEPARTMENT = "department"
    ROLE = "role"


HEADINGS: dict[str, Column] = {
    heading: column
    for column, headings in {
        Column.PHONE: "phone|phone number|mobile|mobile number|mobile phone|手机|手机号|手机号码|电话|电话号码",
        Column.NAME: "name|full name|display name|姓名|名字|名称",
        Column.DEPARTMENT: "department|dept|team|部门|所属部门",
        Column.ROLE: "role|角色",
    }.items()
    for heading in headings.split("|")
}


class Fault(StrEnum):
    """What makes one line unreadable."""

    COLUMNS = "columns"  # more cells than the header names
    ENCODING = "encoding"  # bytes that are no text
    LONG = "long"
    NUL = "nul"
    QUOTES = "quotes"  # an opening quote without its closing one, or text behind a closing one


class FileProblem(Exception):
    """Base of what makes the whole file unreadable."""


class FileEmpty(FileProblem):
    """No line that holds anything."""


class HeaderMissing(FileProblem):
    """The first line names no column of phone numbers."""


class TooManyLines(FileProblem):
    """More lines than the caller takes, empty ones counted."""


class ColumnTwice(FileProblem):
    """The first line names a column twice."""

    def __init__(self, column: Column) -> None:
        self.column = column
        super().__init__(column)


@dataclass(frozen=True)
class Line:
    """One person's line. `number` counts from 1 as a text editor does; `cells` is empty when nothing could be read."""

    number: int
    cells: dict[Column, str]
    fault: Fault | None = None


class CsvReader:
    """Iterate it for the lines; `encoding` is known from the first line on. Raises FileProblem's kinds meanwhile."""

    def __init__(self, pieces: Iterable[bytes], maximum_lines: int) -> None:
        self.encoding = ""
        self._lines = _Lines(self._decoded(piece for piece in pieces if piece), maximum_lines)

    def __iter__(self) -> Iterator[Line]:
        header = self._header()
        width = len(header.columns)
        for number, cells, fault in _records(self._lines, header.separator):
            if fault is None and not any(cell.strip() for cell in cells):
                continue
            known = {column: cell for column, cell in zip(header.columns, cells, strict=False) if column is not None}
            text = "".join(cells)
            if fault is None and "\0" in text:
                fault = Fault.NUL
            elif fault is None and "\ufffd" in text:
                fault = Fault.ENCODING
            elif fault is None and any(cell.strip() for cell in cells[width:]):
                fault = Fault.COLUMNS
            yield Line(number, known, fault)

    def _header(self) -> _Header:
        while (first := self._lines.take()) is not None:
            if first[1].strip(SEPARATORS + " \n\0"):
                return _read_header(first[1])
        raise FileEmpty

    def _decoded(self, pieces: Iterator[bytes]) -> Iterator[str]:
        """The file's text; only the beginning of it, or of what is not ASCII in it, is held to tell the encoding."""
        start = b""
        while len(start) < len(codecs.BOM_UTF8) and (piece := next(pieces, b"")):
            start += piece
        for mark, encoding in MARKS.items():
            if start.startswith(mark):
                self.encoding = encoding
                yield from _decode(_chain(start[len(mark) :], pieces), CODECS.get(mark, encoding))
                return
        self.encoding = "utf-8"
        piece = start
        while piece and piece.isascii():
            yield piece.decode("ascii")
            piece = next(pieces, b"")
        sample = bytearray(piece)
        while piece and len(sample) < SAMPLE and (piece := next(pieces, b"")):
            sample += piece
        self.encoding = guess_encoding(bytes(sample))
        yield from _decode(_chain(bytes(sample), pieces), self.encoding)


MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
CODECS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


def guess_encoding(sample: bytes) -> str:
    """UTF-8 or GB18030. One torn character does not make a UTF-8 file a Chinese one: most of them would be."""
    as_utf8 = codecs.getincrementaldecoder("utf-8")("replace").decode(sample)
    damaged = as_utf8.count("\ufffd")
    sound = sum(not char.isascii() for char in as_utf8) - damaged
    if damaged == 0 or sound > 10 * damaged:
        return "utf-8"
    try:
        codecs.getincrementaldecoder("gb18030")("strict").decode(sample)
    except UnicodeDecodeError:
        return "utf-8"
    return "gb18030"


def _chain(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _decode(pieces: Iterator[bytes], encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    for piece in pieces:
        yield decoder.decode(piece)
    yield decoder.decode(b"", final=True)


class _Lines:
    """Numbered lines, each ending in a newline, cut at LINE_LENGTH; lines may be given back to be read again."""

    def __init__(self, text: Iterator[str], maximum: int) -> None:
        self._maximum = maximum
        self._numbered = enumerate(self._split(text), 1)
        self._returned: deque[tuple[int, str]] = deque()

    def take(self) -> tuple[int, str] | None:
        if self._returned:
            return self._returned.popleft()
        line = next(self._numbered, None)
        if line is not None and line[0] > self._maximum:
            raise TooManyLines
        return line

    def give_back(self, lines: list[tuple[int, str]]) -> None:
        self._returned.extendleft(reversed(lines))

    @staticmethod
    def _split(text: Iterator[str]) -> Iterator[str]:
        newlines = io.IncrementalNewlineDecoder(None, translate=True)
        rest = ""
        for piece in text:
            *lines, rest = (rest + newlines.decode(piece)).split("\n")
            # Of a line that is too long, only that it is.
            rest = rest[: LINE_LENGTH + 1]
            yield from (line[: LINE_LENGTH + 1] + "\n" for line in lines)
        rest += newlines.decode("", final=True)
        yield from (line[: LINE_LENGTH + 1] + "\n" for line in rest.split("\n") if line)


@dataclass(frozen=True)
class _Header:
    separator: str
    columns: list[Column | None]


def _read_header(line: str) -> _Header:
    """Raises HeaderMissing, ColumnTwice."""
    readings = [_Header(separator, _columns(line, separator)) for separator in SEPARATORS]
    header = max(readings, key=lambda reading: sum(column is not None for column in reading.columns))
    if Column.PHONE not in header.columns:
        raise HeaderMissing
    for column in Column:
        if header.columns.count(column) > 1:
            raise ColumnTwice(column)
    return header


def _columns(line: str, separator: str) -> list[Column | None]:
    try:
        cells = next(csv.reader([line], delimiter=separator, strict=True), [])
    except csv.Error:
        return []
    return [HEADINGS.get(re.sub(r"[\s_*-]+", " ", cell).strip().casefold()) for cell in cells]


class _RecordTooLong(Exception):
    pass


def _records(lines: _Lines, separator: str) -> Iterator[tuple[int, list[str], Fault | None]]:
    """Each record's first line, its cells, and what is wrong with its form.

    After a fault, reading goes on at the record's second line: an open quote costs one line, not the rest of the file.
    """
    taken: list[tuple[int, str]] = []

    def feed() -> Iterator[str]:
        while (line := lines.take()) is not None:
            taken.append(line)
            if len(line[1]) > LINE_LENGTH or len(taken) > RECORD_LINES:
                raise _RecordTooLong
            yield line[1]

    while True:
        taken.clear()
        try:
            # A new reader each time: one that met an error is not specified to go on.
            cells = next(csv.reader(feed(), delimiter=separator, strict=True), None)
            fault = None
        except (csv.Error, _RecordTooLong):
            cells, fault = [], Fault.QUOTES
        if not taken or (cells is None and fault is None):
            return
        number, text = taken[0]
        if fault is not None:
            if len(text) > LINE_LENGTH:
                fault = Fault.LONG
            lines.give_back(taken[1:])
        yield number, cells or [], fault
